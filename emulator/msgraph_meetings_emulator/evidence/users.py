"""Rows for the users of the tenant, and for spelling in requests to Graph."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, graph

_USERS = graph("14")
_SPELLINGS = graph("13")
_HTTP = "https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2"

USER_ERRORS = (
    Rule(
        "403 Authorization_RequestDenied: Insufficient privileges to complete the operation.",
        "the token has no permission to read the user, with the switch `users_need_permission`",
        "recording",
        _USERS,
    ),
    Rule(
        "404 Request_ResourceNotFound: Resource '…' does not exist or one of its queried reference-property objects "
        "are not present.",
        "no user has this id or user principal name",
        "recording",
        _USERS,
        "that an unknown user principal name gets this error, too",
    ),
    Rule(
        "400 Request_UnsupportedQuery: Unsupported or invalid query filter clause. …",
        "a filter on users other than mail, user principal name or id with `eq`",
        "recording",
        _USERS,
        "the shortened text, the sentence after it, and that Graph's other filters are refused",
    ),
)

USERS_AND_SPELLINGS = (
    # Users
    Rule(
        "users.me",
        "reading the signed-in user needs `User.Read` or more",
        "documentation",
        _USERS,
    ),
    Rule(
        "users.get",
        "a user is read by object id or user principal name; for the user's own id, `User.Read` is enough",
        "documentation",
        _USERS,
        "that the user's own user principal name needs the permission to read all users",
    ),
    Rule(
        "users.find",
        "returns all users, or the user with a `mail`, `userPrincipalName` or `id` (operator `eq`)",
        "documentation",
        _USERS,
        "that there is no other filter and no second page",
    ),
    Rule(
        "users._READ_ALL",
        "the permissions to read every user",
        "documentation",
        _USERS,
    ),
    Rule(
        "users._DELEGATED_ONLY",
        "with `User.ReadBasic.All`, a signed-in user can read other users; an application cannot read users with it",
        "recording",
        _USERS,
    ),
    Rule("users._shown", "without `$select`, a user has eleven properties", "documentation", _USERS, "their values"),
    # Spelling, and paths that are not served
    Rule(
        "paths.canonical",
        "names in paths can be in any case",
        "documentation",
        _SPELLINGS,
        "that extra slashes are ignored",
    ),
    Rule("paths._parts", "`users('ada')` is `users/ada`", "documentation", _USERS),
    Rule("paths.origin_form", "the target of a request can be a whole URL", "documentation", _HTTP),
    Rule("query.option_values", "names of query options can be in any case", "documentation", _SPELLINGS),
    Rule(
        "spelling.spelled",
        "names and enum members in bodies can be in any case",
        "documentation",
        _SPELLINGS,
        "that a name that occurs twice is refused",
    ),
    Rule(
        "writes.check_content_type",
        "a write needs `Content-Type: application/json`",
        "recording",
        _SPELLINGS,
        "that no other type is accepted",
    ),
    Rule("served.refuse_unserved", "other paths get an error in JSON that names what is served", "choice"),
)
