import * as pulumi from "@pulumi/pulumi";
import * as inputs from "./types/input";
import * as outputs from "./types/output";
import * as enums from "./types/enums";
/**
 * One Microsoft Teams meeting for each organizer and external id, however often it is deployed.
 *
 * Properties you omit are neither sent nor checked. A property that you remove later keeps its value in Teams.
 *
 * ## Example Usage
 * ```typescript
 * import * as pulumi from "@pulumi/pulumi";
 * import * as msgraph_meetings from "@owner--not-set/msgraph-meetings";
 *
 * const standup = new msgraph_meetings.OnlineMeeting("standup", {
 *     externalId: "team-standup",
 *     subject: "Stand-up",
 *     startDateTime: "2027-01-04T09:00:00Z",
 *     endDateTime: "2027-01-04T09:15:00Z",
 *     allowedPresenters: msgraph_meetings.OnlineMeetingPresenters.RoleIsPresenter,
 *     lobbyBypassSettings: {
 *         scope: msgraph_meetings.LobbyBypassScope.Organization,
 *     },
 *     participants: {
 *         attendees: [
 *             {
 *                 upn: "ada@contoso.example",
 *                 role: msgraph_meetings.OnlineMeetingRole.Presenter,
 *             },
 *             {
 *                 upn: "grace@contoso.example",
 *             },
 *         ],
 *     },
 * });
 * export const joinUrl = standup.joinWebUrl;
 * ```
 *
 * ## Import
 *
 * A meeting is imported by Graph's id of it, by its join URL or by its join meeting id; with an app's sign-in and no `userId` in the provider's configuration, the organizer's object id and a slash stand before it:
 *
 * ```sh
 * pulumi import msgraph-meetings:index:OnlineMeeting standup <organizer's object id>/<join URL>
 * ```
 *
 * With the provider's `importByExternalId`, `<organizer's object id>/<external id>` works too.
 *
 * Source of the properties: https://learn.microsoft.com/graph/api/onlinemeeting-update
 */
export declare class OnlineMeeting extends pulumi.CustomResource {
    /**
     * Get an existing OnlineMeeting resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OnlineMeeting;
    /**
     * Returns true if the given object is an instance of OnlineMeeting.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is OnlineMeeting;
    /**
     * Whether the meeting existed before this stack managed it.
     */
    readonly adopted: pulumi.Output<boolean>;
    /**
     * Whether attendees can turn their camera on.
     */
    readonly allowAttendeeToEnableCamera: pulumi.Output<boolean | undefined>;
    /**
     * Whether attendees can turn their microphone on.
     */
    readonly allowAttendeeToEnableMic: pulumi.Output<boolean | undefined>;
    /**
     * Whether there can be breakout rooms.
     */
    readonly allowBreakoutRooms: pulumi.Output<boolean | undefined>;
    /**
     * Whether the chat and captions can be copied and forwarded.
     */
    readonly allowCopyingAndSharingMeetingContent: pulumi.Output<boolean | undefined>;
    /**
     * Whether Live Share can be used.
     */
    readonly allowLiveShare: pulumi.Output<string | enums.MeetingLiveShareOptions | undefined>;
    /**
     * Whether there is a chat, or a limited one.
     */
    readonly allowMeetingChat: pulumi.Output<string | enums.MeetingChatMode | undefined>;
    /**
     * Whether PowerPoint Live can be used.
     */
    readonly allowPowerPointSharing: pulumi.Output<boolean | undefined>;
    /**
     * Whether the meeting can be recorded.
     */
    readonly allowRecording: pulumi.Output<boolean | undefined>;
    /**
     * Whether there are reactions.
     */
    readonly allowTeamworkReactions: pulumi.Output<boolean | undefined>;
    /**
     * Whether the meeting can be transcribed.
     */
    readonly allowTranscription: pulumi.Output<boolean | undefined>;
    /**
     * Whether there can be a whiteboard.
     */
    readonly allowWhiteboard: pulumi.Output<boolean | undefined>;
    /**
     * Who can let people in from the lobby.
     */
    readonly allowedLobbyAdmitters: pulumi.Output<string | enums.AllowedLobbyAdmitterRoles | undefined>;
    /**
     * Who can present. `roleIsPresenter` makes the roles of attendees count.
     */
    readonly allowedPresenters: pulumi.Output<string | enums.OnlineMeetingPresenters | undefined>;
    /**
     * Roles whose identity is hidden. `attendee` cannot be taken out again. Graph's documentation lists it; the v1.0 metadata does not.
     */
    readonly anonymizeIdentityForRoles: pulumi.Output<(string | enums.OnlineMeetingRole)[] | undefined>;
    /**
     * How to join by phone, where the organizer's licence has it.
     */
    readonly audioConferencing: pulumi.Output<outputs.AudioConferencing | undefined>;
    /**
     * Settings of a live event.
     *
     * @deprecated Microsoft has deprecated live events in Teams, and these settings with them. Remove broadcastSettings.
     */
    readonly broadcastSettings: pulumi.Output<outputs.BroadcastMeetingSettings | undefined>;
    /**
     * The thread of the meeting's chat.
     */
    readonly chatThreadId: pulumi.Output<string | undefined>;
    /**
     * When the meeting was made; RFC 3339, UTC.
     */
    readonly creationDateTime: pulumi.Output<string | undefined>;
    /**
     * What becomes of the meeting when the resource is deleted. Left out: `delete`.
     */
    readonly deletionPolicy: pulumi.Output<string | enums.DeletionPolicy | undefined>;
    /**
     * The end: RFC 3339 with an offset, not before the start, compared at 100 ns. Left out: one hour after the start. It needs `startDateTime`.
     */
    readonly endDateTime: pulumi.Output<string | undefined>;
    /**
     * When the meeting expires if nobody updates or starts it before; RFC 3339, UTC. Only Graph's public cloud has it.
     */
    readonly expiryDateTime: pulumi.Output<string | undefined>;
    /**
     * What makes the meeting the same one in every deployment: Graph holds one meeting for each tenant, organizer and external id. Left out: a value derived from project, stack, the types of the parents and the resource's name, and kept from then on. Changing it replaces the meeting.
     */
    readonly externalId: pulumi.Output<string>;
    /**
     * Whether audio and video are encrypted end to end.
     */
    readonly isEndToEndEncryptionEnabled: pulumi.Output<boolean | undefined>;
    /**
     * Whether coming and going of phone callers is announced.
     */
    readonly isEntryExitAnnounced: pulumi.Output<boolean | undefined>;
    /**
     * The number that people type to join.
     */
    readonly joinMeetingId: pulumi.Output<string | undefined>;
    /**
     * The link that people open to join.
     */
    readonly joinWebUrl: pulumi.Output<string>;
    /**
     * Whether an update in the last 30 days before `expiryDateTime` moves it, by a PATCH of the times that the meeting has. Only in Graph's public cloud. Left out: `false`.
     */
    readonly keepAlive: pulumi.Output<boolean | undefined>;
    /**
     * Who enters without waiting in the lobby.
     */
    readonly lobbyBypassSettings: pulumi.Output<outputs.LobbyBypassSettings | undefined>;
    /**
     * Whether the last refresh found the meeting locked by an interrupted deletion. The next update opens it.
     */
    readonly locked: pulumi.Output<boolean | undefined>;
    /**
     * The page on which the organizer changes the meeting's options. Only Graph's public cloud has it.
     */
    readonly meetingOptionsWebUrl: pulumi.Output<string | undefined>;
    /**
     * The language that is spoken, such as `en-us`.
     */
    readonly meetingSpokenLanguageTag: pulumi.Output<string | undefined>;
    /**
     * What to do when the external id has a meeting already. Left out: `warn`.
     */
    readonly onExisting: pulumi.Output<string | enums.OnExisting | undefined>;
    /**
     * The organizer.
     */
    readonly organizer: pulumi.Output<outputs.Organizer | undefined>;
    /**
     * Who is invited.
     */
    readonly participants: pulumi.Output<outputs.MeetingParticipants | undefined>;
    /**
     * The passcode that goes with `joinMeetingId`.
     */
    readonly passcode: pulumi.Output<string | undefined>;
    /**
     * What was asked for and is held otherwise, because a tenant policy or a licence overrides it, by property. The values in force are in the properties themselves.
     */
    readonly policyOverrides: pulumi.Output<{
        [key: string]: any;
    } | undefined>;
    /**
     * Whether recording starts by itself.
     */
    readonly recordAutomatically: pulumi.Output<boolean | undefined>;
    /**
     * Any text, such as a date. Another text makes another meeting with another link, and then locks and deletes the old one. Left out: the last text stays; an empty text means the first meeting.
     */
    readonly rotation: pulumi.Output<string | undefined>;
    /**
     * The sensitivity label.
     */
    readonly sensitivityLabelAssignment: pulumi.Output<outputs.SensitivityLabelAssignment | undefined>;
    /**
     * The start: RFC 3339 with an offset, compared at 100 ns. Left out: the moment of the first deployment.
     */
    readonly startDateTime: pulumi.Output<string | undefined>;
    /**
     * The title.
     */
    readonly subject: pulumi.Output<string | undefined>;
    /**
     * Object id of the organizer. Left out: a new meeting gets the provider's `userId`, or with a signed-in user's token that user; one that exists keeps its organizer. Changing it replaces the meeting.
     */
    readonly userId: pulumi.Output<string | undefined>;
    /**
     * The id for video teleconferencing devices.
     */
    readonly videoTeleconferenceId: pulumi.Output<string | undefined>;
    /**
     * Where a watermark is shown.
     */
    readonly watermarkProtection: pulumi.Output<outputs.WatermarkProtection | undefined>;
    /**
     * Create a OnlineMeeting resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args?: OnlineMeetingArgs, opts?: pulumi.CustomResourceOptions);
}
/**
 * The set of arguments for constructing a OnlineMeeting resource.
 */
export interface OnlineMeetingArgs {
    /**
     * Whether attendees can turn their camera on.
     */
    allowAttendeeToEnableCamera?: pulumi.Input<boolean | undefined>;
    /**
     * Whether attendees can turn their microphone on.
     */
    allowAttendeeToEnableMic?: pulumi.Input<boolean | undefined>;
    /**
     * Whether there can be breakout rooms.
     */
    allowBreakoutRooms?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the chat and captions can be copied and forwarded.
     */
    allowCopyingAndSharingMeetingContent?: pulumi.Input<boolean | undefined>;
    /**
     * Whether Live Share can be used.
     */
    allowLiveShare?: pulumi.Input<string | enums.MeetingLiveShareOptions | undefined>;
    /**
     * Whether there is a chat, or a limited one.
     */
    allowMeetingChat?: pulumi.Input<string | enums.MeetingChatMode | undefined>;
    /**
     * Whether PowerPoint Live can be used.
     */
    allowPowerPointSharing?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the meeting can be recorded.
     */
    allowRecording?: pulumi.Input<boolean | undefined>;
    /**
     * Whether there are reactions.
     */
    allowTeamworkReactions?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the meeting can be transcribed.
     */
    allowTranscription?: pulumi.Input<boolean | undefined>;
    /**
     * Whether there can be a whiteboard.
     */
    allowWhiteboard?: pulumi.Input<boolean | undefined>;
    /**
     * Who can let people in from the lobby.
     */
    allowedLobbyAdmitters?: pulumi.Input<string | enums.AllowedLobbyAdmitterRoles | undefined>;
    /**
     * Who can present. `roleIsPresenter` makes the roles of attendees count.
     */
    allowedPresenters?: pulumi.Input<string | enums.OnlineMeetingPresenters | undefined>;
    /**
     * Roles whose identity is hidden. `attendee` cannot be taken out again. Graph's documentation lists it; the v1.0 metadata does not.
     */
    anonymizeIdentityForRoles?: pulumi.Input<pulumi.Input<string | enums.OnlineMeetingRole>[] | undefined>;
    /**
     * Settings of a live event.
     *
     * @deprecated Microsoft has deprecated live events in Teams, and these settings with them. Remove broadcastSettings.
     */
    broadcastSettings?: pulumi.Input<inputs.BroadcastMeetingSettingsArgs | undefined>;
    /**
     * What becomes of the meeting when the resource is deleted. Left out: `delete`.
     */
    deletionPolicy?: pulumi.Input<string | enums.DeletionPolicy | undefined>;
    /**
     * The end: RFC 3339 with an offset, not before the start, compared at 100 ns. Left out: one hour after the start. It needs `startDateTime`.
     */
    endDateTime?: pulumi.Input<string | undefined>;
    /**
     * What makes the meeting the same one in every deployment: Graph holds one meeting for each tenant, organizer and external id. Left out: a value derived from project, stack, the types of the parents and the resource's name, and kept from then on. Changing it replaces the meeting.
     */
    externalId?: pulumi.Input<string | undefined>;
    /**
     * Whether audio and video are encrypted end to end.
     */
    isEndToEndEncryptionEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether coming and going of phone callers is announced.
     */
    isEntryExitAnnounced?: pulumi.Input<boolean | undefined>;
    /**
     * Whether an update in the last 30 days before `expiryDateTime` moves it, by a PATCH of the times that the meeting has. Only in Graph's public cloud. Left out: `false`.
     */
    keepAlive?: pulumi.Input<boolean | undefined>;
    /**
     * Who enters without waiting in the lobby.
     */
    lobbyBypassSettings?: pulumi.Input<inputs.LobbyBypassSettingsArgs | undefined>;
    /**
     * The language that is spoken, such as `en-us`.
     */
    meetingSpokenLanguageTag?: pulumi.Input<string | undefined>;
    /**
     * What to do when the external id has a meeting already. Left out: `warn`.
     */
    onExisting?: pulumi.Input<string | enums.OnExisting | undefined>;
    /**
     * Who is invited.
     */
    participants?: pulumi.Input<inputs.MeetingParticipantsArgs | undefined>;
    /**
     * Whether recording starts by itself.
     */
    recordAutomatically?: pulumi.Input<boolean | undefined>;
    /**
     * Any text, such as a date. Another text makes another meeting with another link, and then locks and deletes the old one. Left out: the last text stays; an empty text means the first meeting.
     */
    rotation?: pulumi.Input<string | undefined>;
    /**
     * The sensitivity label.
     */
    sensitivityLabelAssignment?: pulumi.Input<inputs.SensitivityLabelAssignmentArgs | undefined>;
    /**
     * The start: RFC 3339 with an offset, compared at 100 ns. Left out: the moment of the first deployment.
     */
    startDateTime?: pulumi.Input<string | undefined>;
    /**
     * The title.
     */
    subject?: pulumi.Input<string | undefined>;
    /**
     * Object id of the organizer. Left out: a new meeting gets the provider's `userId`, or with a signed-in user's token that user; one that exists keeps its organizer. Changing it replaces the meeting.
     */
    userId?: pulumi.Input<string | undefined>;
    /**
     * Where a watermark is shown.
     */
    watermarkProtection?: pulumi.Input<inputs.WatermarkProtectionArgs | undefined>;
}
