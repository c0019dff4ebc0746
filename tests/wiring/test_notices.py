"""The morning put together: a night's summary in a real store, sent to a real mail server."""

import json
from pathlib import Path

import pytest

from evidence.domain.findings import Standing
from evidence.domain.time import HOUR, MINUTE, Interval
from evidence.notify.unsent import NotSent
from evidence.pipeline.outcome import HourOutcome
from evidence.pipeline.store import Run
from evidence.pipeline.summary import ClassNight, End, NightSummary, Pulled, as_json
from evidence.wiring.schedule import Scheduled, notices
from tests.notify.mailbox import Mailbox, certificate, listening
from tests.wiring.deployments import TWO_AT_NIGHT, Hand, scheduled

MORNING = TWO_AT_NIGHT + 5 * HOUR + 30 * MINUTE
LOST = HourOutcome(
    "S1", 1, Interval(TWO_AT_NIGHT - 9 * HOUR, TWO_AT_NIGHT - 8 * HOUR), Standing.INVALID, 0
)
CLASSES = (
    ClassNight("INST-7/C-1", End.INVALID, under_way=True, lost=(LOST,)),
    ClassNight("INST-8/C-2", End.VALID),
)


def config(port: int) -> str:
    institutions = "".join(
        f'[[institution]]\nid = "{name}"\nmail = ["{name}@school.example"]\n'
        for name in ("INST-7", "INST-8")
    )
    return (
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        f'sender = "evidence@city.example"\n{institutions}'
    )


def after_a_night(folder: Path, port: int, *, ended: bool = True, now: int = MORNING) -> Scheduled:
    made = scheduled(folder, config(port), Hand(now))
    summary = NightSummary("2021-04-20", "", 1, 2, CLASSES, Pulled())
    with made.store() as store:
        store.runs.begin(Run("2021-04-20", "", "here", TWO_AT_NIGHT))
        if ended:
            store.runs.end("2021-04-20", "", json.dumps(as_json(summary)), TWO_AT_NIGHT + HOUR)
    return made


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


def test_whom_there_is_something_to_tell_gets_one_mail_a_date_in_their_language(
    tmp_path: Path, pem: Path
) -> None:
    box = Mailbox()
    with listening(box, pem, security="none") as port:
        notices(after_a_night(tmp_path, port))
        notices(after_a_night(tmp_path, port))  # another process, later

    (mail,) = box.mails
    assert mail["To"] == "INST-7@school.example"
    assert mail["Subject"] == "培训材料 2021-04-20：1 个班需要处理（INST-7）"
    assert "在 2021-05-04 17:00:00 之前补交的录像仍会核验。" in mail.get_content()


def test_each_that_went_out_stands_in_the_audit_log_without_an_address(
    tmp_path: Path, pem: Path
) -> None:
    with listening(Mailbox(), pem, security="none") as port:
        made = after_a_night(tmp_path, port)
        notices(made)

    with made.store() as store:
        (entry,) = store.audit.entries()
        assert store.audit.verify().breaks == ()
    assert entry.event == "notice-sent"
    assert {name: entry.details[name] for name in ("date", "institution", "channel")} == {
        "date": "2021-04-20",
        "institution": "INST-7",
        "channel": "mail",
    }
    assert "@" not in json.dumps(dict(entry.details))


def test_a_mail_that_was_refused_is_sent_with_the_next_look(tmp_path: Path, pem: Path) -> None:
    box = Mailbox(refused={"INST-7@school.example"})
    with listening(box, pem, security="none") as port:
        made = after_a_night(tmp_path, port)
        with pytest.raises(NotSent, match="2021-04-20"):
            notices(made)
        box.refused.clear()
        notices(made)

    assert len(box.mails) == 1


@pytest.mark.parametrize("now", [MORNING - 1, MORNING + 6 * HOUR])
def test_before_the_morning_and_after_the_grace_nobody_is_told(
    now: int, tmp_path: Path, pem: Path
) -> None:
    box = Mailbox()
    with listening(box, pem, security="none") as port:
        notices(after_a_night(tmp_path, port, now=now))

    assert box.mails == []


def test_while_the_night_still_runs_nobody_is_told(tmp_path: Path, pem: Path) -> None:
    box = Mailbox()
    with listening(box, pem, security="none") as port, pytest.raises(NotSent):
        notices(after_a_night(tmp_path, port, ended=False))

    assert box.mails == []
