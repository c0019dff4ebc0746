"""Whether a face was alive: bursts, pictures long apart, and single pictures, as tables.

python benchmarks/liveness.py [FOLDER]

FOLDER holds real, print and sequences of the NUAA Photograph Imposter Database,
``../shared/data/liveness`` unless told; where it is not there, only rendered heads are measured.
APCER and BPCER are those of ISO/IEC 30107-3: attacks taken for alive, the living for attacks. In
brackets stands the interval of Clopper and Pearson at 95%.
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
from evidence.analyzers.face.looking import Looker, looker  # noqa: E402
from evidence.analyzers.face.snapshots import liveness_of  # noqa: E402
from evidence.analyzers.face.stills import SIDE, Chip, likeness  # noqa: E402
from evidence.domain.showing import Life, Liveness, Motion, Seen  # noqa: E402
from evidence.facts.calibration import Burst as Learnt  # noqa: E402
from evidence.facts.calibration import calibrated_liveness  # noqa: E402
from evidence.facts.rates import Rate  # noqa: E402
from evidence.facts.showings import life_of  # noqa: E402

WINDOWS = (12, 24, 48)  # frames a burst
SESSION = 3  # where it stands in a NUAA file's name


@dataclass(frozen=True, slots=True)
class Burst:
    """A measured burst of one subject."""

    subject: str
    live: bool
    seen: Seen


def main() -> None:
    told = Path(sys.argv[1]) if sys.argv[1:] else ROOT.parent / "shared/data/liveness"
    at, given = looker(ZoneInfo("Asia/Shanghai")), liveness_of(card("head-motion"))
    given = Liveness(**{name: getattr(given, name) for name in Liveness.__slots__[:-1]})
    if told.is_dir():
        for window in WINDOWS:
            bursts = list(_sequences(at, told, window))
            _of_bursts(f"NUAA, bursts of {window} frames", bursts, given)
            _out_of_sample(bursts, given)
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


def _out_of_sample(bursts: Sequence[Burst], given: Liveness) -> None:
    """A card set on all other subjects as ``evidence calibrate`` does, tried on each in turn."""
    print("Out of sample: the card of each row is calibrated without its subject\n")
    print("| subject | threshold | attacks missed | living suspected |")
    print("| --- | --- | --- | --- |")
    missed, suspected, tried, lived = 0, 0, 0, 0
    for subject in sorted({burst.subject for burst in bursts}):
        rest = [b for b in bursts if b.subject != subject]
        living, attacks = (
            [Learnt(b.seen) for b in rest if b.live is live] for live in (True, False)
        )
        card = replace(given, **calibrated_liveness(living, attacks, given).thresholds)
        own = [life_of(b.seen, card) for b in bursts if b.subject == subject and not b.live]
        alive = [life_of(b.seen, card) for b in bursts if b.subject == subject and b.live]
        wrong, blamed = len(own) - own.count(Life.SUSPICIOUS), alive.count(Life.SUSPICIOUS)
        print(f"| {subject} | {card.apart} | {wrong} of {len(own)} | {blamed} of {len(alive)} |")
        missed, tried = missed + wrong, tried + len(own)
        suspected, lived = suspected + blamed, lived + len(alive)
    print(f"\nAPCER {_rate(missed, tried)}, BPCER {_rate(suspected, lived)}\n")


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


def _sequences(at: Looker, folder: Path, window: int) -> Iterator[Burst]:
    for sequence in sorted((folder / "sequences").iterdir()):
        live, subject = sequence.name.startswith("real"), sequence.name.split("_")[-4]
        frames = sorted(str(path) for path in sequence.iterdir())
        for first in range(0, len(frames) - window + 1, window):
            yield Burst(subject, live, _seen(at.look(frames[first : first + window])))


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


def _rate(errors: int, tries: int) -> str:
    rate = Rate(errors, tries)
    low, high = rate.interval()
    return f"{errors} of {tries} ({rate.value:.1%}; {low:.1%} to {high:.1%})"


if __name__ == "__main__":
    main()
