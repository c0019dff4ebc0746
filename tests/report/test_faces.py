"""The faces of a report: what stands beside whose portrait, and where a click leads."""

import re
from dataclasses import replace

import pytest

from evidence.domain.people import Learner
from evidence.domain.presence import (
    ClassFaces,
    Face,
    Likeness,
    Look,
    Portrait,
    PortraitFault,
    Sighting,
    Thresholds,
    Track,
)
from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.facts.case import Case
from evidence.facts.presence import HourFaces, LearnerFaces, Placed
from evidence.pipeline.judgement import Judgement
from evidence.report import html
from evidence.report.language import CHINESE, ENGLISH
from tests.report.judgements import SESSIONS, judgement

LIMITS = Thresholds(match=520, margin=40, possible=650, smallest_face=48)
BOX = Face(10, 20, 60, 80, 90)
PATH = "recordings/第一 课.mp4"
PICTURE = "QUJD" * 1_000  # as large as a close-up is


def looked_at(distances: tuple[int, ...], learners: int = 1) -> Judgement:
    """A judgement in which learners were seen so in the first class hours of the first session."""
    plain = judgement()
    hours = list(SESSIONS[0].hours())
    roster = tuple(
        Learner(f"L{n:03d}", name="测试学员", photo=f"photos/{n}.jpg") for n in range(learners)
    )
    seen = [
        HourFaces(hours[at], learners, LIMITS, tuple(_placed(one.id, far) for one in roster))
        for at, far in enumerate(distances)
    ]
    facts = [*seen, *(LearnerFaces(one.id, hour) for hour in seen for one in roster)]
    portraits = tuple((one.id, (Portrait(one.id * 16, None, BOX),)) for one in roster)
    found = replace(
        plain,
        bundle=replace(
            plain.bundle,
            learners=roster,
            digests={**plain.bundle.digests, **{one.photo: one.id * 16 for one in roster}},
        ),
        case=Case((*plain.case.facts, *facts)),
        faces=ClassFaces(portraits, thresholds=LIMITS),
    )
    return replace(
        found, close_ups={spot: PICTURE for album in found.albums() for spot in album.spots()}
    )


def _placed(who: str, distance: int) -> Placed:
    track = Track(100 * SECOND, 400 * SECOND, 5, 80, (Look(200 * SECOND, BOX, 1.0, b"v"),))
    start = SESSIONS[0].span.start
    sighting = Sighting(PATH, track, (Likeness(who, distance), Likeness("other", 990)))
    return Placed(sighting, Interval(start, start + 5 * MINUTE), 5)


def section(page: str) -> str:
    return page[page.index('<section class="faces">') :].split("</section>", maxsplit=1)[0]


def test_a_portrait_stands_beside_the_looks_and_their_distance_on_a_scale() -> None:
    told = section(html.page(looked_at((310, 480)), lang=ENGLISH))

    assert told.count("data:image/jpeg;base64") == 3, "the portrait, and a look of each class hour"
    assert "0.31" in told
    assert "same person" in told
    assert told.count('class="threshold"') == 2


def test_a_distance_is_never_told_as_a_percentage() -> None:
    told = section(html.page(looked_at((310, 600)), lang=CHINESE))

    assert "%" not in re.sub(r'(href|src)="[^"]*"', "", told)


def test_a_distance_between_the_thresholds_is_told_as_open() -> None:
    sure, unsure = (section(html.page(looked_at((far,)), lang=ENGLISH)) for far in (520, 521))

    assert 'class="mark"' in sure
    assert 'class="mark unsure"' in unsure
    assert "can&#39;t tell</span>" in unsure


def test_one_click_leads_to_the_second_of_the_footage_where_that_is_at_hand() -> None:
    told = section(html.page(looked_at((310,)), lang=ENGLISH, files="../class/"))

    place = "../class/recordings/%E7%AC%AC%E4%B8%80%20%E8%AF%BE.mp4#t=198"
    assert told.count(f'href="{place}"') == 2, "the picture, and the class hour"


def test_one_click_leads_to_the_drawing_of_the_session_where_it_is_not() -> None:
    told = section(html.page(looked_at((310,)), lang=ENGLISH))

    assert set(re.findall(r'href="([^"]*)"', told)) == {"#s1"}


def test_an_hour_in_which_a_learner_was_not_recognised_is_told() -> None:
    told = section(html.page(looked_at((310, 651)), lang=ENGLISH))

    assert "T01·2: nobody like this learner was recognised" in told


def test_a_page_without_faces_has_no_such_section() -> None:
    assert 'class="faces"' not in html.page(judgement(), lang=ENGLISH)


def test_names_in_it_are_masked() -> None:
    assert "测试学员" not in html.page(looked_at((310,)), lang=CHINESE)


def test_a_class_of_eighty_learners_stays_light() -> None:
    page = html.page(looked_at((310, 410, 510, 600), learners=80), lang=CHINESE)

    assert page.count("data:image/jpeg") == 80 * 4
    assert len(page) < 2_500_000


def test_a_learner_who_was_recognised_nowhere_has_the_nearest_face_on_the_scale() -> None:
    told = section(html.page(looked_at((720,)), lang=ENGLISH))

    assert "recognised nowhere in the footage: the nearest face, 0.72 away" in told
    assert told.count('class="mark cross"') == 1
    assert "the nearest face in the footage, of somebody else" in told
    assert told.count("data:image/jpeg;base64") == 1, "the portrait, and no face of somebody else"


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (PortraitFault.BLURRED, "no portrait of this learner is good enough"),
        (None, "no face in the footage is large and clear enough"),
    ],
)
def test_where_nothing_was_compared_a_line_says_why_in_place_of_an_empty_scale(
    fault: PortraitFault | None, why: str
) -> None:
    seen = looked_at(())
    hour = HourFaces(next(SESSIONS[0].hours()), 1, LIMITS)
    portraits = (("L000", (Portrait("L000" * 16, fault, BOX),)),)
    facts = (*seen.case.facts, hour, LearnerFaces("L000", hour))
    none = replace(
        seen, case=Case(facts), faces=ClassFaces(portraits, thresholds=LIMITS), close_ups={}
    )
    told = section(html.page(none, lang=ENGLISH))

    assert f"nothing was compared: {why}" in told
    assert "<svg" not in told
