"""The users of the tenant, and the spellings of a request to Graph."""

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
        "that a user principal name is answered so, too",
    ),
    Rule(
        "400 Request_UnsupportedQuery: Unsupported or invalid query filter clause. …",
        "a filter on users other than mail, user principal name or id with `eq`",
        "recording",
        _USERS,
        "the shortened text, the sentence that follows, and that Graph's other filters are refused",
    ),
)

USERS_AND_SPELLINGS = (
    # Users
    Rule(
        "users.me",
        "`User.Read` or more",
        "documentation",
        _USERS,
    ),
    Rule(
        "users.get",
        "a user by object id or user principal name; one's own with `User.Read`",
        "documentation",
        _USERS,
        "that the own user principal name needs the permission for all",
    ),
    Rule(
        "users.find",
        "all users, or one by `mail`, `userPrincipalName` or `id` with `eq`",
        "documentation",
        _USERS,
        "no other filter, and all in one page",
    ),
    Rule(
        "users._READ_ALL",
        "the permissions to read every user",
        "documentation",
        _USERS,
    ),
    Rule(
        "users._DELEGATED_ONLY",
        "`User.ReadBasic.All` lets a signed-in user read others, and an application nobody",
        "recording",
        _USERS,
    ),
    Rule("users._shown", "eleven properties, when none are selected", "documentation", _USERS, "their values"),
    # Spellings, and what is not served
    Rule("paths.canonical", "names in paths, without case", "documentation", _SPELLINGS, "extra slashes"),
    Rule("paths._parts", "`users('ada')` is `users/ada`", "documentation", _USERS),
    Rule("paths.origin_form", "a whole URL as the target of a request", "documentation", _HTTP),
    Rule("query.option_values", "names of query options, without case", "documentation", _SPELLINGS),
    Rule(
        "spelling.spelled",
        "names and enum members in bodies, without case",
        "documentation",
        _SPELLINGS,
        "a name twice is refused",
    ),
    Rule(
        "writes.check_content_type",
        "a write needs `Content-Type`, and it is `application/json`",
        "recording",
        _SPELLINGS,
        "that no other type is taken",
    ),
    Rule("served.refuse_unserved", "an error in JSON that says what is served", "choice"),
)
