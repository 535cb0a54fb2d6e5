"""The dynamic resource, program half: the resource that a Python program declares."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal, ParamSpec

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi.dynamic import Resource

from msgraph_meetings.dynamic import OnlineMeetingProvider
from msgraph_meetings.dynamic.arguments import to_wire, wire_name
from msgraph_meetings.dynamic.provider import HIDE_EXTERNAL_ID, HIDE_USER, PLACE
from msgraph_meetings.dynamic.registrations import InTurn, await_in_turn, traced_to_the_program
from msgraph_meetings.errors.links import PLUGIN
from msgraph_meetings.model.external_id import Place, types_below
from msgraph_meetings.model.generation import generation
from msgraph_meetings.model.not_arguments import NOT_ARGUMENTS
from msgraph_meetings.model.outputs import OF_THE_ORGANIZER, SECRET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msgraph_meetings.dynamic.arguments import (
        BroadcastMeetingSettingsArgs,
        BroadcastMeetingSettingsArgsDict,
        LobbyBypassSettingsArgs,
        LobbyBypassSettingsArgsDict,
        MeetingParticipantsArgs,
        MeetingParticipantsArgsDict,
        Role,
        SensitivityLabelAssignmentArgs,
        SensitivityLabelAssignmentArgsDict,
        WatermarkProtectionArgs,
        WatermarkProtectionArgsDict,
    )

P = ParamSpec("P")

_DECLARED = "_msgraph_meetings_declared"


def _says_why(init: Callable[P, None]) -> Callable[P, None]:
    """Explain a property of Graph that is not an argument here; Python would only report an unexpected argument."""

    @functools.wraps(init)
    def explained(*args: P.args, **kwargs: P.kwargs) -> None:
        for name in kwargs:
            if wire_name(name) in NOT_ARGUMENTS:
                raise TypeError(f"OnlineMeeting has no argument {name!r}: {NOT_ARGUMENTS[wire_name(name)]}")
        init(*args, **kwargs)

    return explained


class _Attributes:
    """The outputs, by their names in Python.

    They are not on the resource class: the SDK would evaluate its annotations again for each meeting of a program.
    """

    external_id: Output[str]
    """The external id, given or derived; with a rotation it ends in ``#`` and the rotation."""
    user_id: Output[str | None]
    """The organizer's object id, as given here or in the provider's settings."""
    join_web_url: Output[str]
    """The link that people open to join."""
    join_meeting_id: Output[str | None]
    """The number that people type to join."""
    passcode: Output[str | None]
    """The passcode for the join meeting id; a secret."""
    video_teleconference_id: Output[str | None]
    """The id for video teleconferencing devices."""
    chat_thread_id: Output[str | None]
    """The id of the meeting's chat thread."""
    audio_conferencing: Output[dict[str, Any] | None]
    """Phone numbers and conference id, if the organizer's licence has them."""
    creation_date_time: Output[str | None]
    """The time at which the meeting was created; RFC 3339, UTC."""
    expiry_date_time: Output[str | None]
    """The time at which the meeting expires if nobody updates or starts it before; RFC 3339, UTC. Only Graph's public
    cloud has it."""
    locked: Output[bool | None]
    """True if the last refresh found the meeting locked by an interrupted deletion; the next update opens it."""
    meeting_options_web_url: Output[str | None]
    """The page on which the organizer changes the meeting's options. Only Graph's public cloud has it."""
    organizer: Output[dict[str, Any] | None]
    """The organizer: ``id``, ``tenantId``, ``displayName`` and ``upn``, as far as Graph returns them."""
    adopted: Output[bool]
    """True if the meeting existed before this stack managed it."""
    policy_overrides: Output[dict[str, Any] | None]
    """The requested values of properties that the service holds with another value; a secret."""

    on_existing: Output[str | None]
    deletion_policy: Output[str | None]
    rotation: Output[str | None]
    keep_alive: Output[bool | None]
    subject: Output[str | None]
    start_date_time: Output[str | None]
    end_date_time: Output[str | None]
    participants: Output[dict[str, Any] | None]
    allow_attendee_to_enable_camera: Output[bool | None]
    allow_attendee_to_enable_mic: Output[bool | None]
    allow_breakout_rooms: Output[bool | None]
    allow_copying_and_sharing_meeting_content: Output[bool | None]
    allowed_lobby_admitters: Output[str | None]
    allowed_presenters: Output[str | None]
    allow_live_share: Output[str | None]
    allow_meeting_chat: Output[str | None]
    allow_power_point_sharing: Output[bool | None]
    allow_recording: Output[bool | None]
    allow_teamwork_reactions: Output[bool | None]
    allow_transcription: Output[bool | None]
    allow_whiteboard: Output[bool | None]
    anonymize_identity_for_roles: Output[list[str] | None]
    broadcast_settings: Output[dict[str, Any] | None]
    is_end_to_end_encryption_enabled: Output[bool | None]
    is_entry_exit_announced: Output[bool | None]
    lobby_bypass_settings: Output[dict[str, Any] | None]
    meeting_spoken_language_tag: Output[str | None]
    record_automatically: Output[bool | None]
    sensitivity_label_assignment: Output[dict[str, Any] | None]
    watermark_protection: Output[dict[str, Any] | None]


class OnlineMeeting(_Attributes, Resource, module="msgraph-meetings", name="OnlineMeeting"):
    """One Microsoft Teams meeting for each organizer and external id, however often it is deployed.

    Properties you omit are neither sent nor checked. A property that you remove later keeps its value in Teams.

    Source of the properties: https://learn.microsoft.com/graph/api/onlinemeeting-update
    """

    @_says_why
    def __init__(  # noqa: PLR0913  (one for each property that Graph lets a program set)
        self,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        external_id: Input[str] | None = None,
        user_id: Input[str] | None = None,
        subject: Input[str] | None = None,
        start_date_time: Input[str] | None = None,
        end_date_time: Input[str] | None = None,
        participants: Input[MeetingParticipantsArgs | MeetingParticipantsArgsDict] | None = None,
        on_existing: Input[Literal["adopt", "warn", "fail"]] | None = None,
        deletion_policy: Input[Literal["delete", "retain", "lock", "lockAndRetain"]] | None = None,
        rotation: Input[str] | None = None,
        keep_alive: Input[bool] | None = None,
        allow_attendee_to_enable_camera: Input[bool] | None = None,
        allow_attendee_to_enable_mic: Input[bool] | None = None,
        allow_breakout_rooms: Input[bool] | None = None,
        allow_copying_and_sharing_meeting_content: Input[bool] | None = None,
        allowed_lobby_admitters: Input[Literal["organizerAndCoOrganizersAndPresenters", "organizerAndCoOrganizers"]]
        | None = None,
        allowed_presenters: Input[Literal["everyone", "organization", "roleIsPresenter", "organizer"]] | None = None,
        allow_live_share: Input[Literal["enabled", "disabled"]] | None = None,
        allow_meeting_chat: Input[Literal["enabled", "disabled", "limited"]] | None = None,
        allow_power_point_sharing: Input[bool] | None = None,
        allow_recording: Input[bool] | None = None,
        allow_teamwork_reactions: Input[bool] | None = None,
        allow_transcription: Input[bool] | None = None,
        allow_whiteboard: Input[bool] | None = None,
        anonymize_identity_for_roles: Input[Sequence[Input[Role]]] | None = None,
        broadcast_settings: Input[BroadcastMeetingSettingsArgs | BroadcastMeetingSettingsArgsDict] | None = None,
        is_end_to_end_encryption_enabled: Input[bool] | None = None,
        is_entry_exit_announced: Input[bool] | None = None,
        lobby_bypass_settings: Input[LobbyBypassSettingsArgs | LobbyBypassSettingsArgsDict] | None = None,
        meeting_spoken_language_tag: Input[str] | None = None,
        record_automatically: Input[bool] | None = None,
        sensitivity_label_assignment: Input[SensitivityLabelAssignmentArgs | SensitivityLabelAssignmentArgsDict]
        | None = None,
        watermark_protection: Input[WatermarkProtectionArgs | WatermarkProtectionArgsDict] | None = None,
    ) -> None:
        """Declare a meeting. Instants are RFC 3339 with an offset, compared at 100 ns.

        Args:
            resource_name: the Pulumi name.
            opts: Pulumi's resource options.
            external_id: identifies the meeting in every deployment; never blank. Left out: derived from
                project, stack, the parents' types and name, and kept from then on. Changing it replaces the meeting.
            user_id: the organizer's object id; left out: the setting ``userId`` for a new meeting; one that exists
                keeps its organizer. Changing it replaces the meeting.
            subject: the title.
            start_date_time: the start; left out: the moment of the first deployment.
            end_date_time: the end, not before the start; left out: one hour after the start.
            participants: who is invited: the whole list.
            on_existing: what to do if the external id already has a meeting: ``adopt`` it, adopt it and ``warn`` (the
                default), or ``fail`` and leave it alone.
            deletion_policy: what to do with the meeting when the resource goes: ``delete`` it (the default), ``retain``
                it, ``lock`` it (only the organizer gets in) and delete it, or ``lockAndRetain`` it.
            rotation: any text, such as a date. Another text makes another meeting with another link, then locks and
                deletes the old one. Left out: the last one stays; an empty text means the first meeting.
            keep_alive: whether an update in the last 30 days before the meeting's expiry moves it; public cloud only.
            allow_attendee_to_enable_camera: whether attendees can turn their camera on.
            allow_attendee_to_enable_mic: whether attendees can turn their microphone on.
            allow_breakout_rooms: whether there can be breakout rooms.
            allow_copying_and_sharing_meeting_content: whether chat and captions can be copied and forwarded.
            allowed_lobby_admitters: who lets people in from the lobby.
            allowed_presenters: who can present; ``roleIsPresenter`` makes attendees' roles count.
            allow_live_share: whether Live Share is on.
            allow_meeting_chat: whether there is a chat, or a limited one.
            allow_power_point_sharing: whether PowerPoint Live can be used.
            allow_recording: whether the meeting can be recorded.
            allow_teamwork_reactions: whether there are reactions.
            allow_transcription: whether the meeting can be transcribed.
            allow_whiteboard: whether there can be a whiteboard.
            anonymize_identity_for_roles: roles whose identity is hidden; ``attendee`` cannot be taken out again. Not in
                Graph's v1.0 metadata.
            broadcast_settings: settings of a live event; deprecated by Microsoft.
            is_end_to_end_encryption_enabled: whether audio and video are encrypted end to end.
            is_entry_exit_announced: whether coming and going of phone callers is announced.
            lobby_bypass_settings: who enters without waiting.
            meeting_spoken_language_tag: the spoken language, such as ``en-us``.
            record_automatically: whether recording starts by itself.
            sensitivity_label_assignment: the sensitivity label.
            watermark_protection: where a watermark is shown.

        Raises:
            TypeError: for a property that cannot be set, with the reason.
            ValueError: when the program declares the same organizer and external id twice, or asks for an import.
        """
        given = {name: to_wire(value) for name, value in locals().items() if name in _ARGUMENTS and value is not None}
        _refuse_import(resource_name, opts)
        reading = opts is not None and opts.id is not None
        props = dict.fromkeys(_OUTPUTS if reading or _may_hold_more(opts) else _ALWAYS) | given
        if external_id is None and not reading:
            props[PLACE] = _place(resource_name, opts)
        if not reading:
            _declare_once(resource_name, user_id, external_id, rotation)
        options = ResourceOptions.merge(opts, ResourceOptions(additional_secret_outputs=[*SECRET]))
        secret_outputs = options.additional_secret_outputs or []
        props["user_id"] = _hiding_outputs(props["user_id"], secret_outputs, OF_THE_ORGANIZER)
        if isinstance(rotation, Output):
            props["rotation"] = _hiding_outputs(rotation, secret_outputs, ("externalId",))
            props[HIDE_EXTERNAL_ID] = rotation.is_secret()
        if user_id is None and pulumi.runtime.config.is_config_secret("msgraph-meetings:userId"):
            props[HIDE_USER] = True
            secret_outputs.extend(OF_THE_ORGANIZER)
        await_in_turn()
        props[_OF_THE_SERVICE] = InTurn()
        with traced_to_the_program():
            super().__init__(OnlineMeetingProvider(), resource_name, props, options)

    @staticmethod
    def get(
        resource_name: str,
        id: Input[str],  # noqa: A002  (Pulumi's name)
        opts: ResourceOptions | None = None,
        *,
        user_id: Input[str] | None = None,
    ) -> OnlineMeeting:
        """Look up a meeting without managing it, by its Graph id; with an app's sign-in, ``user_id`` is needed too."""
        return OnlineMeeting(resource_name, ResourceOptions.merge(opts, ResourceOptions(id=id)), user_id=user_id)

    if not TYPE_CHECKING:  # A type checker would accept any misspelt name.

        def __getattr__(self, name: str) -> Output[None]:
            """Return None for an argument that was left out: the meeting's state does not contain it."""
            if name not in _ARGUMENTS:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            return Output.from_input(None)

    def translate_input_property(self, prop: str) -> str:
        """Return Graph's name of an argument."""
        return _WIRE_NAMES.get(prop, prop)

    def translate_output_property(self, prop: str) -> str:
        """Return the name of the attribute for an output."""
        return _ATTRIBUTES.get(prop, prop)


_OUTPUTS = tuple(_Attributes.__annotations__)
_WIRE_NAMES = {name: wire_name(name) for name in _OUTPUTS}
_ATTRIBUTES = {wire: name for name, wire in _WIRE_NAMES.items()}
_ARGUMENTS = frozenset(name for name in _OUTPUTS if name in OnlineMeeting.__init__.__annotations__)
_ALWAYS = tuple(name for name in _OUTPUTS if name not in _ARGUMENTS or name in ("external_id", "user_id"))
"""The outputs that every declared meeting registers. The SDK waits for all outputs again when one of them resolves, so
the time grows with the square of their number: arguments that are left out are not registered."""

_OF_THE_SERVICE = "join_web_url"
"""An output that no program sets. Awaiting it costs no further output."""


class DeclaredTwiceError(pulumi.RunError, ValueError):
    """Two resources of one program declare the same meeting; a ``RunError``, which Pulumi shows without a traceback."""


def _may_hold_more(opts: ResourceOptions | None) -> bool:
    """Return True if the state may contain arguments that the program left out."""
    return opts is not None and bool(opts.ignore_changes or opts.transforms)


def _refuse_import(name: str, opts: ResourceOptions | None) -> None:
    """Refuse an import, which would end in ``KeyError: '__provider'``: the SDK's dynamic server gets only an id."""
    if opts is not None and opts.import_:
        raise ValueError(
            f"Resource {name!r} has the option import_, but Pulumi cannot import dynamic resources.\n"
            "Remove import_ and set external_id to the external id of the meeting: `pulumi up` then adopts it.\n"
            f"Only the plugin can import a meeting without an external id: {PLUGIN}#import"
        )


def _place(name: str, opts: ResourceOptions | None) -> Any:
    """Return the place of a resource, at once or as soon as its parent is registered.

    An awaitable, because the parent's output would make the meeting depend on a component that waits for the meeting.
    """

    async def below(parent: pulumi.Resource) -> str:
        return Place(*stack, types_below(await parent.urn.future()), name).text()

    stack = pulumi.get_project(), pulumi.get_stack()
    if opts is None or opts.parent is None:
        return Place(*stack, "", name).text()
    return below(opts.parent)


def _hiding_outputs(given: Any, secret_outputs: list[str], telling: Iterable[str]) -> Any:
    """The argument; where it is a secret, the outputs that tell it are put among the secret outputs.

    Whether an output is a secret is known only when it is awaited, which the SDK does for every argument before it
    reads the list of secret outputs. A transformation that adds secret outputs of its own copies the list too early.
    """

    async def hiding(output: Output[Any]) -> Output[Any]:
        if await output.is_secret():
            secret_outputs.extend(telling)
        return output

    return hiding(given) if isinstance(given, Output) else given


def _declare_once(name: str, user_id: Any, external_id: Any, rotation: Any) -> None:
    """Refuse the second resource of one program with the same identity, as far as it is known now.

    Kept on the stack object, which lives as long as one run of the program.
    """
    stack = pulumi.runtime.settings.get_root_resource()
    if stack is None or not isinstance(external_id, str) or not isinstance(user_id, str | None):
        return
    if not isinstance(rotation, str | None):
        return
    declared: dict[tuple[str, Any], str] = stack.__dict__.setdefault(_DECLARED, {})
    other = declared.setdefault(((user_id or "").lower(), generation(external_id, rotation)), name)
    if other != name:
        raise DeclaredTwiceError(
            f"Resource {name!r} declares external id {external_id!r} for the organizer, as resource {other!r} does."
            " Give one of them another external_id."
        )
