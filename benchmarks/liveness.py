"""Whether a face was alive: bursts, pictures long apart, and single pictures, as tables.

python benchmarks/liveness.py [FOLDER]

FOLDER holds real, print and sequences of the NUAA Photograph Imposter Database,
``../shared/data/liveness`` unless told; where it is not there, only rendered heads are measured.
APCER and BPCER are those of ISO/IEC 30107-3: attacks taken for alive, the living for attacks. In
brackets stands the interval of Clopper and Pearson at 95%; it takes tries for independent of each
other, which bursts of one person are only in part, and overlapping bursts are not: of these, only
the share is told.
"""

from __future__ import annotations

import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sample_media import faces  # noqa: E402

from evidence.analyzers.face.cards import card  # noqa: E402
from evidence.analyzers.face.instruments import Points  # noqa: E402
from evidence.analyzers.face.looking import Looker, looker  # noqa: E402
from evidence.analyzers.face.motion import (  # noqa: E402
    EYES_APART,
    WELL_MOVED,
    Grey,
    between,
    eyes_apart,
    motion,
    zoomed,
)
from evidence.analyzers.face.snapshots import liveness_of  # noqa: E402
from evidence.analyzers.face.stills import SIDE, Chip, likeness  # noqa: E402
from evidence.domain.showing import Life, Liveness, Motion, Seen  # noqa: E402
from evidence.facts.calibration import Burst as Learnt  # noqa: E402
from evidence.facts.calibration import calibrated_liveness  # noqa: E402
from evidence.facts.rates import Rate  # noqa: E402
from evidence.facts.showings import life_of  # noqa: E402

LENGTHS = (12, 16, 24, 36, 48)  # frames a burst
STEP = 2  # frames from one overlapping burst to the next
LOOKED_AT = 24  # frames of a sequence that one look takes: the mesh follows a face within it
SESSION = 3  # where it stands in a NUAA file's name


@dataclass(frozen=True, slots=True)
class Burst:
    """A measured burst of one subject."""

    subject: str
    live: bool
    seen: Seen


@dataclass(frozen=True, slots=True)
class Sequenced:
    """The frames of one sequence in grey, each with the mesh of its face."""

    subject: str
    live: bool
    frames: Sequence[tuple[Grey, Points]]

    @classmethod
    def of(cls, at: Looker, subject: str, files: Sequence[str], *, live: bool) -> Sequenced:
        """The frames of these files that show a face."""
        looks = (files[first : first + LOOKED_AT] for first in range(0, len(files), LOOKED_AT))
        seen = [frame for look in looks for frame in at.frames(look, {"opened": True, "faces": 0})]
        grey = [np.asarray(cv2.cvtColor(f.rgb, cv2.COLOR_RGB2GRAY), np.uint8) for f in seen]
        return cls(subject, live, [(g, f.points) for g, f in zip(grey, seen, strict=True)])

    def bursts(self, length: int, step: int) -> Iterator[Burst]:
        """Those of so many frames, so many frames from one to the next."""
        for first in range(0, len(self.frames) - length + 1, step):
            grey, points = zip(*self.frames[first : first + length], strict=True)
            told = motion(grey, points)
            yield Burst(self.subject, self.live, Seen("", frames=length, motion=told))


@dataclass(frozen=True, slots=True)
class Wrong:
    """How many attacks were missed and how many of the living suspected, of how many."""

    missed: int = 0
    attacks: int = 0
    blamed: int = 0
    living: int = 0

    def __add__(self, other: Wrong) -> Wrong:
        return Wrong(
            self.missed + other.missed,
            self.attacks + other.attacks,
            self.blamed + other.blamed,
            self.living + other.living,
        )


def main() -> None:
    told = Path(sys.argv[1]) if sys.argv[1:] else ROOT.parent / "shared/data/liveness"
    at, given = looker(ZoneInfo("Asia/Shanghai")), liveness_of(card("head-motion"))
    given = Liveness(**{name: getattr(given, name) for name in Liveness.__slots__[:-1]})
    if told.is_dir():
        shortest = list(_looked_at(at, told, LENGTHS[0]))
        _of_bursts(f"NUAA, bursts of {LENGTHS[0]} frames", shortest, given)
        _of_lengths(at, told, given)
        _of_pairs(at, told, given)
        _of_stills(at, told, given)
        _of_singles(told)
    else:
        print(f"{told} is not there: rendered heads only\n")
    for name, rendered in _rendered(at).items():
        _of_bursts(f"rendered: {name}", rendered, given)


def _of_bursts(title: str, bursts: Sequence[Burst], given: Liveness) -> None:
    print(f"{title}\n")
    print("| who | bursts | motion proven | inconclusive | suspicious |")
    print("| --- | --- | --- | --- | --- |")
    for subject, live in sorted({(burst.subject, burst.live) for burst in bursts}):
        answers = [life_of(b.seen, given) for b in bursts if (b.subject, b.live) == (subject, live)]
        counts = " | ".join(str(answers.count(life)) for life in Life)
        print(f"| {'live' if live else 'attack'} {subject} | {len(answers)} | {counts} |")
    attacks = [life_of(b.seen, given) for b in bursts if not b.live]
    living = [life_of(b.seen, given) for b in bursts if b.live]
    print()
    if attacks:
        print(f"attacks called proven: {_rate(attacks.count(Life.PROVEN), len(attacks))}")
        passed = len(attacks) - attacks.count(Life.SUSPICIOUS)
        print(f"APCER where only the suspicious are refused: {_rate(passed, len(attacks))}")
    if living:
        print(
            f"BPCER (living called suspicious): {_rate(living.count(Life.SUSPICIOUS), len(living))}"
        )
        unproven = _rate(len(living) - living.count(Life.PROVEN), len(living))
        print(f"living not proven, who need a person or a turn of the head: {unproven}")
    print()


def _of_lengths(at: Looker, folder: Path, given: Liveness) -> None:
    """Bursts of each length, one after the other and overlapping, in and out of sample."""
    print("Bursts by length: attacks missed, and living suspected. In sample: by the shipped card.")
    print("Out of sample: by a card calibrated, as evidence calibrate does, without the subject\n")
    print("| frames | bursts | APCER in | APCER out | BPCER in | BPCER out |")
    print("| --- | --- | --- | --- | --- | --- |")
    sequences = list(_sequences(at, folder))
    for frames in LENGTHS:
        for step in (frames, STEP):
            bursts = [b for sequence in sequences for b in sequence.bursts(frames, step)]
            told = _share if step < frames else _rate
            within, without = _wrong(bursts, given), Wrong()
            for subject in sorted({burst.subject for burst in bursts}):
                without += _wrong(
                    [b for b in bursts if b.subject == subject],
                    _calibrated([b for b in bursts if b.subject != subject], given),
                )
            row = (within.missed, without.missed), (within.blamed, without.blamed)
            tries = within.attacks, within.living
            cells = [told(n, of) for pair, of in zip(row, tries, strict=True) for n in pair]
            how = "overlapping" if step < frames else "one after the other"
            print(f"| {frames} | {how} | {' | '.join(cells)} |")
    print()
    print("The cards that bursts of the least length, overlapping, set without one subject\n")
    print("| without | apart | its attacks missed | its living suspected |")
    print("| --- | --- | --- | --- |")
    bursts = [b for sequence in sequences for b in sequence.bursts(LENGTHS[0], STEP)]
    for subject in sorted({burst.subject for burst in bursts}):
        card = _calibrated([b for b in bursts if b.subject != subject], given)
        wrong = _wrong([b for b in bursts if b.subject == subject], card)
        missed, blamed = _share(wrong.missed, wrong.attacks), _share(wrong.blamed, wrong.living)
        print(f"| {subject} | {card.apart} | {missed} | {blamed} |")
    print(f"| nobody | {_calibrated(bursts, given).apart} | | |\n")


def _wrong(bursts: Sequence[Burst], card: Liveness) -> Wrong:
    lives = [(burst.live, life_of(burst.seen, card) is Life.SUSPICIOUS) for burst in bursts]
    return Wrong(
        missed=lives.count((False, False)),
        attacks=lives.count((False, False)) + lives.count((False, True)),
        blamed=lives.count((True, True)),
        living=lives.count((True, True)) + lives.count((True, False)),
    )


def _calibrated(bursts: Sequence[Burst], given: Liveness) -> Liveness:
    living, attacks = ([Learnt(b.seen) for b in bursts if b.live is live] for live in (True, False))
    return replace(given, **calibrated_liveness(living, attacks, given).thresholds)


def _of_pairs(at: Looker, folder: Path, given: Liveness) -> None:
    """Two pictures of one subject within a session: subjects that no threshold was set on."""
    print(
        "Two pictures of one session, seconds apart: how far the surroundings strayed. A burst is"
    )
    print(f"suspicious where all its pairs together are below the card's {given.apart}\n")
    print("| who | pairs | moved enough to tell | below the card's | the least |")
    print("| --- | --- | --- | --- | --- |")
    for kind in ("real", "print"):
        for subject in sorted((folder / kind).iterdir()):
            pairs = list(_within_sessions(at, subject))
            told = sorted(of for of in pairs if of is not None)
            below = sum(of < given.apart for of in told)
            least = str(told[0]) if told else "-"
            print(f"| {kind} {subject.name} | {len(pairs)} | {len(told)} | {below} | {least} |")
    print()


def _within_sessions(at: Looker, subject: Path) -> Iterator[int | None]:
    """What each pair of pictures tells, in thousandths; None where the face hardly moved."""
    sessions: dict[str, list[str]] = {}
    for path in sorted(subject.iterdir()):
        sessions.setdefault(path.stem.rpartition("_")[0], []).append(str(path))
    for files in sessions.values():
        for one, other in combinations(Sequenced.of(at, "", files, live=True).frames, 2):
            zoom = EYES_APART / float(np.median([eyes_apart(one[1]), eyes_apart(other[1])]))
            here, there = (zoomed(grey, zoom) for grey, _ in (one, other))
            face, then = (points[:, :2] * zoom for _, points in (one, other))
            told = between(here, there, face, then)
            strayed = None if told is None or told[0] < WELL_MOVED else told[1]
            yield None if told is None or strayed is None else round(1000 * strayed / told[0])


def _of_stills(at: Looker, folder: Path, given: Liveness) -> None:
    """Pairs of pictures of one subject from two sessions: days apart, and seconds apart."""
    print("Pairs of pictures of one subject whose faces are alike, laid upon each other\n")
    print("| who | apart | pairs | at 0.7 | at 0.8 | at the card's |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in ("real", "print"):
        pairs = [
            pair for subject in sorted((folder / kind).iterdir()) for pair in _pairs(at, subject)
        ]
        for days in (True, False):
            of = [likeness(one, other) for apart, one, other in pairs if apart is days]
            counts = [sum(a >= limit for a in of) for limit in (0.7, 0.8, given.still / 1000)]
            when = "another session" if days else "seconds"
            print(
                f"| {kind} | {when} | {len(of)} | "
                + " | ".join(_rate(n, len(of)) for n in counts)
                + " |"
            )
    print()


def _pairs(at: Looker, subject: Path) -> Iterator[tuple[bool, Chip, Chip]]:
    told = [(path, at.look([str(path)])) for path in sorted(subject.iterdir())]
    chips = [
        (path.name.split("_")[SESSION], _chip(answer)) for path, answer in told if answer["faces"]
    ]
    for (session, one), (other_session, other) in combinations(chips, 2):
        yield session != other_session, one, other


def _chip(answer: dict[str, str]) -> Chip:
    return np.frombuffer(b64decode(answer["chip"]), np.uint8).reshape(SIDE, SIDE)


def _of_singles(folder: Path) -> None:
    """What cues on one picture are worth: 0.5 is a coin."""
    print(
        "Single pictures: the share of pairs (living, print) that a cue puts in the right order\n"
    )
    print("| cue | right |")
    print("| --- | --- |")
    pictures = {
        k: [cv2.imread(str(p), 0) for p in sorted((folder / k).rglob("*.jpg"))]
        for k in ("real", "print")
    }
    cues = {
        "sharpness (variance of the Laplacian)": lambda g: cv2.Laplacian(g, cv2.CV_64F).var(),
        "fine detail in the spectrum": _fine,
        "contrast": lambda g: g.std(),
    }
    for name, cue in cues.items():
        real, prints = ([cue(g) for g in pictures[k]] for k in ("real", "print"))
        right = np.mean([a > b for a in real for b in prints])
        print(f"| {name} | {right:.2f} |")
    print()


def _fine(grey: np.ndarray) -> float:
    power = np.abs(np.fft.fftshift(np.fft.fft2(grey - grey.mean()))) ** 2
    y, x = np.indices(grey.shape)
    radius = np.hypot(y / grey.shape[0] - 0.5, x / grey.shape[1] - 0.5)
    return float(power[radius > 0.25].sum() / power.sum())


def _looked_at(at: Looker, folder: Path, length: int) -> Iterator[Burst]:
    """Bursts one after the other, looked at as a check does."""
    for sequence in sorted((folder / "sequences").iterdir()):
        live, subject = sequence.name.startswith("real"), sequence.name.split("_")[-4]
        frames = sorted(str(path) for path in sequence.iterdir())
        for first in range(0, len(frames) - length + 1, length):
            yield Burst(subject, live, _seen(at.look(frames[first : first + length])))


def _sequences(at: Looker, folder: Path) -> Iterator[Sequenced]:
    for sequence in sorted((folder / "sequences").iterdir()):
        files = sorted(str(path) for path in sequence.iterdir())
        live, subject = sequence.name.startswith("real"), sequence.name.split("_")[-4]
        yield Sequenced.of(at, subject, files, live=live)


def _rendered(at: Looker) -> dict[str, list[Burst]]:
    makers = {
        "heads that turn": lambda who: faces.burst(who, "live"),
        "photos on flat paper": lambda who: faces.printed(who, "flat", bent=False),
        "photos on bent paper": lambda who: faces.printed(who, "bent", bent=True),
        "phones": lambda who: faces.screened(who, "phone"),
    }
    found: dict[str, list[Burst]] = {}
    for name, maker in makers.items():
        for who in range(12):
            seen = _seen(at.look(list(_kept(maker(who)))))
            found.setdefault(name, []).append(Burst("all", name == "heads that turn", seen))
    return found


def _kept(pictures: Iterable[bytes]) -> Iterator[str]:
    folder = Path(mkdtemp(prefix="evidence-liveness-"))
    for number, picture in enumerate(pictures):
        (folder / f"{number:02}.jpg").write_bytes(picture)
        yield str(folder / f"{number:02}.jpg")


def _seen(answer: dict[str, object]) -> Seen:
    told = answer.get("motion")
    frames = int(str(answer["frames"]))
    return Seen("", frames=frames, motion=Motion(**told) if isinstance(told, dict) else None)


def _share(errors: int, tries: int) -> str:
    return f"{errors} of {tries} ({Rate(errors, tries).value:.1%})"


def _rate(errors: int, tries: int) -> str:
    rate = Rate(errors, tries)
    low, high = rate.interval()
    return f"{errors} of {tries} ({rate.value:.1%}; {low:.1%} to {high:.1%})"


if __name__ == "__main__":
    main()
