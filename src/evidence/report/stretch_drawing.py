"""The drawing of a stretch that shows nothing of its hour: where in its recording it is."""

from __future__ import annotations

from markupsafe import Markup

from evidence.domain.footage import Recording
from evidence.domain.pictures import Spell
from evidence.domain.time import Interval
from evidence.report.names import FLAW
from evidence.report.replay_drawing import BAR, LEFT, RIGHT, TOP, WIDTH, Lane, days, lane_drawn
from evidence.report.svg import Scale, axis, drawing
from evidence.report.words import Voice


def stretch_drawing(recording: Recording, spell: Spell, voice: Voice) -> Markup:
    """The recording as a bar, the stretch as a box in it; "" where it has no date."""
    whole = recording.span
    if whole is None:
        return Markup("")
    span = Interval(whole.start + spell.possible.start, whole.start + spell.possible.end)
    inside = tuple(
        whole.start + still.at
        for still in spell.stills
        if spell.possible.start <= still.at < spell.possible.end
    )
    lane = Lane(recording.file.camera or "–", whole, span, inside, TOP + 8)
    scale = Scale((whole,), LEFT, RIGHT)
    bottom = lane.top + BAR + 6
    parts = [*days(scale, voice), *axis(scale, voice, top=TOP, bottom=bottom)]
    parts.extend(lane_drawn(lane, spell, scale, voice))
    label = voice.word(
        "{flaw}: where in {path}", flaw=voice.tell(FLAW[spell.flaw]), path=recording.path
    )
    return drawing(parts, width=WIDTH, height=bottom + 22, label=label)
