from pathlib import Path

from evidence.domain.text import Length
from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.sources.live.books import Books
from evidence.sources.live.journal import (
    Entry,
    Journal,
    Missed,
    What,
    breaks,
    read,
    tell_interruptions,
)
from evidence.sources.live.lost import Lost
from evidence.sources.remarks import Remarks
from tests.sources import bundles

T0 = 1_618_794_000 * SECOND


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "front")
    entries = (
        Entry(T0, What.RECORDING),
        Entry(T0 + 1_234_000, What.INTERRUPTED, Lost.ENDED, 'he said "bye", and\nwent'),
        Entry(T0 + MINUTE, What.STOPPED),
    )
    for entry in entries:
        journal.add(entry)

    first, second, third = journal.entries()
    assert (first, third) == (entries[0], entries[2])
    assert (second.at, second.why) == (T0 + 1_234_000, Lost.ENDED)
    assert second.detail == "he said 'bye', and�went"
    assert journal.path.read_text().splitlines()[0] == "at,event,reason,detail"


def test_a_break_has_the_reason_that_held_longest() -> None:
    entries = (
        Entry(T0, What.RECORDING),
        Entry(T0 + 10 * SECOND, What.INTERRUPTED, Lost.ENDED),
        Entry(T0 + 11 * SECOND, What.INTERRUPTED, Lost.UNREACHABLE),
        Entry(T0 + 40 * SECOND, What.RECORDING),
    )
    span = Interval(T0 + 10 * SECOND, T0 + 40 * SECOND)
    assert list(breaks(entries)) == [Missed(span, Lost.UNREACHABLE)]


def test_what_nobody_wanted_is_no_break() -> None:
    entries = (
        Entry(T0, What.RECORDING),
        Entry(T0 + MINUTE, What.STOPPED),
        Entry(T0 + 9 * MINUTE, What.RECORDING),
    )
    assert not list(breaks(entries))


def test_a_break_that_lasts_has_no_length_yet() -> None:
    assert not list(breaks([Entry(T0, What.INTERRUPTED, Lost.LOGIN)]))


def test_rows_that_can_not_be_read_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "front_journal.csv"
    path.write_text(
        "at,event,reason,detail\nyesterday,recording,,\n2021-04-19T01:00:00.000Z,danced,,\n"
        "2021-04-19T01:00:00.000Z,interrupted,boredom,\n2021-04-19T01:00:00.000Z\n"
        "2021-04-19T01:00:00.000Z,recording,,\n"
    )
    assert list(read(path)) == [Entry(T0, What.RECORDING)]
    assert not list(read(tmp_path / "none.csv"))


def test_a_bundle_s_check_tells_why_a_camera_was_not_recorded(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "recordings" / "front")
    journal.add(Entry(T0, What.RECORDING))
    journal.add(Entry(T0 + MINUTE, What.INTERRUPTED, Lost.ROOM))
    journal.add(Entry(T0 + 3 * MINUTE, What.RECORDING))
    journal.add(Entry(T0 + 4 * MINUTE, What.INTERRUPTED, Lost.ENDED))
    journal.add(Entry(T0 + 4 * MINUTE + SECOND // 2, What.RECORDING))
    remarks = Remarks()
    files = {
        "recordings/front/front_journal.csv": journal.path,
        "recordings/back_journal.csv": journal.path,
    }

    tell_interruptions(files, remarks)

    (note,) = remarks.notes
    values = dict(note.message.values)
    assert (values["camera"], values["length"]) == ("front", Length(2 * MINUTE))
    assert "disk was full" in note.message.pattern
    assert not remarks.problems


def test_an_outage_of_hours_is_one_row(tmp_path: Path) -> None:
    folder = tmp_path / "front"
    books = Books("front")
    for minute in range(60):
        books.tell([folder], Entry(T0 + minute * MINUTE, What.INTERRUPTED, Lost.UNREACHABLE))
    assert [entry.at for entry in Journal(folder).entries()] == [T0]


def test_a_class_that_is_over_is_no_longer_recorded(tmp_path: Path) -> None:
    first, second = tmp_path / "C1" / "front", tmp_path / "C2" / "front"
    books = Books("front")
    books.tell([first], Entry(T0, What.RECORDING))
    books.tell([second], Entry(T0 + MINUTE, What.RECORDING))

    assert [entry.what for entry in Journal(first).entries()] == [What.RECORDING, What.STOPPED]
    assert [entry.what for entry in Journal(second).entries()] == [What.RECORDING]


def test_what_a_full_disk_does_not_take_is_written_later(tmp_path: Path) -> None:
    folder = tmp_path / "front"
    folder.write_text("a file where the folder should be")
    books = Books("front")
    books.tell([folder], Entry(T0, What.INTERRUPTED, Lost.ROOM))
    folder.unlink()
    books.tell([folder], Entry(T0 + MINUTE, What.RECORDING))

    (missed,) = breaks(Journal(folder).entries())
    assert missed == Missed(Interval(T0, T0 + MINUTE), Lost.ROOM)


def test_a_journal_is_read_with_its_bundle_and_is_no_footage(tmp_path: Path) -> None:
    rows = (
        "at,event,reason,detail\n2021-04-19T01:10:00.000Z,interrupted,login,\n"
        "2021-04-19T01:20:00.000Z,recording,,\n"
    )
    path = "recordings/cam1/cam1_journal.csv"
    bundle = bundles.read(tmp_path, {path: rows})

    (note,) = [note for note in bundle.notes if note.path == path]
    assert note.code == "recorder-interrupted"
    assert dict(note.message.values)["length"] == Length(10 * MINUTE)
    assert path not in {file.path for file in bundle.footage}
