"""The office: all that people work with who review verdicts, put together."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evidence.pipeline.accounts import Accounts
from evidence.pipeline.crew import Clock
from evidence.sources.deployment import Deployment
from evidence.sources.landing import LandingSection
from evidence.store.accounts import SqlAccounts
from evidence.store.opening import SqlStore, open_store
from evidence.store.passwords import Passwords
from evidence.store.schema import upgrade
from evidence.store.section import StoreSection
from evidence.wiring.deployment import NightSection, deployment
from evidence.wiring.process import CLOCK
from evidence.wiring.timetable import WebSection


@dataclass(frozen=True, slots=True)
class Office:
    """What the web application works with; ``key`` signs its cookies."""

    store: SqlStore
    accounts: Accounts
    passwords: Passwords
    landing: Path
    timezone: str
    section: WebSection
    clock: Clock
    key: str = field(repr=False)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def office_of(
    deployed: Deployment, clock: Clock = CLOCK, passwords: Passwords | None = None
) -> Office:
    """The office of a deployment; its store is set up first where it is not.

    Raises:
        Unreadable: when the store does not answer, or the secret is not where it is said to be.
    """
    section = deployed.part("web", WebSection)
    key = section.secret.reveal() if section.secret else secrets.token_urlsafe(32)
    url = deployed.part("store", StoreSection).url
    upgrade(url)
    store = open_store(url)
    return Office(
        store=store,
        accounts=SqlAccounts(store.database),
        passwords=passwords or Passwords(),
        landing=deployed.part("landing", LandingSection).folder,
        timezone=deployed.part("night", NightSection).timezone,
        section=section,
        clock=clock,
        key=key,
    )


@contextmanager
def opened_office(folder: Path) -> Iterator[Office]:
    """The office of a config folder, for as long as the block lasts.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    office = office_of(deployment(folder))
    try:
        yield office
    finally:
        office.close()
