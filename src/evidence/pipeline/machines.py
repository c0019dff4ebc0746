"""Machines: their tokens, and what they were answered, so that twice asked is once done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from evidence.pipeline.accounts import SignIn


@dataclass(frozen=True, slots=True)
class Token:
    """A machine's token as it is kept: ``key`` is its digest, and it may what its account may."""

    key: str = field(repr=False)
    account: str
    label: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given: ``asked`` is the digest of what it answers."""

    asked: str
    answer: str = field(repr=False)


class Machines(Protocol):
    """Tokens, kept answers, and identities from elsewhere."""

    def give(self, token: Token, now: int) -> bool:
        """Keep a new token; False where there is no such account."""
        ...

    def end(self, account: str, now: int) -> int:
        """End every token of an account; how many there were."""
        ...

    def bearer(self, key: str, now: int) -> SignIn | None:
        """Whose token this is; None for one that has run out, or of a disabled account."""
        ...

    def answered(self, account: str, key: str) -> KeptAnswer | None:
        """What was answered to this key of an account before."""
        ...

    def keep(self, account: str, key: str, kept: KeptAnswer, now: int) -> None:
        """Keep what is answered, and forget what is old."""
        ...

    def bound(self, identity: str, account: str, now: int) -> bool:
        """Bind an identity to an account at its first sign-in; whether it is that account's.

        False too where the account is another identity's, or disabled, or there is none.
        """
        ...
