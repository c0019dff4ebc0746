"""Alerting put together: what a look shows is told at once, each matter once on each channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from evidence.domain.errors import EvidenceError
from evidence.pipeline.alert_words import as_json
from evidence.pipeline.alerts import RECOVERED, Matter, Told, key_of, matters
from evidence.pipeline.watch import Look
from evidence.report.alert import line, lines, title
from evidence.report.language import ENGLISH, language
from evidence.report.words import Voice
from evidence.sources.deployment import Deployment
from evidence.wiring.channels import Channel, Message, channels
from evidence.wiring.deployment import NightSection
from evidence.wiring.timetable import InstitutionSection

LOG = "log"
AT_ONCE = 4  # messages under way: one server that is slow holds up nobody else
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Letter:
    """What one channel is to tell one institution now."""

    channel: str
    of: tuple[Matter, ...]
    send: Callable[[], None]

    def went(self) -> bool:
        """Send it; whether it was taken. What was not is told with the next look."""
        try:
            self.send()
        except EvidenceError as error:
            log.warning("alert_not_sent", channel=self.channel, error=str(error))
            return False
        return True


@dataclass(frozen=True, slots=True)
class Alerting:
    """Tells the institutions of a deployment; what was told stands in the audit log."""

    deployed: Deployment
    told: Told

    def tell(self, look: Look) -> None:
        """Tell what is news; the log first, whoever may be reached after it."""
        shown = tuple(matters(look))
        for matter in self.told.fresh(LOG, shown):
            self._log(matter, look.at)
        letters = tuple(self._letters(shown, look.at))
        if not letters:
            return
        with ThreadPoolExecutor(AT_ONCE) as senders:
            for letter, went in zip(letters, senders.map(_Letter.went, letters), strict=True):
                for matter in letter.of if went else ():
                    self._write(letter.channel, matter, look.at)

    def _log(self, matter: Matter, now: int) -> None:
        tell = log.info if matter.state == RECOVERED else log.warning
        told = line(matter, now, self._voice(ENGLISH))
        tell("alert", subject=matter.now.subject, about=matter.topic, state=matter.state, told=told)
        self._write(LOG, matter, now)

    def _write(self, channel: str, matter: Matter, now: int) -> None:
        try:
            self.told.tell(channel, matter, now)
        except SQLAlchemyError as error:
            log.error("alert_not_kept", error=type(error).__name__)

    def _letters(self, shown: Sequence[Matter], now: int) -> Iterator[_Letter]:
        for to in self.deployed.parts("institution", InstitutionSection):
            mine = [matter for matter in shown if matter.now.institution == to.id]
            for channel in channels(self.deployed, to, patient=False):
                fresh = self.told.fresh(channel.name, mine)
                if fresh:
                    send = partial(self._send, channel, to, fresh, now)
                    yield _Letter(channel.name, fresh, send)

    def _send(
        self, channel: Channel, to: InstitutionSection, of: tuple[Matter, ...], now: int
    ) -> None:
        voice = self._voice(language(to.language))
        text = "\n".join(lines(to.id, of, now, voice))
        content, key = as_json(to.id, of, now), key_of(of, channel.name)
        channel.send(Message(title(to.id, of, voice), text, content, key))

    def _voice(self, lang: str) -> Voice:
        return Voice(lang, self.deployed.part("night", NightSection).timezone)
