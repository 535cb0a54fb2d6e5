import * as pulumi from "@pulumi/pulumi";
import * as inputs from "../types/input";
import * as enums from "../types/enums";
/**
 * A person who is invited: by object id, by user principal name, or both.
 */
export interface AttendeeArgs {
    /**
     * Object id of the person in Entra.
     */
    id?: pulumi.Input<string | undefined>;
    /**
     * The person's role. Left out, the service's default.
     */
    role?: pulumi.Input<string | enums.OnlineMeetingRole | undefined>;
    /**
     * User principal name of the person.
     */
    upn?: pulumi.Input<string | undefined>;
}
/**
 * Captions of a live event.
 */
export interface BroadcastMeetingCaptionSettingsArgs {
    /**
     * Whether captions are shown.
     */
    isCaptionEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * The language that is spoken.
     */
    spokenLanguage?: pulumi.Input<string | undefined>;
    /**
     * The languages that captions are translated into; their order means nothing.
     */
    translationLanguages?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}
/**
 * Settings of a live event; Microsoft has deprecated live events.
 */
export interface BroadcastMeetingSettingsArgs {
    /**
     * Who may watch.
     */
    allowedAudience?: pulumi.Input<string | enums.BroadcastMeetingAudience | undefined>;
    /**
     * Captions.
     */
    captions?: pulumi.Input<inputs.BroadcastMeetingCaptionSettingsArgs | undefined>;
    /**
     * Whether an attendee report is made.
     */
    isAttendeeReportEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether there are questions and answers.
     */
    isQuestionAndAnswerEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the event is recorded.
     */
    isRecordingEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the recording can be watched afterwards.
     */
    isVideoOnDemandEnabled?: pulumi.Input<boolean | undefined>;
}
/**
 * Who enters without waiting in the lobby.
 */
export interface LobbyBypassSettingsArgs {
    /**
     * Whether phone callers enter without waiting.
     */
    isDialInBypassEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whom the lobby does not hold.
     */
    scope?: pulumi.Input<string | enums.LobbyBypassScope | undefined>;
}
/**
 * Who is invited. The organizer is `userId`, and is not listed.
 */
export interface MeetingParticipantsArgs {
    /**
     * The complete list; its order means nothing. An empty list invites nobody.
     */
    attendees?: pulumi.Input<pulumi.Input<inputs.AttendeeArgs>[] | undefined>;
}
/**
 * The sensitivity label of the meeting.
 */
export interface SensitivityLabelAssignmentArgs {
    /**
     * Id of the label.
     */
    sensitivityLabelId?: pulumi.Input<string | undefined>;
}
/**
 * Where a watermark is shown.
 */
export interface WatermarkProtectionArgs {
    /**
     * On content that is shared.
     */
    isEnabledForContentSharing?: pulumi.Input<boolean | undefined>;
    /**
     * On videos of participants.
     */
    isEnabledForVideo?: pulumi.Input<boolean | undefined>;
}
