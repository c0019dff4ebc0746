"""Policies as they are kept on this machine."""

from __future__ import annotations

from evidence.domain.errors import PolicyUnreadable
from evidence.domain.policy import Policy
from evidence.sources.policies import policy_by_id
from evidence.wiring.places import config_folder


def edition_of(policy_id: str, sha256: str) -> Policy | None:
    """The policy of that id, if it is word for word the one of that digest; None otherwise."""
    try:
        policy = policy_by_id(policy_id, folder=config_folder())
    except PolicyUnreadable:
        return None
    return policy if policy.sha256 == sha256 else None
