import * as pulumi from "@pulumi/pulumi";
import * as outputs from "./types/output";
/**
 * Everything that the service holds of one meeting, the invitation included. Give exactly one of `id`, `joinWebUrl` and `joinMeetingId`.
 *
 * Source: https://learn.microsoft.com/graph/api/onlinemeeting-get
 *
 * ## Example Usage
 * ```typescript
 * import * as pulumi from "@pulumi/pulumi";
 * import * as msgraph_meetings from "@owner--not-set/msgraph-meetings";
 *
 * const standup = new msgraph_meetings.OnlineMeeting("standup", {
 *     externalId: "team-standup",
 *     subject: "Stand-up",
 * });
 * const found = msgraph_meetings.getOnlineMeetingOutput({
 *     joinWebUrl: standup.joinWebUrl,
 * });
 * export const subject = found.subject;
 * export const joinMeetingId = found.joinMeetingId;
 * ```
 */
export declare function getOnlineMeeting(args?: GetOnlineMeetingArgs, opts?: pulumi.InvokeOptions): Promise<GetOnlineMeetingResult>;
/**
 * Which meeting.
 */
export interface GetOnlineMeetingArgs {
    /**
     * Graph's id of the meeting.
     */
    id?: string;
    /**
     * The number that people type to join; blanks do not matter.
     */
    joinMeetingId?: string;
    /**
     * The link that people open to join.
     */
    joinWebUrl?: string;
    /**
     * Object id of the organizer. Left out: the provider's `userId`; with a signed-in user's token, that user.
     */
    userId?: string;
}
/**
 * The meeting.
 */
export interface GetOnlineMeetingResult {
    /**
     * Whether attendees can turn their camera on.
     */
    readonly allowAttendeeToEnableCamera?: boolean;
    /**
     * Whether attendees can turn their microphone on.
     */
    readonly allowAttendeeToEnableMic?: boolean;
    /**
     * Whether there can be breakout rooms.
     */
    readonly allowBreakoutRooms?: boolean;
    /**
     * Whether the chat and captions can be copied and forwarded.
     */
    readonly allowCopyingAndSharingMeetingContent?: boolean;
    /**
     * Whether Live Share can be used. One of `enabled`, `disabled`, or a member that Graph gets later.
     */
    readonly allowLiveShare?: string;
    /**
     * Whether there is a chat, or a limited one. One of `enabled`, `disabled`, `limited`, or a member that Graph gets later.
     */
    readonly allowMeetingChat?: string;
    /**
     * Whether participants can change the name that is shown of them.
     */
    readonly allowParticipantsToChangeName?: boolean;
    /**
     * Whether PowerPoint Live can be used.
     */
    readonly allowPowerPointSharing?: boolean;
    /**
     * Whether the meeting can be recorded.
     */
    readonly allowRecording?: boolean;
    /**
     * Whether there are reactions.
     */
    readonly allowTeamworkReactions?: boolean;
    /**
     * Whether the meeting can be transcribed.
     */
    readonly allowTranscription?: boolean;
    /**
     * Whether there can be a whiteboard.
     */
    readonly allowWhiteboard?: boolean;
    /**
     * Who can let people in from the lobby. One of `organizerAndCoOrganizersAndPresenters`, `organizerAndCoOrganizers`, or a member that Graph gets later.
     */
    readonly allowedLobbyAdmitters?: string;
    /**
     * Who can present. `roleIsPresenter` makes the roles of attendees count. One of `everyone`, `organization`, `roleIsPresenter`, `organizer`, or a member that Graph gets later.
     */
    readonly allowedPresenters?: string;
    /**
     * Roles whose identity is hidden.
     */
    readonly anonymizeIdentityForRoles?: string[];
    /**
     * How to join by phone, where the organizer's licence has it.
     */
    readonly audioConferencing?: outputs.AudioConferencing;
    /**
     * Settings of a live event.
     */
    readonly broadcastSettings?: outputs.BroadcastMeetingSettings;
    /**
     * The meeting's chat.
     */
    readonly chatInfo?: outputs.ChatInfo;
    /**
     * What the meeting's chat allows.
     */
    readonly chatRestrictions?: outputs.ChatRestrictions;
    /**
     * The thread of the meeting's chat.
     */
    readonly chatThreadId?: string;
    /**
     * How video teleconferencing devices of other makers join.
     */
    readonly cloudVideoInteropInfo?: outputs.CloudVideoInteropInfo;
    /**
     * When the meeting was made; RFC 3339, UTC.
     */
    readonly creationDateTime?: string;
    /**
     * The end; RFC 3339, UTC.
     */
    readonly endDateTime?: string;
    /**
     * When the meeting expires if nobody updates or starts it before; RFC 3339, UTC. Only Graph's public cloud has it.
     */
    readonly expiryDateTime?: string;
    /**
     * The external id; absent from meetings that were not made with one.
     */
    readonly externalId?: string;
    /**
     * Graph's id of the meeting.
     */
    readonly id: string;
    /**
     * Whether the meeting is a live event.
     */
    readonly isBroadcast?: boolean;
    /**
     * Whether audio and video are encrypted end to end.
     */
    readonly isEndToEndEncryptionEnabled?: boolean;
    /**
     * Whether coming and going of phone callers is announced.
     */
    readonly isEntryExitAnnounced?: boolean;
    /**
     * Whether `joinMeetingId` needs the passcode.
     */
    readonly isPasscodeRequired?: boolean;
    /**
     * The invitation. It may hold the passcode, so it is a secret.
     */
    readonly joinInformation?: outputs.JoinInformation;
    /**
     * The number that people type to join.
     */
    readonly joinMeetingId?: string;
    /**
     * The link that people open to join.
     */
    readonly joinWebUrl?: string;
    /**
     * Who enters without waiting in the lobby.
     */
    readonly lobbyBypassSettings?: outputs.LobbyBypassSettings;
    /**
     * The page on which the organizer changes the meeting's options. Only Graph's public cloud has it.
     */
    readonly meetingOptionsWebUrl?: string;
    /**
     * The language that is spoken, such as `en-us`.
     */
    readonly meetingSpokenLanguageTag?: string;
    /**
     * The template that the meeting was made from.
     */
    readonly meetingTemplateId?: string;
    /**
     * `adhoc`, `scheduled`, `recurring`, `broadcast` or `meetnow`.
     */
    readonly meetingType?: string;
    /**
     * The organizer.
     */
    readonly organizer?: outputs.Organizer;
    /**
     * What the service holds of the meeting beyond Graph's documentation of it, as it comes. Nobody knows what is in it, so it is a secret.
     */
    readonly otherProperties?: {
        [key: string]: any;
    };
    /**
     * Who is invited.
     */
    readonly participants?: outputs.MeetingParticipants;
    /**
     * The passcode that goes with `joinMeetingId`.
     */
    readonly passcode?: string;
    /**
     * Whether recording starts by itself.
     */
    readonly recordAutomatically?: boolean;
    /**
     * The sensitivity label.
     */
    readonly sensitivityLabelAssignment?: outputs.SensitivityLabelAssignment;
    /**
     * How much of the chat's history newcomers see: `none` or `all`.
     */
    readonly shareMeetingChatHistoryDefault?: string;
    /**
     * The start; RFC 3339, UTC.
     */
    readonly startDateTime?: string;
    /**
     * The title.
     */
    readonly subject?: string;
    /**
     * Object id of the organizer, as it was asked for.
     */
    readonly userId?: string;
    /**
     * The id for video teleconferencing devices.
     */
    readonly videoTeleconferenceId?: string;
    /**
     * Where a watermark is shown.
     */
    readonly watermarkProtection?: outputs.WatermarkProtection;
}
/**
 * Everything that the service holds of one meeting, the invitation included. Give exactly one of `id`, `joinWebUrl` and `joinMeetingId`.
 *
 * Source: https://learn.microsoft.com/graph/api/onlinemeeting-get
 *
 * ## Example Usage
 * ```typescript
 * import * as pulumi from "@pulumi/pulumi";
 * import * as msgraph_meetings from "@owner--not-set/msgraph-meetings";
 *
 * const standup = new msgraph_meetings.OnlineMeeting("standup", {
 *     externalId: "team-standup",
 *     subject: "Stand-up",
 * });
 * const found = msgraph_meetings.getOnlineMeetingOutput({
 *     joinWebUrl: standup.joinWebUrl,
 * });
 * export const subject = found.subject;
 * export const joinMeetingId = found.joinMeetingId;
 * ```
 */
export declare function getOnlineMeetingOutput(args?: GetOnlineMeetingOutputArgs, opts?: pulumi.InvokeOutputOptions): pulumi.Output<GetOnlineMeetingResult>;
/**
 * Which meeting.
 */
export interface GetOnlineMeetingOutputArgs {
    /**
     * Graph's id of the meeting.
     */
    id?: pulumi.Input<string | undefined>;
    /**
     * The number that people type to join; blanks do not matter.
     */
    joinMeetingId?: pulumi.Input<string | undefined>;
    /**
     * The link that people open to join.
     */
    joinWebUrl?: pulumi.Input<string | undefined>;
    /**
     * Object id of the organizer. Left out: the provider's `userId`; with a signed-in user's token, that user.
     */
    userId?: pulumi.Input<string | undefined>;
}
