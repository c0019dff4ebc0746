"""The watch put together: real files, a real store, a real mail server, and a clock that is set."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.time import DAY, MINUTE, SECOND
from evidence.pipeline.alerts import Told
from evidence.pipeline.ports import Progress
from evidence.pipeline.remembered import RememberedFootage
from evidence.pipeline.watching import State
from evidence.service.lock import RunsAlready
from evidence.sources.deployment import Deployment
from evidence.wiring.alerting import Alerting
from evidence.wiring.deployment import deployment, store_of
from evidence.wiring.watching import LATE, Watching, states, watch_of, watching
from tests.analyzers.media.films import film
from tests.notify.mailbox import Mailbox, certificate, listening
from tests.sources.bundles import written
from tests.wiring.deployments import Hand, config

NINE = int(datetime(2021, 4, 20, 1, tzinfo=UTC).timestamp()) * SECOND  # P01 begins in Shanghai
CLASS = "INST-7/A"
SEGMENT = "recordings/cam1/cam1_20210420_090000.mp4"
QUICK = "[watch]\nsegment_seconds = 20\ndelay_seconds = 10\n"


def deployed(folder: Path, settings: str = "") -> Deployment:
    made = deployment(config(folder, settings))
    written(folder / "landing" / CLASS, {"recordings/a.mp4": None, "recordings.csv": None})
    return made


def to_mail(port: int) -> str:
    return (
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        'sender = "evidence@city.example"\n'
        '[[institution]]\nid = "INST-7"\nmail = ["office@school.example"]\n'
    )


def look_and_tell(at: Deployment, clock: Hand) -> None:
    """One look of a process that has just begun."""
    store = store_of(at, set_up=True)
    try:
        Alerting(at, Told.of(store.audit, clock.time - DAY)).tell(watch_of(at, clock).look())
    finally:
        store.close()


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


def test_the_institution_is_told_once_until_when_the_hour_can_be_saved_and_when_it_is(
    tmp_path: Path, pem: Path
) -> None:
    box, clock = Mailbox(), Hand(NINE + 35 * SECOND)
    with listening(box, pem, security="none") as port:
        at = deployed(tmp_path, QUICK + to_mail(port))
        for _ in range(2):  # the second is another process
            look_and_tell(at, clock)
        (mail,) = box.mails
        segment = tmp_path / "landing" / CLASS / SEGMENT
        segment.parent.mkdir(parents=True)
        film(segment, seconds=20, rate=5)
        look_and_tell(at, clock)

    assert mail["Subject"] == "请立即处理：1 个学时未在录像（INST-7）"
    assert "最迟从 2021-04-20 09:30:00 起" in mail.get_content()
    assert [each["Subject"] for each in box.mails[1:]] == ["已恢复录像（INST-7）"]


def test_what_a_mail_server_refused_is_told_with_the_next_look(tmp_path: Path, pem: Path) -> None:
    box, clock = Mailbox(refused={"office@school.example"}), Hand(NINE + 35 * SECOND)
    with listening(box, pem, security="none") as port:
        at = deployed(tmp_path, QUICK + to_mail(port))
        look_and_tell(at, clock)
        box.refused.clear()
        look_and_tell(at, clock)

    assert len(box.mails) == 1


def test_what_was_told_stands_in_the_audit_log_without_an_address(
    tmp_path: Path, pem: Path
) -> None:
    with listening(Mailbox(), pem, security="none") as port:
        at = deployed(tmp_path, QUICK + to_mail(port))
        look_and_tell(at, Hand(NINE + 35 * SECOND))

    store = store_of(at)
    entries = store.audit.entries()
    store.close()
    assert [entry.details["channel"] for entry in entries] == ["log", "mail"]
    assert "@" not in json.dumps([dict(entry.details) for entry in entries])


def test_footage_of_a_source_is_waited_for_as_long_as_it_settles_and_is_asked(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "nas"
    source = f'[[source]]\nkind = "files"\nname = "nas"\ninstitution = "INST-7"\nurl = "{folder}"\n'
    at = deployed(tmp_path, QUICK + source)
    reach = (20 + 10 + 120 + 60 + 2) * SECOND

    before = watch_of(at, Hand(NINE + reach)).look()
    after = watch_of(at, Hand(NINE + reach + 1)).look()

    assert states(before)[State.AT_RISK] == 0
    assert states(after)[State.AT_RISK] == 1


@contextmanager
def under_way(at: Deployment, clock: Hand) -> Iterator[tuple[Watching, Event]]:
    """A watch that looks by itself, and what is set with each of its looks."""
    looked = Event()
    with watching(at, Event(), lambda _: looked.set(), clock) as made:
        thread = Thread(target=made.until_stopped)
        thread.start()
        try:
            yield made, looked
        finally:
            made.end()
            thread.join()


def test_a_segment_that_arrives_wakes_the_watch_and_monitors_see_it(tmp_path: Path) -> None:
    clock = Hand(NINE + 35 * SECOND)
    at = deployed(tmp_path, QUICK.replace("[watch]", '[watch]\nlisten = ""\nevery_seconds = 30'))
    ready = film(tmp_path / "ready.mp4", seconds=20, rate=5)
    with under_way(at, clock) as (made, looked):
        assert looked.wait(30)
        assert made.ills() == ("class hours that are not being recorded: 1",)
        looked.clear()
        segment = tmp_path / "landing" / CLASS / SEGMENT
        segment.parent.mkdir(parents=True)
        ready.replace(segment)

        assert looked.wait(30)
        assert made.wake.wait(30) or made.last
    look = made.watch.look()
    assert states(look)[State.AT_RISK] == 0


def test_a_source_in_a_folder_is_asked_while_it_owes_footage(tmp_path: Path) -> None:
    clock = Hand(NINE + 35 * SECOND)
    folder = tmp_path / "nas"
    film_at = folder / "cam1" / "cam1_20210420_090000.mp4"
    film_at.parent.mkdir(parents=True)
    film(film_at, seconds=20, rate=5)
    at = deployed(
        tmp_path,
        '[watch]\nlisten = ""\nsegment_seconds = 20\ndelay_seconds = 0\nask_every_seconds = 1\n'
        '[[source]]\nkind = "files"\nname = "nas"\ninstitution = "INST-7"\n'
        f'url = "{folder}"\nsettled_seconds = 0\n',
    )
    with under_way(at, clock) as (made, looked):
        while not (made.last and states(made.last)[State.RECORDING]):
            looked.clear()
            assert looked.wait(30)


def test_monitors_are_told_when_nobody_looks_any_more(tmp_path: Path) -> None:
    clock = Hand(NINE - MINUTE)
    at = deployed(tmp_path, '[watch]\nlisten = "127.0.0.1:0"\n')
    with watching(at, Event(), lambda _: None, clock) as made:
        made.round()
        assert made.ills() == ()
        assert 'evidence_watch_class_hours{state="ahead"} 4.0' in made.metrics().decode()

        clock.time += LATE
        assert made.ills() == ()
        clock.time += 1
        assert len(made.ills()) == 1


def test_a_second_watch_over_one_landing_folder_is_refused(tmp_path: Path) -> None:
    at = deployed(tmp_path, '[watch]\nlisten = ""\n')

    def one() -> AbstractContextManager[Watching]:
        return watching(at, Event(), lambda _: None, Hand(NINE))

    with one(), pytest.raises(RunsAlready, match="evidence watch runs already"), one():
        pass


class Closed:
    """An observer that may not be asked to open any file."""

    def observe(self, bundle: ClassBundle, progress: Progress) -> tuple[Recording, ...]:
        assert not bundle.footage
        return ()


def test_a_watch_that_begins_again_reads_no_recording_again(tmp_path: Path) -> None:
    at, clock = deployed(tmp_path, QUICK), Hand(NINE + 35 * SECOND)
    segment = tmp_path / "landing" / CLASS / SEGMENT
    segment.parent.mkdir(parents=True)
    film(segment, seconds=20, rate=5)
    store = store_of(at, set_up=True)
    first = watch_of(at, clock, store.observations).look()

    again = watch_of(at, clock, store.observations)
    assert isinstance(again.footage, RememberedFootage)
    again.footage = replace(again.footage, observer=Closed())
    second = again.look()
    store.close()

    assert states(first) == states(second)
