"""The morning notices put together: each goes out once a business date, and the log says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import structlog

import evidence
from evidence.domain.errors import EvidenceError
from evidence.domain.time import DAY
from evidence.pipeline import inventory
from evidence.pipeline.ledger import Job
from evidence.pipeline.notices import Ends, Notice, as_json, notice
from evidence.pipeline.planning import day_of
from evidence.pipeline.steps import INVENTORY
from evidence.pipeline.store import Store
from evidence.report.language import language
from evidence.report.notice import lines, title
from evidence.report.words import Voice
from evidence.sources.deployment import Deployment
from evidence.sources.intake import LandedClasses
from evidence.sources.landing import LandingSection
from evidence.wiring.channels import Channel, Message, channels
from evidence.wiring.deployment import NightSection
from evidence.wiring.timetable import InstitutionSection

SENT = "notice-sent"
NIGHTS_LOOKED_AT = 60
PAGE = 1000
log = structlog.get_logger()
Send = Callable[[Notice], None]


@dataclass(frozen=True, slots=True)
class Morning:
    """Sends the notices of a business date, over a store."""

    deployed: Deployment
    store: Store

    def send(self, on: date, now: int) -> bool:
        """Send what has not gone out yet; whether all of it has.

        Nothing goes out before the night has ended, and nothing to whom there is nothing to tell.
        """
        summary = self._summary(on)
        if not summary:
            return False
        gone, whole = self._gone(), True
        for to in self.deployed.parts("institution", InstitutionSection):
            told = self.told(summary, to.id, now)
            for channel, send in () if told.empty else self._channels(to):
                if told.key(channel) not in gone:
                    whole = self._sent(told, channel, send, now) and whole
        return whole

    def _sent(self, told: Notice, channel: str, send: Send, now: int) -> bool:
        try:
            send(told)
        except EvidenceError as error:
            log.warning(
                "notice_not_sent", institution=told.institution, date=told.date, error=str(error)
            )
            return False
        details = {
            "date": told.date,
            "institution": told.institution,
            "channel": channel,
            "key": told.key(channel),
        }
        self.store.audit.append(SENT, details, now)
        log.info("notice_sent", **details)
        return True

    def _summary(self, on: date) -> str:
        """What the night of all institutions ended with, "" while it has not."""
        for run in self.store.runs.latest(NIGHTS_LOOKED_AT):
            if (run.date, run.scope) == (on.isoformat(), "") and run.ended is not None:
                return run.summary
        return ""

    def _gone(self) -> set[str]:
        """The keys of all that was ever sent, by the audit log."""
        keys: set[str] = set()
        after = 0
        while page := self.store.audit.entries(after, PAGE):
            keys.update(str(entry.details["key"]) for entry in page if entry.event == SENT)
            after = page[-1].number
        return keys

    def told(self, summary: str, institution: str, now: int) -> Notice:
        """The notice of an institution of the night that left this summary."""
        look_back = self.deployed.part("night", NightSection).look_back_days * DAY
        return notice(summary, institution, now, look_back=look_back, ends=self._ends())

    def _ends(self) -> Ends:
        """The end of the last day of a class, by what taking stock of it said."""
        landed = LandedClasses(self.deployed.part("landing", LandingSection).folder)

        def ends(subject: str) -> int | None:
            job = Job(subject, INVENTORY, landed.look(subject), "", evidence.__version__)
            answer = self.store.ledger.result(job.key)
            read = None if answer is None else inventory.loads(answer)
            return day_of(read.ends_on, read.timezone).end if read and not read.problems else None

        return ends

    def _channels(self, to: InstitutionSection) -> Iterator[tuple[str, Send]]:
        for channel in channels(self.deployed, to):
            yield channel.name, partial(self._send, channel, to)

    def _send(self, channel: Channel, to: InstitutionSection, told: Notice) -> None:
        voice = Voice(language(to.language), self.deployed.part("night", NightSection).timezone)
        text = "\n".join(lines(told, voice))
        channel.send(Message(title(told, voice), text, as_json(told), told.key(channel.name)))
