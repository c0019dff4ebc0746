"""Calibrating: an operator's own pictures looked at, and a card of their own written from it."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from evidence.analyzers.face.cards import Card, CardText, ModelUnusable, card, read_card
from evidence.analyzers.face.chosen import MARK, SHIPPED, Chosen
from evidence.analyzers.face.instruments import Vectors
from evidence.analyzers.face.looking import Looker, looker
from evidence.analyzers.face.snapshots import liveness_of
from evidence.analyzers.pictures import CLIPS
from evidence.domain.errors import Problem
from evidence.domain.showing import Motion, Seen
from evidence.domain.text import Text, say
from evidence.facts.calibration import (
    LEAST_BURSTS,
    LEAST_DIFFERENT,
    LEAST_PEOPLE,
    LEAST_SAME,
    Burst,
    Calibrated,
    Pair,
    calibrated_faces,
    calibrated_liveness,
    living_strays_farther,
)

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})


@dataclass(frozen=True, slots=True)
class _Face:
    vector: Vectors
    size: int


def calibrate_faces(same: Path, different: Path, models: Path, embedder: str = SHIPPED) -> Card:
    """Set the thresholds of comparing on pictures of one's own, and write a card below ``models``.

    ``same`` holds a folder for each person, with two pictures or more; ``different`` pictures of
    people, or a folder for each of them. ``embedder`` is what compares them: one of one's own
    may be used from then on.

    Raises:
        ModelUnusable: when there are too few pictures, when they do not tell people apart, or the
            instruments are not installed.
        OSError: when a folder can't be read, or the card not be written.
    """
    chosen = Chosen((models,), embedder) if embedder != SHIPPED else Chosen()
    base = chosen.fit_to_measure()
    at, smallest = looker(ZoneInfo("UTC"), chosen), round(base.threshold("smallest_face"))
    people = {place: list(faces) for place, faces in _people(at, same, smallest)}
    own = [(place, _pair(*two)) for place in people for two in combinations(people[place], 2)]
    others = {place: list(faces) for place, faces in _people(at, different, smallest)}
    foreign = [
        ((one, other), _pair(face, stranger))
        for one, other in combinations(others, 2)
        for face in others[one]
        for stranger in others[other]
    ]
    pairs, strangers = [pair for _, pair in own], [pair for _, pair in foreign]
    shown = sum(len(faces) > 1 for faces in people.values())
    _enough(same, say("people with two pictures or more"), shown, LEAST_PEOPLE)
    _enough(same, say("pairs of pictures of one person"), len(pairs), LEAST_SAME)
    _enough(different, say("pairs of pictures of two people"), len(strangers), LEAST_DIFFERENT)
    found = calibrated_faces(pairs, strangers)
    if sum(pair.distance > found.thresholds["match"] for pair in pairs) > len(pairs) / 2:
        (one, other), near = min(foreign, key=lambda told: told[1].distance)
        who, far = max(own, key=lambda told: told[1].distance)
        raise _unusable(
            different,
            say(
                "these folders do not tell people apart: {one} and {other} are {near} apart (is it "
                "one person?), two pictures of {who} are {far} (are they two people?)",
                one=one,
                other=other,
                near=f"{near.distance / 1000:.2f}",
                who=who,
                far=f"{far.distance / 1000:.2f}",
            ),
        )
    if base.name != SHIPPED:
        found = in_proportion(found, card(SHIPPED), nearest=min(one.distance for one in strangers))
    return write(base, found, models, on=f"own pictures, {shown} people")


def calibrate_liveness(live: Path, attack: Path, models: Path) -> Card:
    """Set the thresholds of liveness on bursts of one's own, and write a card below ``models``.

    Each folder holds bursts: a folder of pictures or a short clip each; the folder that these are
    in names the condition.

    Raises:
        ModelUnusable: when there are too few bursts, when the living stray no farther than the
            attacks, or the instruments are not installed.
        OSError: when a folder can't be read, or the card not be written.
    """
    base = card("head-motion")
    given, at = liveness_of(base), looker(ZoneInfo("UTC"))
    living, attacks = (
        [one for one in _bursts(at, folder) if one.seen.frames >= given.least_frames]
        for folder in (live, attack)
    )
    _enough(live, say("bursts that show a face long enough"), len(living), LEAST_BURSTS)
    _enough(attack, say("bursts that show a face long enough"), len(attacks), LEAST_BURSTS)
    if not living_strays_farther(living, attacks):
        raise _unusable(
            live,
            say(
                "what surrounds the faces strays no farther here than in {attacks}: see whether "
                "the two folders are mixed up",
                attacks=str(attack),
            ),
        )
    return write(base, calibrated_liveness(living, attacks, given), models, on="own bursts")


def _people(at: Looker, root: Path, smallest: int) -> Iterator[tuple[str, Iterator[_Face]]]:
    """The faces of each person: a folder each, or a picture that lies in none."""
    for place in sorted(root.iterdir()):
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield place.name, _faces(at, files, smallest)


def _faces(at: Looker, files: Sequence[Path], smallest: int) -> Iterator[_Face]:
    """The pictures that show one face, large enough to compare."""
    for path in files:
        if path.suffix.lower() not in PICTURES:
            continue
        told = at.look([str(path)])
        if told["faces"] == 1 and told["size"] >= smallest:
            yield _Face(np.frombuffer(b64decode(told["vector"]), "<f4"), told["size"])


def _pair(one: _Face, other: _Face) -> Pair:
    distance = round(1000 * float(np.linalg.norm(one.vector - other.vector)))
    return Pair(distance, min(one.size, other.size))


def _bursts(at: Looker, root: Path) -> Iterator[Burst]:
    groups: dict[Path, list[str]] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix.lower() in CLIPS:
            groups[path] = [str(path)]
        elif path.suffix.lower() in PICTURES:
            groups.setdefault(path.parent, []).append(str(path))
    for place, files in groups.items():
        told = at.look(files)
        motion = Motion(**told["motion"]) if told.get("motion") else None
        kind = place.parent.relative_to(root).as_posix() if place != root else "."
        yield Burst(Seen("", frames=told["frames"], motion=motion), "" if kind == "." else kind)


def _enough(folder: Path, what: Text, found: int, need: int) -> None:
    if found < need:
        raise _unusable(
            folder,
            say(
                "too few to calibrate on: {what}: {found}, needed: {need}",
                what=what,
                found=found,
                need=need,
            ),
        )


def _unusable(folder: Path, what: Text) -> ModelUnusable:
    return ModelUnusable(str(folder), (Problem(what, str(folder)),))


def in_proportion(found: Calibrated, like: Card, *, nearest: int) -> Calibrated:
    """With what is not measured as large, beside the match, as it is on the card ``like``.

    That is the margin to the second best; and the record of faces is asked by as much more
    strictly than the nearest two people, who were ``nearest`` apart.
    """
    thresholds, match = dict(found.thresholds), like.threshold("match")
    thresholds["margin"] = max(1, round(thresholds["match"] * like.threshold("margin") / match))
    stricter = round(nearest * like.threshold("record_match") / match)
    thresholds["record_match"] = min(thresholds["record_match"], stricter)
    return Calibrated(thresholds, found.intervals, found.errors)


def write(base: Card, found: Calibrated, models: Path, *, on: str) -> Card:
    """The shipped card with thresholds and errors of one's own: it hides the shipped one.

    Raises:
        OSError: when it can't be written.
    """
    thresholds = dict(base.text.thresholds)
    thresholds |= {name: value / 1000 for name, value in found.thresholds.items()}
    told = base.text.model_dump(exclude_none=True) | {
        "thresholds": thresholds,
        "intervals": {n: [low / 1000, high / 1000] for n, (low, high) in found.intervals.items()},
        "measured": [
            {
                "what": tried.what,
                "value": round(tried.rate.value, 4),
                "count": tried.rate.tries,
                "of": tried.of,
                "condition": tried.condition,
                "on": on,
                "low": round(tried.rate.interval()[0], 4),
                "high": round(tried.rate.interval()[1], 4),
            }
            for tried in found.errors
        ],
        "command": "evidence calibrate",
    }
    digest = sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
    told["version"] = f"{base.makes[:MARK]}+{digest[:MARK]}"
    CardText.model_validate(told)
    folder = models / base.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "card.toml").write_text("\n".join(_toml(told)) + "\n", "utf-8")
    return read_card(folder)


def _toml(told: Mapping[str, Any]) -> Iterator[str]:
    """A card as TOML: plain values first, then tables, then lists of tables."""
    tables = {key: value for key, value in told.items() if isinstance(value, dict)}
    rows = {key: told[key] for key in ("file", "measured")}
    for key, value in told.items():
        if key not in tables and key not in rows and value:
            yield f"{key} = {_plain(value)}"
    if not told["file"]:
        yield "file = []"
    for key, table in tables.items():
        if table:
            yield from ("", f"[{key}]", *(f"{name} = {_plain(v)}" for name, v in table.items()))
    for key, listed in rows.items():
        for row in listed:
            yield from (
                "",
                f"[[{key}]]",
                *(f"{n} = {_plain(v)}" for n, v in row.items() if v != ""),
            )


def _plain(value: str | float | Sequence[Any]) -> str:
    """A string, number or list; JSON's are TOML's, too."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
