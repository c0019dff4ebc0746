"""What a finding about a clock or a rhythm is shown by: a plot of what was read."""

import re
from dataclasses import replace

from evidence.domain.footage import Recording
from evidence.domain.pictures import (
    ClockReading,
    Rhythm,
    Step,
    Still,
)
from evidence.domain.subject import Subject
from evidence.domain.text import Length
from evidence.domain.time import HOUR, SECOND
from evidence.facts.case import Case
from evidence.facts.clock import FootageClock, footage_clocks
from evidence.report.clock_drawing import clock_drawing
from evidence.report.proofs import Proofs
from tests.report.judgements import ZONE, at
from tests.report.shots import LATER, VOICE, about, recording

ZONE_AHEAD = 8 * HOUR  # a camera's own clock is that much ahead of UTC


def clock(
    *readings: tuple[int, int], start: int | None = at("08:30"), off: int = 0
) -> FootageClock:
    """Read at so many seconds to tell so many seconds after 08:30."""
    told = tuple(
        ClockReading(second * SECOND, (at("08:30") + ZONE_AHEAD + (told + off) * SECOND,))
        for second, told in readings
    )
    (fact,) = footage_clocks([recording(LATER, start, clock=told)], ZONE)
    return fact


STEADY = [(second, second) for second in range(0, 2700, 180)]


def test_a_clock_is_drawn_with_its_readings_their_error_and_the_claim():
    drawn = clock_drawing(clock(*STEADY, off=300), 120 * SECOND, VOICE)

    assert drawn.count('class="reading"') == 2 * len(STEADY)
    # One for each reading and panel; a line in each panel, and one in the legend.
    assert drawn.count('class="clock-error"') == 2 * len(STEADY)
    assert drawn.count('class="clock-claimed"') == 3
    assert drawn.count('class="clock-read"') == 3
    assert drawn.count('class="allowed"') == 1
    assert "off the claimed time by up to 5 min (± 0.5 s)" in drawn


def test_slowed_footage_is_told_by_its_pace():
    slowed = clock(*((second, second * 9 // 10) for second in range(0, 2700, 100)))

    assert "{rate} (±".format(rate="clock seconds for each second of the recording: 90%") in (
        clock_drawing(slowed, None, VOICE)
    )


def test_a_leap_breaks_the_line():
    leaping = clock(*((second, second + (600 if second > 1200 else 0)) for second, _ in STEADY))

    assert clock_drawing(leaping, None, VOICE).count('class="clock-read"') == 5


def test_without_a_claimed_start_only_the_pace_is_drawn():
    drawn = clock_drawing(clock(*STEADY, start=None), 120 * SECOND, VOICE)

    assert drawn.count('class="reading"') == len(STEADY)
    assert 'class="allowed"' not in drawn
    assert "as time goes by" in drawn


def test_a_clock_that_can_t_be_read_has_no_drawing():
    assert not clock_drawing(clock((0, 0), (60, 60)), None, VOICE)


def test_all_that_is_drawn_stays_on_the_page():
    drawn = clock_drawing(clock(*STEADY, off=-86_400 * 400), 120 * SECOND, VOICE)
    places = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn)]

    assert all(0 <= x <= 960 and 34 <= y <= 224 for x, y in places)


def test_only_a_finding_about_a_clock_has_a_plot():
    fact = clock(*STEADY, off=300)
    found = about("footage-clock", required=Length(120 * SECOND))
    proofs = Proofs.of(Case((fact.recording, fact)))

    assert len(proofs.clock_rows((found,), VOICE)) == 1
    assert not proofs.clock_rows((replace(found, rule="footage-black"),), VOICE)


def test_repeated_pictures_are_drawn_as_bars_and_marked_where_the_rhythm_has_them():
    steps = tuple(
        Step(number * SECOND, 30 if number % 4 == 3 else 1_000, repeats=number % 4 == 3)
        for number in range(12)
    )
    shown = recording(LATER, at("08:30"), rhythm=Rhythm(250_000, 1_000, steps))
    (fact,) = footage_clocks([shown], ZONE)
    proofs = Proofs({LATER: shown}, {LATER: fact})
    (row,) = proofs.clock_rows([about("footage-clock", measured=fact.repeated)], VOICE)
    drawn = row.plot

    assert drawn.count('class="step"') == 9 + 1  # and one in the legend
    assert drawn.count('class="step repeat"') == 3
    assert drawn.count('class="repeat-mark"') == 3 + 1
    assert "3% of what is usual" in drawn


def short(count: int, *, off: int = 0) -> list[Recording]:
    """Files of ten seconds from 08:30 on, whose first pictures tell a time that is so far off."""
    files = []
    for number in range(count):
        start = at("08:30") + number * 10 * SECOND
        told = (ClockReading(0, (start + ZONE_AHEAD + off * SECOND,)),)
        one = recording(f"recordings/{number:02}.mp4", start, clock=told)
        files.append(replace(one, media=replace(one.media, duration=10 * SECOND)))
    return files


def test_a_clock_over_files_is_drawn_on_the_wall_clock_and_its_pictures_name_their_files():
    files = short(12, off=300)
    files[11] = replace(files[11], pictures=replace(files[11].pictures, stills=(Still(0, "last"),)))
    told = [*footage_clocks(files, ZONE)]
    found = replace(
        about("footage-clock", required=Length(120 * SECOND)),
        subject=Subject(recording="recordings/00.mp4"),
    )

    (row,) = Proofs.of(Case((*files, *told))).clock_rows((found,), VOICE)

    assert row.plot.count('class="reading"') == 2 * 12
    assert ">08:30<" in row.plot
    assert ">08:31:50<" in row.plot
    assert "recordings/11.mp4 0:00:00 into the recording the clock tells" in row.plot
    assert [shot.caption for shot in row.shots] == ["11.mp4 · 0:00:00 (08:31:50)"]
    assert row.here.told == "recordings/00.mp4, to recordings/11.mp4"


def test_of_a_clock_over_very_many_files_some_readings_are_drawn():
    (clock, *_) = footage_clocks(short(720, off=300), ZONE)

    drawn = clock_drawing(clock, 120 * SECOND, VOICE).count('class="reading"')

    assert 2 * 50 < drawn <= 2 * 61


def test_the_times_below_a_clock_stay_on_a_printed_page():
    (clock, *_) = footage_clocks(short(30, off=300), ZONE)
    times = re.findall(
        r'class="time" x="([\d.]+)"[^>]*>([\d:]+)<', clock_drawing(clock, None, VOICE)
    )

    assert len(times) == 6
    # In print a sign is up to 7.5 units wide, and what is beyond 960 is cut off.
    assert all(float(x) + 3.75 * len(told) <= 960 for x, told in times)
