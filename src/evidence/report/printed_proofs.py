"""Printed proofs: what a PDF shows below a finding about footage, its drawings in their colours.

A page of HTML has a style that its drawings go by; a drawing in a PDF must bring its own, which is
taken from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup

from evidence.report.class_report import FindingRow, FindingTable, Shot
from evidence.report.figures import FACE
from evidence.report.words import Voice

PLACES = 12  # files named for footage that could not be compared, and how many there are
MOST = 20  # findings with proofs in one document; its readers have the page for the rest
WIDE, TALL = 192, 108


def proofs_printed(tables: Sequence[FindingTable], voice: Voice) -> dict[int, list[dict[str, Any]]]:
    """The proofs of the first findings that have any, by the number of their row."""
    found: dict[int, list[dict[str, Any]]] = {}
    for table in tables:
        for row in table.rows:
            told = list(_proofs(row, voice))
            if told and len(found) < MOST:
                found[row.number] = told
    return found


def _proofs(row: FindingRow, voice: Voice) -> Iterator[dict[str, Any]]:
    for clock in row.clocks:
        yield _proof(
            clock.plot, [["", clock.here.told, ""]], [[_picture(shot)] for shot in clock.shots]
        )
    for stretch in row.stretches:
        lines = [["", stretch.here.told, stretch.edges]]
        yield _proof(stretch.drawing, lines, [[_picture(shot)] for shot in stretch.shots])
    for left in row.uncompared:
        lines = [[left.told, left.why, ""]]
        if left.before:
            lines.append([voice.word("comes after"), left.before.told, ""])
        lines += [["", place.told, ""] for place in left.places[:PLACES]]
        if len(left.places) > PLACES:
            more = len(left.places) - PLACES
            lines.append(["", voice.word("and {count} more", count=more), ""])
        yield _proof(left.drawing, lines, [])
    for _, title in row.shown_with:
        told = voice.word("the same footage, drawn above with: {title}", title=title)
        yield _proof(Markup(""), [[voice.word(", ").join(row.subjects), told, ""]], [])
    for replay in row.replays:
        lines = [
            [replay.again, replay.here.told, replay.changed],
            [voice.word("shown before"), replay.there.told, ""],
        ]
        heads = [line[0] for line in lines]
        if replay.mirrored:
            heads.append(voice.word("shown before, turned over"))
            told = voice.word("the same picture with left and right exchanged, to compare it")
            lines.append([heads[-1], "", told])
        nothing = {"drawing": "", "told": voice.word("no picture at hand"), "turned": False}
        pairs = []
        for pair in replay.pairs:
            there = _picture(pair.there) if pair.there and pair.there.source else nothing
            turned = [{**there, "turned": True}] if replay.mirrored else []
            pairs.append([_picture(pair.here), there, *turned])
        yield _proof(replay.drawing, lines, pairs, heads)


def _proof(
    drawing: Markup,
    lines: list[list[str]],
    pictures: list[list[dict[str, Any]]],
    heads: Sequence[str] = (),
) -> dict[str, Any]:
    """``heads`` say what stands in each column of pictures that stand side by side."""
    return {"drawing": styled(drawing), "lines": lines, "pictures": pictures, "heads": heads}


def _picture(shot: Shot) -> dict[str, Any]:
    """A picture as a drawing, for its data can stand in one."""
    frame = f'viewBox="0 0 {WIDE} {TALL}" xmlns="http://www.w3.org/2000/svg"'
    inside = f'<image width="{WIDE}" height="{TALL}" href="{shot.source}"/>'
    drawing = f"<svg {frame}>{inside}</svg>" if shot.source else ""
    return {"drawing": drawing, "told": shot.caption, "turned": False}


def styled(drawing: Markup) -> str:
    """A drawing of the page with the page's style in it; "" where there is none."""
    if not drawing:
        return ""
    head, mark, rest = str(drawing).partition(">")
    return f"{head}{mark}<style>{_style()}</style>{rest}"


@cache
def _style() -> str:
    """The page's rules about drawings, with its colours in their places."""
    page = (resources.files("evidence.report") / "templates" / "class_report.css").read_text(
        "utf-8"
    )
    colours = dict(re.findall(r"--([\w-]+): ([^;]+);", page.partition("}")[0]))
    rules = "\n".join(line for line in page.splitlines() if line.startswith("svg "))
    told = re.sub(r"var\(--([\w-]+)\)", lambda found: colours[found[1]], rules)
    return told.replace("font-family: inherit", f"font-family: {FACE}")
