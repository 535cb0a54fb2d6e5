"""The rules for meetings, for the dynamic resource and for the plugin's."""

from datetime import datetime, timedelta

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)

TYPES = ("pulumi-python:dynamic/msgraph-meetings:OnlineMeeting", "msgraph-meetings:index:OnlineMeeting")
LONGEST = timedelta(hours=8)


def guests_wait(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Refuse a meeting that everyone enters without waiting."""
    lobby = args.props.get("lobbyBypassSettings") or {}
    if args.resource_type in TYPES and lobby.get("scope") == "everyone":
        report("Guests wait in the lobby: set lobby_bypass_settings to another scope than 'everyone'.", None)


def ends_the_same_day(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Refuse a meeting that lasts too long, which is mostly a wrong date."""
    start, end = args.props.get("startDateTime"), args.props.get("endDateTime")
    if args.resource_type in TYPES and start and end and _instant(end) - _instant(start) > LONGEST:
        report(f"The meeting lasts longer than {LONGEST.seconds // 3600} hours: is the end's date right?", None)


def times_are_written(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Recommend a start in the program: without it, the service takes the moment of the first deployment."""
    if args.resource_type in TYPES and not args.props.get("startDateTime"):
        report("The meeting starts when it is first deployed: set start_date_time and end_date_time.", None)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


PolicyPack(
    "meetings",
    [
        ResourceValidationPolicy("guests-wait", "Guests wait in the lobby.", guests_wait, EnforcementLevel.MANDATORY),
        ResourceValidationPolicy(
            "ends-the-same-day", "A meeting ends the day it starts.", ends_the_same_day, EnforcementLevel.MANDATORY
        ),
        ResourceValidationPolicy(
            "times-are-written", "A meeting has a start and an end.", times_are_written, EnforcementLevel.ADVISORY
        ),
    ],
)
