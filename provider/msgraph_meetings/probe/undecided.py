"""The switches of the emulator that no experiment of the probe can decide, each with the reason."""

from __future__ import annotations

UNDECIDED = {
    "external_id_per_app": "This needs a second app with its own access policy.",
    "one_number_for_no_match": "This needs a sign-in that fails on purpose, with a token of another issuer.",
    "create_or_get_counts": "This needs 2,000 meetings of one organizer in one month.",
    "quota_retry_after": "This needs 2,000 meetings of one organizer in one month.",
    "policy_delay_minutes": "This needs a new access policy, which only an administrator of Teams can grant.",
    "join_link_reopens": "This needs a person who opens the link of a deleted meeting in Teams.",
    "licence_missing_code": "This needs an organizer without a licence, and an unknown user may get the same answer.",
}
