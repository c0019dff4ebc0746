"""Accounts kept: what an administrator does to them, and what keeps it from being done."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

from evidence.domain.errors import nearest
from evidence.domain.text import Text, say
from evidence.domain.time import DAY
from evidence.pipeline.accounts import Account, Role
from evidence.pipeline.machines import Token
from evidence.wiring.office import Office

SHORTEST = 10  # letters of a password
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


def added(
    office: Office, name: str, role: str, institution: str, password: str, *, by: str = ""
) -> Text | None:
    """Add an account; what keeps it from being added."""
    wrong = _unfit(name, role, institution) or _weak(password)
    if wrong:
        return wrong
    account = Account(name, Role(role), institution)
    hashed = office.passwords.hashed(password)
    new = office.accounts.add(account, hashed, office.clock.now(), by=by)
    return None if new else say("there is an account {name} already", name=name)


def changed(office: Office, name: str, password: str, *, by: str = "") -> Text | None:
    """Give an account another password; what keeps it from that."""
    wrong = _weak(password)
    if wrong:
        return wrong
    hashed = office.passwords.hashed(password)
    done = office.accounts.change(name, hashed, office.clock.now(), by=by)
    return None if done else _nobody(name)


def disabled(office: Office, name: str, *, by: str = "") -> Text | None:
    """Disable an account; what keeps it from that."""
    if by == name:
        return say("nobody disables their own account: another administrator does")
    done = office.accounts.disable(name, office.clock.now(), by=by)
    return None if done else _nobody(name)


def tokened(office: Office, name: str, label: str, days: int) -> tuple[str, Text | None]:
    """Make a token; itself, or what keeps it from being made."""
    made, now = secrets.token_urlsafe(32), office.clock.now()
    key = sha256(made.encode()).hexdigest()
    done = office.machines.give(Token(key, name, label, now + days * DAY), now)
    return (made, None) if done else ("", _nobody(name))


def tokens_ended(office: Office, name: str) -> int:
    """End every token of an account; how many there were."""
    return office.machines.end(name, office.clock.now())


def _unfit(name: str, role: str, institution: str) -> Text | None:
    if not _NAME.fullmatch(name):
        return say("a name to sign in with is made of a to z, digits, dots, - and _")
    if role not in tuple(Role):
        known = ", ".join(Role)
        hint = nearest(role, tuple(Role)) or known
        return say("there is no role {role}; there are {known}", role=role, known=hint)
    if (role == Role.INSTITUTION) != bool(institution):
        return say("--institution goes with the role institution, and only with it")
    return None


def _weak(password: str) -> Text | None:
    if len(password) >= SHORTEST:
        return None
    return say("a password has at least {count} letters", count=SHORTEST)


def _nobody(name: str) -> Text:
    return say("there is no account {name}", name=name)
