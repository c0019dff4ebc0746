"""What every record of prints promises: in memory, on SQLite and on PostgreSQL."""

from dataclasses import replace

from evidence.pipeline.record import Hit, KnownPrint
from evidence.pipeline.store import Store


def known(name: str, *words: tuple[int, int], subject: str = "a/1") -> KnownPrint:
    digest = (name * 64)[:64]
    return KnownPrint(digest, "b" * 64, subject, f"{name}.mp4", "cam1", 7, "1", "body", words)


def test_prints_are_numbered_in_the_order_in_which_they_were_kept(store: Store) -> None:
    assert store.prints.extent() == 0

    store.prints.put([known("2"), known("1")])
    store.prints.put([known("0")])

    assert store.prints.extent() == 3
    assert [one.path for one in store.prints.get([1, 2, 3])] == ["1.mp4", "2.mp4", "0.mp4"]


def test_a_print_comes_back_as_it_was_put_without_its_words(store: Store) -> None:
    store.prints.put([known("1", (5, 10))])

    assert store.prints.get([1]) == [replace(known("1"), number=1)]


def test_the_same_recording_of_one_class_is_kept_once(store: Store) -> None:
    store.prints.put([known("1", (5, 10))])
    store.prints.put([known("1", (5, 10)), known("1", (5, 10), subject="a/2")])

    assert [one.subject for one in store.prints.get(range(1, 9))] == ["a/1", "a/2"]
    assert len(store.prints.hits([5], 99)) == 2


def test_a_place_in_another_class_leads_to_what_was_kept_of_it_last(store: Store) -> None:
    store.prints.put([known("1"), known("2", subject="a/2")])
    store.prints.put([replace(known("3", subject="a/3"), path="1.mp4")])

    assert store.prints.behind("b" * 64, "2.mp4") == ("a/2", "2" * 64)
    assert store.prints.behind("b" * 64, "1.mp4") == ("a/3", "3" * 64)
    assert store.prints.behind("c" * 64, "1.mp4") is None


def test_words_are_found_in_what_was_known_by_then(store: Store) -> None:
    store.prints.put([known("1", (5, 10), (6, 20), (5, 30))])
    store.prints.put([known("2", (5, 40))])

    assert store.prints.hits([5, 7], 1) == [Hit(5, 1, 10), Hit(5, 1, 30)]
    assert store.prints.hits([5], 2)[-1] == Hit(5, 2, 40)


def test_many_words_are_asked_for_at_once(store: Store) -> None:
    store.prints.put([known("1", *((word, word) for word in range(0, 20_000, 7)))])

    assert len(store.prints.hits(range(20_000), 1)) == len(range(0, 20_000, 7))
