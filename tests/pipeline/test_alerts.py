"""Alerts: each matter told once, however often it is seen and whoever is restarted."""

from evidence.domain.findings import Outcome, Ruling
from evidence.domain.text import say
from evidence.domain.time import MINUTE, Timeline
from evidence.pipeline.alerts import RECOVERED, Matter, Told, key_of, matters
from evidence.pipeline.segments import Fault, Trouble
from evidence.pipeline.watch import ClassNow, Look
from evidence.pipeline.watching import State, WatchedHour
from evidence.store.memory import MemoryStore
from tests.pipeline.classes import MORNING, session

HOUR = next(session().hours())
RULING = Ruling(Outcome.BREACHED, say("no footage"))


def look(*states: State, since: int = MORNING, faults: tuple[Fault, ...] = ()) -> Look:
    hours = tuple(
        WatchedHour(HOUR, state, RULING, MORNING, Timeline(), silent_since=since)
        for state in states
    )
    troubles = tuple(Trouble(f"recordings/{fault}.mp4", fault) for fault in faults)
    return Look(MORNING, (ClassNow("INST-7/A", hours=hours, troubles=troubles),))


class Teller:
    """One process that tells on one channel, over a store that stays."""

    def __init__(self, store: MemoryStore, channel: str = "mail") -> None:
        self.told = Told.of(store.audit, 0)
        self.channel = channel

    def fresh(self, seen: Look) -> tuple[Matter, ...]:
        return self.told.fresh(self.channel, matters(seen))

    def tell(self, seen: Look) -> list[str]:
        fresh = self.fresh(seen)
        for matter in fresh:
            self.told.tell(self.channel, matter, MORNING)
        return [matter.state for matter in fresh]


def test_what_was_told_is_not_told_again_by_this_process_or_the_next() -> None:
    store = MemoryStore.empty()
    teller = Teller(store)

    assert teller.tell(look(State.AT_RISK)) == ["at-risk"]
    assert teller.tell(look(State.AT_RISK)) == []
    assert Teller(store).tell(look(State.AT_RISK)) == []


def test_what_gets_worse_is_told_and_so_is_what_recovers() -> None:
    teller = Teller(MemoryStore.empty())
    course = [State.WAITING, State.AT_RISK, State.LOST, State.LOST, State.STANDS, State.STANDS]

    assert [teller.tell(look(state)) for state in course] == [
        [],
        ["at-risk"],
        ["lost"],
        [],
        [RECOVERED],
        [],
    ]


def test_nobody_is_told_that_all_is_well_who_was_not_told_otherwise() -> None:
    assert Teller(MemoryStore.empty()).tell(look(State.RECORDING)) == []


def test_a_second_silence_of_an_hour_is_another_matter_with_another_id() -> None:
    teller = Teller(MemoryStore.empty())
    first = teller.fresh(look(State.AT_RISK))
    teller.tell(look(State.AT_RISK))
    teller.tell(look(State.RECORDING))

    second = teller.fresh(look(State.AT_RISK, since=MORNING + MINUTE))

    assert [matter.state for matter in second] == ["at-risk"]
    assert key_of(first, "mail") != key_of(second, "mail")


def test_a_channel_that_failed_catches_up_with_how_it_is_now() -> None:
    store = MemoryStore.empty()
    mail, webhook = Teller(store), Teller(store, "webhook")
    mail.tell(look(State.AT_RISK))  # the webhook did not take it

    assert webhook.tell(look(State.LOST)) == ["lost"]
    assert Teller(store, "webhook").tell(look(State.LOST)) == []


def test_each_faulty_file_is_told_once_and_by_itself() -> None:
    teller = Teller(MemoryStore.empty())

    assert teller.tell(look(faults=(Fault.EMPTY,))) == ["empty"]
    assert teller.tell(look(faults=(Fault.EMPTY, Fault.UNDATED))) == ["undated"]


def test_what_was_told_long_ago_is_another_days() -> None:
    store = MemoryStore.empty()
    Teller(store).tell(look(State.AT_RISK))

    assert Told.of(store.audit, MORNING).last
    assert not Told.of(store.audit, MORNING + 1).last
