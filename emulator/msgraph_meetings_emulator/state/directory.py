"""The emulated tenant: its users, its applications, and the application access policies.

Nothing here is secret: the identities are the same on every machine, and do not exist in a real tenant.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TENANT_ID = "5f0c1d3a-6b7e-4c52-9a41-2d8e7f3b9c10"
FIRST_USER_ID = "dc0a1f5e-3b7d-4e60-8f29-6c1d5a9b2e01"
CLIENT_ID = "a3d6f8e1-47b2-4b0f-8c65-91e2d7c4f5ab"
CLIENT_SECRET = "emulator-secret-of-no-real-tenant"  # noqa: S105
APPLICATION_ROLES = ("OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All", "User.Read.All")


@dataclass
class User:
    """A user of the tenant.

    `access_policy` lists the applications that may act for this user; None means that the tenant's policy applies.
    `kind` is `member`, `guest` or `personal`. Only a member who is `licensed` can have online meetings.
    New meetings of a user with `dial_in` have `audioConferencing`.
    """

    id: str
    upn: str
    display_name: str
    access_policy: list[str] | None = None
    kind: str = "member"
    licensed: bool = True
    dial_in: bool = False


KINDS = ("member", "guest", "personal")


@dataclass(frozen=True)
class PendingPolicy:
    """An access policy of a user, or of the tenant, that is set but does not apply yet."""

    user_id: str | None
    policy: list[str] | None
    due: int
    """The instant from which it applies, in ticks."""


@dataclass(frozen=True)
class FederatedCredential:
    """A federated credential: tokens of this issuer about this subject count as a credential of the application."""

    issuer: str
    subject: str
    audience: str = "api://AzureADTokenExchange"

    @classmethod
    def from_json(cls, data: Any) -> FederatedCredential:
        """Return the credential that JSON describes; raise ValueError if it is not valid."""
        known = {item.name for item in fields(cls)}
        if not isinstance(data, dict) or not {"issuer", "subject"} <= data.keys() <= known:
            msg = "A federated credential has 'issuer', 'subject' and, optionally, 'audience'."
            raise ValueError(msg)
        if not all(isinstance(value, str) and value for value in data.values()):
            msg = "'issuer', 'subject' and 'audience' of a federated credential are text and not empty."
            raise ValueError(msg)
        return cls(**data)


@dataclass
class App:
    """An application: its credentials, and the application permissions that an administrator granted.

    `certificates` are PEM texts. Users sign in through a `public_client` without its secret.
    """

    client_id: str
    secret: str
    roles: list[str] = field(default_factory=lambda: list(APPLICATION_ROLES))
    certificates: list[str] = field(default_factory=list)
    federated_credentials: list[FederatedCredential] = field(default_factory=list)
    display_name: str = "Emulator"
    public_client: bool = True

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> App:
        """Return the application that JSON describes; raise ValueError if a federated credential is not valid."""
        credentials = [FederatedCredential.from_json(one) for one in data.get("federated_credentials", [])]
        return cls(**data | {"federated_credentials": credentials})


@dataclass
class Directory:
    """The tenant, and the Azure machine in it.

    `access_policy` lists the applications that may act for users without a policy of their own. `system_identity` is
    the client id of the machine's system-assigned identity, and `user_identities` are those of its user-assigned
    identities. `browser_user` is signed in to every browser; with None, the sign-in page asks for the user.
    """

    tenant_id: str = TENANT_ID
    domain: str = "emulator.example"
    access_policy: list[str] = field(default_factory=lambda: [CLIENT_ID])
    users: dict[str, User] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    federation_blocked: bool = False
    system_identity: str | None = CLIENT_ID
    user_identities: list[str] = field(default_factory=lambda: [CLIENT_ID])
    pending_policies: list[PendingPolicy] = field(default_factory=list)
    browser_user: str | None = FIRST_USER_ID

    @classmethod
    def initial(cls) -> Directory:
        """Return the tenant of a new emulator: three users, and one application with every permission."""
        people = (
            User(FIRST_USER_ID, "ada@emulator.example", "Ada Lovelace"),
            User("1e7b3c92-5d48-4f0a-b6c3-8a2f9d0e4b02", "ben@emulator.example", "Ben Okri"),
            User("92f4d6a8-0c1b-4a7e-9d35-7b6e1c8f3a03", "cleo@emulator.example", "Cleo Pires"),
        )
        return cls(users={user.id: user for user in people}, apps={CLIENT_ID: App(CLIENT_ID, CLIENT_SECRET)})

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Directory:
        """Return the tenant that `to_json` wrote."""
        users = {key: User(**user) for key, user in data["users"].items()}
        apps = {key: App.from_json(app) for key, app in data["apps"].items()}
        pending = [PendingPolicy(**one) for one in data.get("pending_policies", [])]
        return cls(**data | {"users": users, "apps": apps, "pending_policies": pending})

    def to_json(self) -> dict[str, Any]:
        """Return the tenant as JSON data."""
        return asdict(self)

    def is_tenant(self, name: str) -> bool:
        """Return True if a name is this tenant's id or domain."""
        return name.lower() in (self.tenant_id, self.domain)

    def user_named(self, name: str) -> User | None:
        """Return the user with this id or user principal name, or None."""
        wanted = name.lower()
        return next((user for user in self.users.values() if wanted in (user.id, user.upn.lower())), None)

    def managed_identity(self, chosen: Callable[[App], bool] | None = None) -> App | None:
        """Return the first user-assigned identity for which `chosen` is true or, without `chosen`, the system's."""
        if chosen is None:
            return self.apps.get(self.system_identity or "")
        assigned = [self.apps[name] for name in self.user_identities if name in self.apps]
        return next(filter(chosen, assigned), None)

    def set_policy(self, user_id: str | None, policy: list[str] | None, due: int) -> None:
        """Set an access policy of a user, or of the tenant if `user_id` is None, that applies from `due` on."""
        self.pending_policies = [one for one in self.pending_policies if one.user_id != user_id]
        self.pending_policies.append(PendingPolicy(user_id, policy, due))

    def may_act_for(self, client_id: str, user: User, now: int) -> bool:
        """Return True if an application access policy allows the application to act for the user."""
        self.settle(now)
        policy = self.access_policy if user.access_policy is None else user.access_policy
        return client_id in policy

    def settle(self, now: int) -> None:
        """Apply the pending policies that are due."""
        for pending in [one for one in self.pending_policies if one.due <= now]:
            self.pending_policies.remove(pending)
            if pending.user_id is None:
                self.access_policy = pending.policy or []
            elif pending.user_id in self.users:
                self.users[pending.user_id].access_policy = pending.policy
