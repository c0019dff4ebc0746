"""Who sat in which session, by the sign-in sheet."""

from evidence.domain.people import Learner
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import HOUR, Interval
from evidence.facts.attendance import Attended, learner_attendance
from tests.rules.building.attendance import row

ROSTER = (Learner("A"), Learner("B"), Learner("C"))
MORNING = Session("P1", Kind.PRACTICAL, Interval(0, HOUR), 1)


def attended(*rows: str) -> Attended:
    return Attended.by(tuple(map(row, rows)), ROSTER)


def test_who_has_no_row_on_a_list_of_exceptions_was_there() -> None:
    sheet = attended("A P1 absent", "B P2 present")

    assert sheet.count("P1") == 2
    assert not sheet.is_untold("C", "P1")


def test_who_has_no_row_where_others_are_present_is_not_told_of() -> None:
    sheet = attended("A P1 present")

    assert sheet.count("P1") == 1
    assert sheet.is_untold("B", "P1")
    assert not sheet.is_untold("A", "P1")
    assert sheet.expected("B", "P1")


def test_who_is_on_leave_was_not_in_the_room_even_when_made_up_for() -> None:
    sheet = attended("A P1 leave", "A P2 makeup P1")

    assert not sheet.was_at("A", "P1")
    assert sheet.was_at("A", "P2")


def test_a_list_of_those_present_leaves_a_make_up_session_to_those_who_made_up() -> None:
    sheet = attended("A P1 leave", "B P1 present", "A M1 makeup P1")

    assert sheet.count("M1") == 1
    assert not sheet.expected("B", "M1")


def test_a_list_of_exceptions_does_not_empty_the_session_somebody_made_up_in() -> None:
    assert attended("A P1 leave", "A P2 makeup P1").count("P2") == 3


def test_a_stranger_to_the_roster_is_not_counted() -> None:
    assert attended("A P1 present", "Z P1 present").count("P1") == 1


def test_the_order_of_two_rows_for_one_session_does_not_matter() -> None:
    assert not attended("A P1 present", "A P1 absent").was_at("A", "P1")
    assert not attended("A P1 absent", "A P1 present").was_at("A", "P1")


def test_a_sheet_without_a_row_tells_of_nobody() -> None:
    assert learner_attendance(ROSTER, (MORNING,), ()) == ()


def test_every_learner_of_the_roster_is_told_of_in_its_order() -> None:
    told = learner_attendance(ROSTER, (MORNING,), (row("B P1 absent"),))

    assert [(one.learner, one.attended) for one in told] == [("A", 1), ("B", 0), ("C", 1)]
