"""What every record of faces promises: in memory, on SQLite and on PostgreSQL."""

from dataclasses import replace

from evidence.pipeline.face_record import FaceSheet
from evidence.pipeline.ledger import Observation
from evidence.pipeline.store import Store

NOW = 1_800_000_000_000_000


def sheet(of: str, content: str = "a", *people: str, code: str = "1") -> FaceSheet:
    return FaceSheet(of, content * 64, code, f"faces of {of}", 3, f"names of {of}", people)


def test_sheets_come_in_the_order_in_which_they_were_kept_and_without_names(store: Store) -> None:
    assert store.faces.extent() == 0

    for of in ("B", "A"):
        store.faces.put(sheet(of), NOW)

    assert store.faces.extent() == 2
    assert list(store.faces.sheets("1", 2, "")) == [
        replace(sheet(of), names="", number=number) for number, of in ((1, "B"), (2, "A"))
    ]


def test_a_class_is_not_among_those_that_it_is_held_against(store: Store) -> None:
    for content in "ab":
        store.faces.put(sheet("A", content), NOW)
    store.faces.put(sheet("B"), NOW)

    assert [one.of for one in store.faces.sheets("1", 9, "A")] == ["B"]


def test_only_what_was_kept_by_then_and_by_the_same_code_is_asked(store: Store) -> None:
    for of in ("A", "B", "C"):
        store.faces.put(sheet(of, code="2" if of == "B" else "1"), NOW)

    assert [one.of for one in store.faces.sheets("1", 2, "")] == ["A"]


def test_many_sheets_are_read_in_parts_and_all_of_them(store: Store) -> None:
    for number in range(401):
        store.faces.put(sheet(f"C{number}"), NOW)

    assert [one.number for one in store.faces.sheets("1", 400, "")] == list(range(1, 401))


def test_what_a_class_hands_in_again_is_kept_once(store: Store) -> None:
    for content in "aab":
        store.faces.put(sheet("A", content, "who"), NOW)

    assert [one.content[0] for one in store.faces.sheets("1", 9, "")] == ["a", "b"]
    assert store.faces.stored() == 6


def test_people_are_found_by_their_marks(store: Store) -> None:
    store.faces.put(sheet("A", "a", "me", "you", "me"), NOW)
    store.faces.put(sheet("B", "a", "you"), NOW)

    assert store.faces.having(["you", "nobody"], 9) == [1, 2]
    assert store.faces.having(["you"], 1) == [1]
    assert store.faces.having(["me", "nobody"], 9) == [1]
    assert store.faces.having([], 9) == []


def test_whose_faces_they_are_is_kept_apart_and_comes_by_number(store: Store) -> None:
    store.faces.put(sheet("A"), NOW)

    assert store.faces.names([1, 2]) == {1: ("A", "a" * 64, "names of A")}


def test_retention_takes_faces_away_with_whose_they_were_and_says_so(store: Store) -> None:
    store.faces.put(sheet("A", "a", "me"), NOW)
    store.faces.put(sheet("B", "a", "me"), NOW + 1)

    purged = store.retention.purge(before=NOW + 1, by="schedule", now=NOW + 2)

    assert purged.faces == 3
    assert [one.of for one in store.faces.sheets("1", 9, "")] == ["B"]
    assert store.faces.having(["me"], 9) == [2]
    assert list(store.faces.names([1, 2])) == [2]
    assert store.audit.entries()[-1].details["faces"] == 3


def test_faces_may_go_before_the_verdicts_with_all_that_was_seen_of_them(store: Store) -> None:
    for code in ("1/faces/key", "1/portrait/key", "1/packets"):
        store.observations.put(Observation("d" * 64, code, "sealed"), NOW)
    store.faces.put(sheet("A"), NOW)

    purged = store.retention.purge(before=0, by="schedule", now=NOW + 2, faces_before=NOW + 1)

    assert (purged.observations, purged.faces) == (2, 3)
    assert store.observations.get("d" * 64, "1/packets") == "sealed"
    assert store.observations.get("d" * 64, "1/faces/key") is None
    assert store.audit.entries()[-1].details["faces_before"] == NOW + 1


def test_a_number_is_never_given_twice(store: Store) -> None:
    for number, of in enumerate("AB"):
        store.faces.put(sheet(of), NOW + number)

    store.retention.purge(before=NOW + 9, by="schedule", now=NOW + 9)
    store.faces.put(sheet("C"), NOW + 10)

    assert [one.number for one in store.faces.sheets("1", 9, "")] == [3]
