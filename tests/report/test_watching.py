"""The watch told on a terminal: strips, and the words beside them."""

import io

from rich.console import Console

from evidence.domain.findings import Outcome, Ruling
from evidence.domain.text import say
from evidence.domain.time import MINUTE, Interval, Timeline
from evidence.pipeline.segments import Fault, Trouble
from evidence.pipeline.watch import ClassNow, Look
from evidence.pipeline.watching import State, WatchedHour
from evidence.report.watching import strip, table, told
from evidence.report.words import Voice
from tests.pipeline.classes import MORNING, session

HOUR = next(session().hours())  # 45 minutes: a cell of nine is five
ENGLISH = Voice("en", "UTC")


def watched(*recorded: tuple[int, int], state: State = State.AT_RISK) -> WatchedHour:
    """Recorded from minute to minute; what was filmed up to the 20th has arrived."""
    runs = Timeline.of(
        Interval(MORNING + start * MINUTE, MORNING + end * MINUTE) for start, end in recorded
    )
    ruling = Ruling(Outcome.BREACHED, say("no footage of this class hour"))
    until = MORNING + 30 * MINUTE if state is State.AT_RISK else None
    return WatchedHour(HOUR, state, ruling, MORNING + 20 * MINUTE, runs, MORNING, until)


def look(*hours: WatchedHour) -> Look:
    trouble = Trouble("recordings/a.mp4", Fault.EMPTY)
    return Look(MORNING + 28 * MINUTE, (ClassNow("INST-1/A", "Asia/Shanghai", hours, (trouble,)),))


def test_a_strip_tells_recorded_missing_on_its_way_and_to_come() -> None:
    assert strip(watched((0, 10)), MORNING + 28 * MINUTE, width=9) == "██××░░···"


def test_a_cell_is_recorded_where_half_of_it_is() -> None:
    cell = 5 * MINUTE // 2
    half = Timeline((Interval(MORNING, MORNING + cell),))
    less = Timeline((Interval(MORNING, MORNING + cell - 1),))

    def first(runs: Timeline) -> str:
        hour = watched()
        return strip(
            WatchedHour(hour.hour, hour.state, hour.ruling, hour.arrived_to, runs),
            MORNING + 28 * MINUTE,
            width=9,
        )[0]

    assert (first(half), first(less)) == ("█", "×")


def test_the_table_fits_a_narrow_terminal_and_says_until_when() -> None:
    page = io.StringIO()
    Console(file=page, width=80).print(table(look(watched((0, 10))), ENGLISH))

    drawn = page.getvalue()
    assert "09:00–09:45" in drawn
    assert "act by 09:30" in drawn
    assert "recordings/a.mp4: this file is empty" in drawn
    assert "…" not in drawn


def test_without_a_terminal_the_same_is_told_line_by_line() -> None:
    lines = "\n".join(told(look(watched(), watched(state=State.LOST)), ENGLISH))

    assert "from 2021-04-26 09:30:00 at the latest" in lines
    assert "recording on does not save it any more. no footage of this class hour" in lines


def test_a_day_without_classes_is_told_as_one() -> None:
    assert list(told(Look(MORNING, ()), ENGLISH)) == ["no class is taught in a room today"]
