"""Accounts: who may sign in, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from evidence.domain.time import HOUR, MINUTE
from evidence.pipeline.review import Act

FREE_MISSES = 5  # wrong passwords in a row that cost nothing
LONGEST_LOCK = HOUR


class Role(StrEnum):
    """What somebody is here."""

    INSPECTOR = "inspector"  # looks first (初审人)
    REVIEWER = "reviewer"  # may also sign second (复核人)
    LEAD = "lead"  # may also hand over what somebody else holds
    ADMINISTRATOR = "administrator"  # keeps things going: hands over, and decides nothing
    INSTITUTION = "institution"  # sees its own classes, and answers
    AUDITOR = "auditor"  # sees everything, changes nothing


_FIRST = frozenset(
    {
        Act.CLAIM,
        Act.RELEASE,
        Act.HAND_OVER,
        Act.CONFIRM,
        Act.OVERRULE,
        Act.ASK,
        Act.RETURN,
        Act.NOTE,
    }
)
POWERS: Final[Mapping[Role, frozenset[Act]]] = {
    Role.INSPECTOR: _FIRST,
    Role.REVIEWER: _FIRST | {Act.SIGN},
    Role.LEAD: _FIRST | {Act.SIGN},
    Role.ADMINISTRATOR: frozenset({Act.RELEASE, Act.HAND_OVER}),
    Role.INSTITUTION: frozenset({Act.ANSWER}),
    Role.AUDITOR: frozenset(),
}


LEADING = frozenset({Role.LEAD, Role.ADMINISTRATOR})  # may move what somebody else holds


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in: ``name`` is what they type, never a person's own name in a log.

    ``institution`` is the folder of the one institution that is seen, "" for all.

    Raises:
        ValueError: when an institution's account names none, or another's names one.
    """

    name: str
    role: Role
    institution: str = ""
    disabled: bool = False

    def __post_init__(self) -> None:
        if (self.role is Role.INSTITUTION) != bool(self.institution):
            raise ValueError("an institution's account names its institution, and no other does")

    def sees(self, subject: str) -> bool:
        """Whether a class (``INSTITUTION/CLASS``) may be seen at all."""
        return not self.institution or subject.partition("/")[0] == self.institution

    @property
    def powers(self) -> frozenset[Act]:
        """What may be done."""
        return POWERS[self.role]


@dataclass(frozen=True, slots=True)
class Lock:
    """Wrong passwords in a row, and until when (wall time) no password is looked at."""

    misses: int = 0
    until: int | None = None

    def holds(self, now: int) -> bool:
        """Whether it is still shut."""
        return self.until is not None and now < self.until

    def missed(self, now: int) -> Lock:
        """After one more wrong password: each beyond the free ones shuts it for twice as long."""
        misses = self.misses + 1
        if misses < FREE_MISSES:
            return Lock(misses)
        length = min(LONGEST_LOCK, MINUTE << min(misses - FREE_MISSES, 10))
        return Lock(misses, now + length)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is kept of an account besides itself: the password's hash, and its lock."""

    account: Account
    password: str = field(repr=False)
    lock: Lock = Lock()


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who is signed in: ``key`` is the digest of the token that only the browser has.

    ``proof`` is what each form must carry, so that no other site can send one.
    """

    key: str = field(repr=False)
    account: Account
    proof: str = field(repr=False)
    began: int
    seen: int


class Accounts(Protocol):
    """Accounts, and who is signed in.

    ``by`` is the account of whoever changes another's, "" for the command line.
    """

    def add(self, account: Account, password: str, now: int, *, by: str = "") -> bool:
        """Keep a new account with its password's hash; False where the name is taken."""
        ...

    def change(self, name: str, password: str, now: int, *, by: str = "") -> bool:
        """Give an account another password, and sign it out everywhere; False for none."""
        ...

    def disable(self, name: str, now: int, *, by: str = "") -> bool:
        """Let nobody sign in by this name any more, and sign it out; False for none."""
        ...

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        ...

    def get(self, name: str) -> Credentials | None:
        """One account."""
        ...

    def locked(self, name: str, lock: Lock) -> None:
        """Keep how often a wrong password was given."""
        ...

    def rehashed(self, name: str, password: str) -> None:
        """Keep a newer hash of the same password."""
        ...

    def sign_in(self, key: str, proof: str, name: str, now: int) -> SignIn:
        """Keep that somebody signed in."""
        ...

    def signed_in(self, key: str, *, since: int, seen_since: int, now: int) -> SignIn | None:
        """Who signed in with this key: not before ``since``, last seen not before ``seen_since``.

        None too for an account that was disabled meanwhile.
        """
        ...

    def sign_out(self, key: str) -> None:
        """Forget a key."""
        ...
