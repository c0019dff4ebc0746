"""Receiving put together: what a worker does with a delivery."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from shutil import rmtree
from zoneinfo import ZoneInfo

from evidence.analyzers.media.gauge import PacketGauge
from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import BundleUnreadable, PolicyUnreadable, Problem, Unreadable
from evidence.domain.policy import Policy
from evidence.domain.text import say
from evidence.domain.time import SECOND
from evidence.engine.local import LocalEngine
from evidence.pipeline.check import Checker
from evidence.pipeline.deliveries import Deliveries, Delivery, Outcome, Purpose, dumps
from evidence.pipeline.intake import Intake
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.ledger import Job, Result
from evidence.pipeline.ports import Progress
from evidence.pipeline.seen import SeenInStore
from evidence.report import html, verdict_json
from evidence.report.language import CHINESE, ENGLISH
from evidence.sources.bundle import open_bundle
from evidence.sources.deployment import Deployment
from evidence.sources.file_names import safe_part
from evidence.sources.inbox import GIGABYTE, Inbox
from evidence.sources.intake import LandedClasses
from evidence.sources.landing import FootageGauge, LandingSection
from evidence.sources.laying import ClassFolder, subject_of
from evidence.sources.policies import known_ids, policy_by_id
from evidence.store.deliveries import SqlDeliveries
from evidence.store.opening import SqlStore
from evidence.wiring.checking import checker
from evidence.wiring.observing import observers_of
from evidence.wiring.process import CLOCK

VERDICT = "verdict.json"
REPORTS = {CHINESE: "report.zh.html", ENGLISH: "report.en.html"}
LOGS = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".parquet", ".gz"})
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})

Opened = Callable[[Path, Progress], AbstractContextManager[ClassBundle]]


def receiving_of(deployed: Deployment, store: SqlStore, config: Path) -> Receiving:
    """The step of a worker that looks at deliveries."""
    seen = observers_of(deployed, store)
    landing = deployed.part("landing", LandingSection)
    known = known_ids(config)
    return Receiving(
        deliveries=SqlDeliveries(store.database),
        inbox=inbox_of(landing),
        intake=LandedClasses(landing.folder, SeenInStore(store.observations, CLOCK.now)),
        opened=lambda path, progress: open_bundle(path, progress=progress, known_policies=known),
        checker=checker(seen.footage, seen.pictures, seen.faces, chosen=seen.chosen),
        policy=partial(policy_by_id, folder=config),
        gauge=PacketGauge(LocalEngine(at_once=1)),
    )


def inbox_of(landing: LandingSection) -> Inbox:
    """The inbox of a landing folder."""
    return Inbox(landing.folder, int(landing.least_free_gigabytes * GIGABYTE))


@dataclass(frozen=True, slots=True)
class Receiving:
    """Looks at deliveries; ``checker`` leaves nothing on record, ``opened`` opens a bundle."""

    deliveries: Deliveries
    inbox: Inbox
    intake: Intake
    opened: Opened
    checker: Checker
    policy: Callable[[str], Policy]
    gauge: FootageGauge

    def receive(self, job: Job, progress: Progress) -> Result:
        """What comes of a delivery: a pre-check is judged, anything else is put in its place.

        That it can't be used is an answer like any other.
        """
        institution, _, key = job.subject.partition("/")
        delivery = self.deliveries.get(institution, key)
        if delivery is None or self.inbox.arrived(institution, key) != delivery.size:
            return Result(dumps(Outcome((Problem(say("this did not come whole"), ""),))))
        try:
            outcome = self._outcome(delivery, progress)
        except (BundleUnreadable, PolicyUnreadable) as error:
            outcome = Outcome(_told(error, self.inbox.part(institution, key).name, delivery.name))
        return Result(dumps(outcome))

    def _outcome(self, delivery: Delivery, progress: Progress) -> Outcome:
        part = self.inbox.part(delivery.institution, delivery.id)
        if delivery.purpose is Purpose.EVIDENCE:
            return self._evidence(delivery, part, progress)
        with self.opened(part, progress) as bundle:
            wrong = _of_another(bundle, delivery.institution)
            if wrong:
                return Outcome((wrong,))
            if delivery.purpose is Purpose.PRE_CHECK:
                policy = self.policy(bundle.training_class.policy)
                return self._told(delivery, self.checker.check(bundle, policy, progress))
            safe = safe_part(bundle.training_class.id)
            subject = subject_of(delivery.institution, bundle, safe)
            ClassFolder(self.inbox.landing, subject, delivery.id).lay(bundle)
            return Outcome(subject=subject)

    def _evidence(self, delivery: Delivery, part: Path, progress: Progress) -> Outcome:
        """One file more in the folder of a class."""
        with self.intake.opened(delivery.subject, progress) as bundle:
            path = place_of(delivery, bundle.training_class.timezone)
            if path.startswith("recordings/") and not self.gauge(part):
                what = say("there is no footage in this file that could be read")
                return Outcome((Problem(what, delivery.name),))
            folder = ClassFolder(self.inbox.landing, delivery.subject, delivery.id)
            if not folder.is_plain:
                folder.lay(bundle)
        return Outcome(subject=delivery.subject, path=folder.add(part, path))

    def _told(self, delivery: Delivery, judgement: Judgement) -> Outcome:
        """A pre-check's verdict and reports, kept for the institution alone."""
        verdict = judgement.verdict
        folder = self.inbox.results(delivery.institution, delivery.id)
        draft = folder.with_name(f".{folder.name}.results.part")
        rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        (draft / VERDICT).write_bytes(verdict_json.write(verdict))
        for lang, name in REPORTS.items():
            (draft / name).write_text(html.page(judgement, lang=lang), "utf-8")
        rmtree(folder, ignore_errors=True)
        draft.replace(folder)
        standings = [hour.standing for hour in verdict.hours]
        return Outcome(
            standing=verdict.standing,
            hours={standing: standings.count(standing) for standing in dict.fromkeys(standings)},
            subject=f"{delivery.institution}/{verdict.bundle_id}",
        )


def place_of(delivery: Delivery, timezone: str) -> str:
    """Where evidence belongs in its class; footage says when it began in its name."""
    name = safe_part(delivery.name)
    suffix = PurePosixPath(name).suffix.casefold()
    if suffix in LOGS:
        return f"online/{name}"
    if suffix in PICTURES:
        return f"snapshots/{name}"
    cut = delivery.cut
    if cut.start is None:
        return f"recordings/{name}"
    began = datetime.fromtimestamp(cut.start // SECOND, ZoneInfo(timezone))
    camera = safe_part(cut.camera) if cut.camera else "camera"
    return f"recordings/{camera}_{began:%Y%m%d_%H%M%S}{suffix}"


def _of_another(bundle: ClassBundle, institution: str) -> Problem | None:
    """A class that says to be another institution's is not taken from this one."""
    named = bundle.training_class.institution_id
    if named in ("", institution):
        return None
    what = say(
        'the class is of the institution "{named}", and you are "{own}"',
        named=named,
        own=institution,
    )
    return Problem(what, "class.toml", column="institution.id")


def _told(error: Unreadable, ours: str, theirs: str) -> tuple[Problem, ...]:
    """What is wrong, with the name that the file had with those who sent it."""
    return tuple(
        replace(problem, file=theirs if ours in problem.file else problem.file)
        for problem in error.problems
    )
