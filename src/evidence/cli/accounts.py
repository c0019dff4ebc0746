"""Accounts as the command line keeps them, each in an office of its own."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.domain.text import Text
from evidence.wiring import accounts
from evidence.wiring.office import opened_office
from evidence.wiring.places import config_folder


def added(name: str, role: str, institution: str, password: str) -> Text | None:
    """Add an account; what keeps it from being added."""
    with opened_office(config_folder()) as office:
        return accounts.added(office, name, role, institution, password)


def changed(name: str, password: str) -> Text | None:
    """Give an account another password; what keeps it from that."""
    with opened_office(config_folder()) as office:
        return accounts.changed(office, name, password)


def disabled(name: str) -> Text | None:
    """Disable an account; what keeps it from that."""
    with opened_office(config_folder()) as office:
        return accounts.disabled(office, name)


def tokened(name: str, label: str, days: int) -> tuple[str, Text | None]:
    """Make a token; itself, or what keeps it from being made."""
    with opened_office(config_folder()) as office:
        return accounts.tokened(office, name, label, days)


def tokens_ended(name: str) -> int:
    """End every token of an account; how many there were."""
    with opened_office(config_folder()) as office:
        return accounts.tokens_ended(office, name)


def lines() -> Iterator[str]:
    """Each account on a line: name, role, institution, disabled, tabs between them."""
    with opened_office(config_folder()) as office:
        known = office.accounts.all()
    for account in known:
        last = "disabled" if account.disabled else ""
        yield "\t".join((account.name, account.role.value, account.institution, last)).rstrip()
