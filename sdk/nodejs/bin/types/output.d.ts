import * as outputs from "../types/output";
import * as enums from "../types/enums";
/**
 * A person who is invited: by object id, by user principal name, or both.
 */
export interface Attendee {
    /**
     * Object id of the person in Entra.
     */
    id?: string;
    /**
     * The person's role. Left out, the service's default.
     */
    role?: string | enums.OnlineMeetingRole;
    /**
     * User principal name of the person.
     */
    upn?: string;
}
/**
 * How to join by phone, where the organizer's licence has it.
 */
export interface AudioConferencing {
    /**
     * The conference id to type in.
     */
    conferenceId?: string;
    /**
     * A page with all phone numbers.
     */
    dialinUrl?: string;
    /**
     * The toll-free number.
     */
    tollFreeNumber?: string;
    /**
     * All toll-free numbers.
     */
    tollFreeNumbers?: string[];
    /**
     * The toll number.
     */
    tollNumber?: string;
    /**
     * All toll numbers.
     */
    tollNumbers?: string[];
}
/**
 * Captions of a live event.
 */
export interface BroadcastMeetingCaptionSettings {
    /**
     * Whether captions are shown.
     */
    isCaptionEnabled?: boolean;
    /**
     * The language that is spoken.
     */
    spokenLanguage?: string;
    /**
     * The languages that captions are translated into; their order means nothing.
     */
    translationLanguages?: string[];
}
/**
 * Settings of a live event; Microsoft has deprecated live events.
 */
export interface BroadcastMeetingSettings {
    /**
     * Who may watch.
     */
    allowedAudience?: string | enums.BroadcastMeetingAudience;
    /**
     * Captions.
     */
    captions?: outputs.BroadcastMeetingCaptionSettings;
    /**
     * Whether an attendee report is made.
     */
    isAttendeeReportEnabled?: boolean;
    /**
     * Whether there are questions and answers.
     */
    isQuestionAndAnswerEnabled?: boolean;
    /**
     * Whether the event is recorded.
     */
    isRecordingEnabled?: boolean;
    /**
     * Whether the recording can be watched afterwards.
     */
    isVideoOnDemandEnabled?: boolean;
}
/**
 * The meeting's chat.
 */
export interface ChatInfo {
    /**
     * Id of the message that the chat begins with.
     */
    messageId?: string;
    /**
     * Id of the reply chain's first message.
     */
    replyChainMessageId?: string;
    /**
     * Id of the thread.
     */
    threadId?: string;
}
/**
 * What the meeting's chat allows.
 */
export interface ChatRestrictions {
    /**
     * Whether only text can be written.
     */
    allowTextOnly?: boolean;
}
/**
 * How video teleconferencing devices of other makers join.
 */
export interface CloudVideoInteropInfo {
    /**
     * A page with more.
     */
    moreInfoWebUrl?: string;
    /**
     * The key of the tenant at the device's service.
     */
    tenantKey?: string;
    /**
     * The id to type in.
     */
    videoTeleconferenceId?: string;
}
/**
 * The invitation, as Graph words it.
 */
export interface JoinInformation {
    /**
     * The text itself. Graph wraps HTML into a percent-encoded `data:` URL; here it is unwrapped.
     */
    content?: string;
    /**
     * `html` or `text`.
     */
    contentType?: string;
}
/**
 * Who enters without waiting in the lobby.
 */
export interface LobbyBypassSettings {
    /**
     * Whether phone callers enter without waiting.
     */
    isDialInBypassEnabled?: boolean;
    /**
     * Whom the lobby does not hold.
     */
    scope?: string | enums.LobbyBypassScope;
}
/**
 * Who is invited. The organizer is `userId`, and is not listed.
 */
export interface MeetingParticipants {
    /**
     * The complete list; its order means nothing. An empty list invites nobody.
     */
    attendees?: outputs.Attendee[];
}
/**
 * The organizer, as far as Graph tells.
 */
export interface Organizer {
    /**
     * Display name.
     */
    displayName?: string;
    /**
     * Object id in Entra.
     */
    id?: string;
    /**
     * The tenant.
     */
    tenantId?: string;
    /**
     * User principal name.
     */
    upn?: string;
}
/**
 * The sensitivity label of the meeting.
 */
export interface SensitivityLabelAssignment {
    /**
     * Id of the label.
     */
    sensitivityLabelId?: string;
}
/**
 * Where a watermark is shown.
 */
export interface WatermarkProtection {
    /**
     * On content that is shared.
     */
    isEnabledForContentSharing?: boolean;
    /**
     * On videos of participants.
     */
    isEnabledForVideo?: boolean;
}
