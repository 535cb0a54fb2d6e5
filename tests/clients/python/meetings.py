"""A program with Microsoft's Graph SDK for Python, used as in its README."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from azure.identity import AzureCliCredential, EnvironmentCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.identity import Identity
from msgraph.generated.models.identity_set import IdentitySet
from msgraph.generated.models.lobby_bypass_scope import LobbyBypassScope
from msgraph.generated.models.lobby_bypass_settings import LobbyBypassSettings
from msgraph.generated.models.meeting_participant_info import MeetingParticipantInfo
from msgraph.generated.models.meeting_participants import MeetingParticipants
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.online_meeting import OnlineMeeting
from msgraph.generated.models.online_meeting_presenters import OnlineMeetingPresenters
from msgraph.generated.models.online_meeting_role import OnlineMeetingRole
from msgraph.generated.users.item.online_meetings.create_or_get.create_or_get_post_request_body import (
    CreateOrGetPostRequestBody,
)
from msgraph.generated.users.item.online_meetings.online_meetings_request_builder import OnlineMeetingsRequestBuilder

ENDPOINT = os.environ.get("MSGRAPH_ENDPOINT")
USER_ID = os.environ.get("MSGRAPH_USER_ID")
WANTED: dict[str, Any] = json.loads(os.environ["MEETING"])
Filter = OnlineMeetingsRequestBuilder.OnlineMeetingsRequestBuilderGetQueryParameters


def service() -> GraphServiceClient:
    """Return the client: for an app, or for the account of the Azure CLI."""
    credential = EnvironmentCredential(disable_instance_discovery=bool(ENDPOINT)) if USER_ID else AzureCliCredential()
    if ENDPOINT is None:
        return GraphServiceClient(credential)
    scopes, hosts = [f"{ENDPOINT}/.default"], [urlsplit(ENDPOINT).hostname]
    adapter = GraphRequestAdapter(AzureIdentityAuthenticationProvider(credential, scopes=scopes, allowed_hosts=hosts))
    adapter.base_url = f"{ENDPOINT}/v1.0"
    return GraphServiceClient(request_adapter=adapter)


def attendees(role: OnlineMeetingRole | None = None) -> MeetingParticipants:
    return MeetingParticipants(
        attendees=[
            MeetingParticipantInfo(
                identity=IdentitySet(user=Identity(id=person["identity"]["user"]["id"])), upn=person["upn"], role=role
            )
            for person in WANTED["participants"]["attendees"]
        ]
    )


def tell(step: str, meeting: OnlineMeeting) -> None:
    seen = {
        "id": meeting.id,
        "externalId": meeting.external_id,
        "subject": meeting.subject,
        "start": meeting.start_date_time.isoformat(),
        "end": meeting.end_date_time.isoformat(),
        "attendees": [
            {"id": person.identity.user.id, "upn": person.upn, "role": person.role and person.role.value}
            for person in meeting.participants.attendees
        ],
        "allowedPresenters": meeting.allowed_presenters.value,
        "lobby": meeting.lobby_bypass_settings.scope.value,
        "joinWebUrl": meeting.join_web_url,
    }
    print(json.dumps({"step": step} | seen))


async def main() -> None:
    client = service()
    meetings = (client.users.by_user_id(USER_ID) if USER_ID else client.me).online_meetings
    body = CreateOrGetPostRequestBody(
        start_date_time=datetime.fromisoformat(WANTED["startDateTime"]),
        end_date_time=datetime.fromisoformat(WANTED["endDateTime"]),
        subject=WANTED["subject"],
        external_id=WANTED["externalId"],
        participants=attendees(),
    )
    created = await meetings.create_or_get.post(body)
    tell("create", created)
    tell("create again", await meetings.create_or_get.post(body))
    one = meetings.by_online_meeting_id(created.id)
    change = OnlineMeeting(
        subject="Changed by the SDK",
        allowed_presenters=OnlineMeetingPresenters.RoleIsPresenter,
        lobby_bypass_settings=LobbyBypassSettings(scope=LobbyBypassScope.Everyone),
        participants=attendees(OnlineMeetingRole.Coorganizer),
    )
    tell("update", await one.patch(change))
    tell("get", await one.get())
    query = Filter(filter=f"JoinWebUrl eq '{created.join_web_url}'")
    found = await meetings.get(RequestConfiguration(query_parameters=query))
    for meeting in found.value:
        tell("find", meeting)
    await one.delete()
    print(json.dumps({"step": "delete"}))
    try:
        tell("get after delete", await one.get())
    except ODataError as problem:
        seen = {
            "error": type(problem).__name__,
            "status": problem.response_status_code,
            "code": problem.error.code,
            "message": problem.error.message,
            "requestId": problem.error.inner_error.request_id,
        }
        print(json.dumps({"step": "get after delete"} | seen))


asyncio.run(main())
