export declare const AllowedLobbyAdmitterRoles: {
    /**
     * The organizer, co-organizers and presenters.
     */
    readonly OrganizerAndCoOrganizersAndPresenters: "organizerAndCoOrganizersAndPresenters";
    /**
     * The organizer and co-organizers.
     */
    readonly OrganizerAndCoOrganizers: "organizerAndCoOrganizers";
};
/**
 * Who can let people in from the lobby.
 */
export type AllowedLobbyAdmitterRoles = (typeof AllowedLobbyAdmitterRoles)[keyof typeof AllowedLobbyAdmitterRoles];
export declare const BroadcastMeetingAudience: {
    /**
     * Only people whose role is attendee.
     */
    readonly RoleIsAttendee: "roleIsAttendee";
    /**
     * Everybody in the organizer's organization.
     */
    readonly Organization: "organization";
    /**
     * Everybody, without signing in.
     */
    readonly Everyone: "everyone";
};
/**
 * Who may watch a live event.
 */
export type BroadcastMeetingAudience = (typeof BroadcastMeetingAudience)[keyof typeof BroadcastMeetingAudience];
export declare const DeletionPolicy: {
    /**
     * The meeting is deleted. Its join link may go on working.
     */
    readonly Delete: "delete";
    /**
     * The meeting is left on the service as it is.
     */
    readonly Retain: "retain";
    /**
     * The meeting is locked, so that only its organizer gets in, and then deleted. Its join link may go on working.
     */
    readonly Lock: "lock";
    /**
     * The meeting is locked, so that only its organizer gets in, and left on the service.
     */
    readonly LockAndRetain: "lockAndRetain";
};
/**
 * What becomes of the meeting when the resource is deleted.
 */
export type DeletionPolicy = (typeof DeletionPolicy)[keyof typeof DeletionPolicy];
export declare const LobbyBypassScope: {
    /**
     * Only the organizer.
     */
    readonly Organizer: "organizer";
    /**
     * People of the organizer's organization.
     */
    readonly Organization: "organization";
    /**
     * People of the organizer's organization and of organizations that it trusts.
     */
    readonly OrganizationAndFederated: "organizationAndFederated";
    /**
     * Everybody.
     */
    readonly Everyone: "everyone";
    /**
     * Only people who were invited.
     */
    readonly Invited: "invited";
    /**
     * People of the organizer's organization, but not its guests.
     */
    readonly OrganizationExcludingGuests: "organizationExcludingGuests";
};
/**
 * Whom the lobby does not hold.
 */
export type LobbyBypassScope = (typeof LobbyBypassScope)[keyof typeof LobbyBypassScope];
export declare const MeetingChatMode: {
    /**
     * There is a chat.
     */
    readonly Enabled: "enabled";
    /**
     * There is none.
     */
    readonly Disabled: "disabled";
    /**
     * There is one while the meeting is held.
     */
    readonly Limited: "limited";
};
/**
 * Whether the meeting has a chat.
 */
export type MeetingChatMode = (typeof MeetingChatMode)[keyof typeof MeetingChatMode];
export declare const MeetingLiveShareOptions: {
    /**
     * It can.
     */
    readonly Enabled: "enabled";
    /**
     * It cannot.
     */
    readonly Disabled: "disabled";
};
/**
 * Whether Live Share can be used.
 */
export type MeetingLiveShareOptions = (typeof MeetingLiveShareOptions)[keyof typeof MeetingLiveShareOptions];
export declare const OnExisting: {
    /**
     * Manage that meeting from now on, without a word.
     */
    readonly Adopt: "adopt";
    /**
     * Manage it from now on, and say so in the log.
     */
    readonly Warn: "warn";
    /**
     * Leave it as it is, and fail.
     */
    readonly Fail: "fail";
};
/**
 * What to do when the external id has a meeting already, which some other program or person made.
 */
export type OnExisting = (typeof OnExisting)[keyof typeof OnExisting];
export declare const OnlineMeetingPresenters: {
    /**
     * Everybody.
     */
    readonly Everyone: "everyone";
    /**
     * Everybody in the organizer's organization.
     */
    readonly Organization: "organization";
    /**
     * Only attendees whose role is presenter; it makes the roles count.
     */
    readonly RoleIsPresenter: "roleIsPresenter";
    /**
     * Only the organizer.
     */
    readonly Organizer: "organizer";
};
/**
 * Who can present.
 */
export type OnlineMeetingPresenters = (typeof OnlineMeetingPresenters)[keyof typeof OnlineMeetingPresenters];
export declare const OnlineMeetingRole: {
    /**
     * Takes part.
     */
    readonly Attendee: "attendee";
    /**
     * Can present; takes effect with `allowedPresenters` set to `roleIsPresenter`. Not for people outside Entra.
     */
    readonly Presenter: "presenter";
    /**
     * Produces a live event.
     */
    readonly Producer: "producer";
    /**
     * Shares the organizer's rights. Not for people outside Entra.
     */
    readonly Coorganizer: "coorganizer";
};
/**
 * The role of a person in a meeting.
 */
export type OnlineMeetingRole = (typeof OnlineMeetingRole)[keyof typeof OnlineMeetingRole];
