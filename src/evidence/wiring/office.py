"""The office: all that people work with who review verdicts, put together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evidence.pipeline.accounts import Accounts
from evidence.pipeline.counted_once import CountedOnce
from evidence.pipeline.crew import Clock
from evidence.pipeline.deciding import Deciding
from evidence.pipeline.deliveries import Deliveries
from evidence.pipeline.item_counts import ItemCounts
from evidence.pipeline.machines import Machines
from evidence.pipeline.overview import Overview
from evidence.pipeline.worklist import Deadlines, Reviews
from evidence.sources.deployment import Deployment
from evidence.sources.inbox import Inbox
from evidence.sources.landing import LandingSection
from evidence.store.accounts import SqlAccounts
from evidence.store.deliveries import SqlDeliveries
from evidence.store.machines import SqlMachines
from evidence.store.opening import SqlStore, open_store
from evidence.store.overview import SqlOverview
from evidence.store.passwords import Passwords
from evidence.store.reviews import SqlReviews
from evidence.store.schema import upgrade
from evidence.store.section import StoreSection
from evidence.wiring.deployment import NightSection, deployment
from evidence.wiring.faces import FacesKept, FacesSection
from evidence.wiring.household import Household, ours
from evidence.wiring.learning import Learning
from evidence.wiring.process import CLOCK
from evidence.wiring.receiving import inbox_of
from evidence.wiring.shelf import Shelf
from evidence.wiring.timetable import OidcSection, WebSection
from evidence.wiring.viewing import Viewing
from evidence.wiring.workdays import is_workday

GIGA = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Office:
    """What the web application works with; ``key`` signs its cookies."""

    store: SqlStore
    accounts: Accounts
    reviews: Reviews
    counts: ItemCounts
    deadlines: Deadlines
    passwords: Passwords
    machines: Machines
    overview: Overview
    deliveries: Deliveries
    inbox: Inbox
    deployed: Deployment
    landing: Path
    viewing: Viewing
    faces: FacesKept
    learning: Learning
    timezone: str
    section: WebSection
    oidc: OidcSection
    clock: Clock
    key: str = field(repr=False)
    household: Household = field(default_factory=Household.alone)

    @property
    def deciding(self) -> Deciding:
        """Where steps are taken."""
        return Deciding(self.reviews, self.accounts)

    def catch_up(self) -> None:
        """See that the work list has the newest verdicts."""
        self.reviews.catch_up(self.deadlines)

    def close(self) -> None:
        """Let go of the store, and leave the household."""
        self.store.close()
        self.household.close()


def office_of(
    deployed: Deployment, clock: Clock = CLOCK, passwords: Passwords | None = None
) -> Office:
    """The office of a deployment; its store is set up first where it is not.

    Raises:
        Unreadable: when the store does not answer, or the secret is not where it is said to be.
    """
    section = deployed.part("web", WebSection)
    household = ours()
    key = section.secret.reveal() if section.secret else household.key
    url = deployed.part("store", StoreSection).url
    upgrade(url)
    store = open_store(url)
    timezone = deployed.part("night", NightSection).timezone
    landing = deployed.part("landing", LandingSection)
    overview, reviews = SqlOverview(store.database), SqlReviews(store.database)
    within, at_most = section.decide_within_days, section.at_most_days
    return Office(
        store=store,
        accounts=SqlAccounts(store.database),
        reviews=reviews,
        counts=ItemCounts(reviews),
        deadlines=Deadlines(within, at_most, is_workday, timezone),
        passwords=passwords or Passwords(),
        machines=SqlMachines(store.database),
        overview=CountedOnce(overview, overview.newest),
        deliveries=SqlDeliveries(store.database),
        inbox=inbox_of(landing),
        deployed=deployed,
        landing=landing.folder,
        viewing=Viewing(
            landing.folder, store, Shelf(section.cache, int(section.cache_gigabytes * GIGA))
        ),
        learning=Learning(landing.folder, store, deployed.part("faces", FacesSection).chosen()),
        faces=FacesKept.of(deployed.part("faces", FacesSection), store.observations),
        timezone=timezone,
        section=section,
        oidc=deployed.part("oidc", OidcSection),
        clock=clock,
        key=key,
        household=household,
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
