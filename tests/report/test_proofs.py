"""What a finding about footage is shown by: replays beside their twins, stills."""

import base64
import re
from dataclasses import replace

import cv2
import numpy as np
import pytest

from evidence.domain.findings import Evidence
from evidence.domain.footage import Recording
from evidence.domain.pictures import (
    Flaw,
    Pair,
    Pictures,
    Place,
    Portion,
    Seen,
    Speed,
    Spell,
    Still,
)
from evidence.domain.subject import Subject
from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.facts.case import Case
from evidence.report import html
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.pdf import pdf
from evidence.report.printed_proofs import styled
from evidence.report.proofs import MOST, Proofs
from tests.report.judgements import at, judgement
from tests.report.pdfs import inflated
from tests.report.shots import FIRST, LATER, VOICE, about, minutes, recording


def replay(start: int = 10, end: int = 20, bundle: str = "", **changed) -> Spell:
    twin = Place(FIRST, minutes(start - 10, end - 10), bundle)
    moments = [start * MINUTE + (end - start) * MINUTE * part // 6 for part in (1, 3, 5)]
    pairs = tuple(
        Pair(m, m - 10 * MINUTE, f"here{m}", "" if bundle else f"there{m}") for m in moments
    )
    spell = Spell(
        Flaw.REUSED, minutes(start, end), minutes(start, end), Speed.KEY_FRAMES, twin, pairs=pairs
    )
    return replace(spell, **changed)


def reused(*spells: Spell):
    """A finding about ``LATER``, and what is shown of it."""
    case = Case((recording(LATER, at("08:30", 20), spells=spells), recording(FIRST, at("08:30"))))
    told = about("footage-reused")
    return told, case


def shown(*spells: Spell):
    told, case = reused(*spells)
    return Proofs.of(case).replays((told,), VOICE)


def test_the_two_stretches_are_told_on_the_wall_clock():
    (row,) = shown(replay())

    assert row.here.told == f"{LATER} 0:10:00–0:20:00  (20 Apr 2021 08:40–08:50)"
    assert row.there.told == f"{FIRST} 0:00:00–0:10:00  (19 Apr 2021 08:30–08:40)"


def test_each_moment_stands_beside_the_same_of_its_twin():
    (row,) = shown(replay())

    assert [(pair.here.caption, pair.there.caption) for pair in row.pairs] == [
        ("0:11:40 (08:41:40)", "0:01:40 (08:31:40)"),
        ("0:15:00 (08:45)", "0:05:00 (08:35)"),
        ("0:18:20 (08:48:20)", "0:08:20 (08:38:20)"),
    ]


def test_both_are_drawn_on_one_clock_with_their_moments_numbered():
    (row,) = shown(replay())

    assert row.drawing.count('class="flaw reused sure"') == 2
    assert re.findall(r'class="flaw-sign"[^>]*>(\d)<', row.drawing) == ["1", "2", "3"] * 2
    assert "2021-04-19" in row.drawing
    assert "2021-04-20" in row.drawing


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ""),
        ({"mirrored": True}, "left and right exchanged"),
        ({"rate": 1_050_000}, "at 105% of the speed"),
        ({"rate": 998_000}, ""),
        ({"certain": Interval(603 * SECOND, 1200 * SECOND)}, "its edges are known to within 3 s"),
    ],
)
def test_how_a_replay_was_changed_is_told(changed, told):
    (row,) = shown(replay(**changed))

    assert row.changed == told


def test_what_another_class_handed_in_is_named_by_its_digest_and_has_no_picture_here():
    (row,) = shown(replay(bundle="ab" * 32))

    assert "abababababab" in row.there.told
    assert not row.there.link
    assert [pair.there for pair in row.pairs] == [None] * 3
    assert not row.drawing


def test_the_longest_replays_come_first_and_no_more_than_a_page_holds():
    rows = shown(*(replay(10, end) for end in (12, 18, 14, 16)))

    assert len(rows) == MOST
    assert [row.here.told.split("–")[1][:7] for row in rows] == ["0:18:00", "0:16:00", "0:14:00"]


@pytest.mark.parametrize("lang", [ENGLISH, CHINESE])
def test_the_page_holds_the_pictures_and_needs_nothing_else(lang):
    told, case = reused(replay())
    usual = judgement()
    page = html.page(
        replace(usual, case=case, verdict=replace(usual.verdict, findings=(told,))), lang=lang
    )

    assert len(re.findall(r'<img src="data:image/jpeg;base64,(?:here|there)', page)) == 6
    assert 'class="joined"' in page


def test_a_doubt_is_told_as_one():
    (sure,), (doubt,) = shown(replay()), shown(replay(certain=None))

    assert (sure.again, doubt.again) == ("shown again", "perhaps shown again")
    assert 'class="flaw reused unsure"' in doubt.drawing


def test_both_sides_lead_to_their_spot_of_the_footage():
    told, case = reused(replay())
    (row,) = Proofs.of(case, "../the class/").replays((told,), VOICE)

    assert row.here.link == "../the%20class/recordings/later.mp4#t=600,1200"
    assert row.there.link == "../the%20class/recordings/first.mp4#t=0,600"
    assert row.pairs[0].here.link.endswith("later.mp4#t=700")
    assert row.pairs[0].there.link.endswith("first.mp4#t=100")


def test_a_mirrored_replay_is_shown_turned_over_as_well():
    told, case = reused(replay(mirrored=True))
    usual = judgement()
    found = replace(usual, case=case, verdict=replace(usual.verdict, findings=(told,)))

    assert html.page(found, lang=ENGLISH).count('<figure class="turned">') == 3


def frozen(**changed):
    """What is shown of a finding about a picture that stands still from minute 1 to 5."""
    still = Spell(Flaw.FROZEN, minutes(1, 5), minutes(1, 5), Speed.FULL, picture="still")
    told = about("footage-frozen", evidence=(Evidence(LATER, MINUTE, 5 * MINUTE),))
    case = Case((recording(LATER, at("08:30"), spells=(replace(still, **changed),)),))
    return Proofs.of(case).stretches((told,), VOICE), Proofs.of(case).replays((told,), VOICE)


def test_a_picture_of_what_stands_still_is_no_pair():
    (row,), replays = frozen()

    assert [one.caption for one in row.shots] == ["0:03:00 (08:33)"]
    assert not replays


def test_what_stands_still_is_shown_with_what_was_before_and_after_it():
    times = (55, 100, 180, 260, 305)
    (row,), _ = frozen(stills=tuple(Still(each * SECOND, "picture") for each in times))

    assert [one.caption.split(" ")[0] for one in row.shots] == ["before", "1", "2", "3", "after"]
    assert re.findall(r'class="flaw-sign"[^>]*>(\d)<', row.drawing) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("certain", "told"),
    [
        (minutes(1, 5), ""),
        (Interval(62 * SECOND, 300 * SECOND), "its edges are known to within 2 s"),
        (None, "a doubt: it may be shorter, or nothing at all"),
    ],
)
def test_how_exactly_the_edges_are_known_is_told(certain, told):
    (row,), _ = frozen(certain=certain)

    assert row.edges == told


def printed(spell: Spell) -> bytes:
    """The PDF about a replay, opened."""
    told, case = reused(spell)
    usual = judgement()
    found = replace(usual, case=case, verdict=replace(usual.verdict, findings=(told,)))
    return inflated(pdf(found, lang=CHINESE))


def test_the_pdf_holds_the_pictures_too():
    picture = base64.b64encode(cv2.imencode(".jpg", np.zeros((108, 192, 3), np.uint8))[1]).decode()
    pairs = tuple(Pair(at * MINUTE, at * MINUTE, picture, picture) for at in (11, 15, 19))

    assert printed(replay(pairs=pairs)).count(b"/Subtype/Image") == 1  # all of them are the same
    assert b"/Subtype/Image" not in printed(replay(pairs=()))


def test_a_drawing_in_a_pdf_brings_the_colours_of_the_page():
    (row,) = shown(replay())
    told = styled(row.drawing)

    assert "svg .flaw { fill: #fff; stroke: #a3281f" in told
    assert "var(" not in told


def over_files() -> tuple[Spell, tuple[Recording, ...]]:
    """A replay of a quarter of an hour over two files, and the other files that it is about."""
    ends = "recordings/ends.mp4"
    start, then = at("08:30", 20), at("09:15", 20)
    whole = (
        Portion(
            LATER,
            Interval(start + 40 * MINUTE, start + 45 * MINUTE),
            minutes(40, 45),
            minutes(41, 45),
            Place(FIRST, minutes(10, 15)),
        ),
        Portion(
            ends,
            Interval(then, then + 10 * MINUTE),
            minutes(0, 10),
            minutes(0, 9),
            Place(FIRST, minutes(15, 25)),
        ),
    )
    begin = whole[0]
    pairs = tuple(
        Pair(when * MINUTE, there * MINUTE, "here", "there", path, FIRST)
        for path, when, there in ((LATER, 42, 12), (ends, 2, 17), (ends, 7, 22))
    )
    spell = Spell(
        Flaw.REUSED,
        begin.span,
        begin.certain,
        Speed.KEY_FRAMES,
        begin.twin,
        pairs=pairs,
        whole=whole,
    )
    return spell, (recording(ends, then), recording(FIRST, at("08:30")))


def test_a_replay_over_files_is_told_from_its_first_file_to_its_last():
    spell, others = over_files()
    case = Case((recording(LATER, at("08:30", 20), spells=(spell,)), *others))

    (row,) = Proofs.of(case).replays((about("footage-reused"),), VOICE)

    assert row.here.told == (
        f"{LATER} 0:40:00–0:45:00  (20 Apr 2021 09:10–09:15), "
        "to recordings/ends.mp4 0:00:00–0:10:00  (20 Apr 2021 09:15–09:25)"
    )
    assert row.there.told.startswith(f"{FIRST} 0:10:00–0:15:00")
    assert row.there.told.endswith("(19 Apr 2021 08:45–08:55)")
    clocks = [pair.here.caption for pair in row.pairs]
    assert ["09:12" in clocks[0], "09:17" in clocks[1], "09:22" in clocks[2]] == [True] * 3


def test_a_replay_over_files_is_drawn_with_all_of_them():
    spell, others = over_files()
    case = Case((recording(LATER, at("08:30", 20), spells=(spell,)), *others))

    (row,) = Proofs.of(case).replays((about("footage-reused"),), VOICE)

    assert "09:10 – 09:25" in row.drawing
    assert "08:40 – 08:55" in row.drawing


def test_the_pictures_of_a_replay_over_files_name_their_files():
    spell, others = over_files()
    case = Case((recording(LATER, at("08:30", 20), spells=(spell,)), *others))

    (row,) = Proofs.of(case).replays((about("footage-reused"),), VOICE)

    assert [(pair.here.caption, pair.there.caption) for pair in row.pairs] == [
        ("later.mp4 · 0:42:00 (09:12)", "first.mp4 · 0:12:00 (08:42)"),
        ("ends.mp4 · 0:02:00 (09:17)", "first.mp4 · 0:17:00 (08:47)"),
        ("ends.mp4 · 0:07:00 (09:22)", "first.mp4 · 0:22:00 (08:52)"),
    ]


@pytest.mark.parametrize(("stretch_over", "linked"), [(True, 2), (False, 1)])
def test_every_file_of_a_stretch_leads_to_the_finding_that_tells_of_it(stretch_over, linked):
    usual = judgement()
    files = [one for one in usual.case.of(Recording) if one.path.startswith("recordings/cam1_T01")]
    whole = tuple(Portion(one.path, one.span, minutes(0, 9), minutes(0, 9)) for one in files[:2])
    marked = {
        one.path: replace(
            one,
            pictures=Pictures(
                Seen.LOOKED,
                spells=(
                    Spell(
                        Flaw.FROZEN,
                        minutes(0, 9),
                        minutes(0, 9),
                        Speed.FULL,
                        whole=whole if stretch_over else (),
                        number=number if stretch_over else 0,
                    ),
                ),
            ),
        )
        for number, one in enumerate(files[:2])
    }
    facts = [marked.get(getattr(fact, "path", ""), fact) for fact in usual.case.facts]
    found = replace(about("footage-frozen"), subject=Subject(recording=files[0].path))
    shown = replace(
        usual, case=Case(tuple(facts)), verdict=replace(usual.verdict, findings=(found,))
    )

    assert html.page(shown, lang=ENGLISH).count('<a href="#f1"><rect class="flaw') == linked
