"""``evidence watch`` as an operator and a script call it."""

import json
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jsonschema import validate
from typer.testing import CliRunner

from evidence.cli.app import app
from evidence.report.answers import Answer, schema
from tests.sources.bundles import CLASS, SCHEDULE, written
from tests.wiring.deployments import config

EVIDENCE = Path(sys.executable).with_name("evidence")
SETTINGS = '[watch]\nlisten = "127.0.0.1:0"\n'
CONFIG = Path(__file__).parents[2] / "config"
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment of its own."""
    folder = config(tmp_path, SETTINGS)
    for name in ("policies", "rules.toml"):
        (folder / name).symlink_to(CONFIG / name)
    monkeypatch.setenv("EVIDENCE_CONFIG", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def begun(folder: Path, minutes: int) -> Path:
    """A class whose one practical class hour of 45 min began so long ago, with no footage."""
    # As it is now, and not when the tests were gathered: that may be many minutes ago.
    start = datetime.now(ZONE).replace(microsecond=0) - timedelta(minutes=minutes)
    end = start + timedelta(minutes=45)
    heading = SCHEDULE.splitlines()[0]
    days = CLASS.replace("2021-04-19", f"{start:%F}").replace("2021-04-30", f"{end:%F}")
    return written(
        folder / "landing/INST-7/A",
        {
            "class.toml": days.replace('"blended"', '"offline"'),
            "schedule.csv": f"{heading}\nP01,practical,{start:%F %T},{end:%F %T},1,R1,cam1,W\n",
            **dict.fromkeys(("attendance.csv", "recordings.csv", "recordings/a.mp4")),
            **dict.fromkeys(("course.csv", "online/log.jsonl")),
        },
    )


def once(*arguments: str) -> tuple[int, str]:
    came = CliRunner().invoke(app, ["watch", "--once", *arguments], catch_exceptions=False)
    return came.exit_code, came.stdout


@pytest.mark.parametrize(
    ("minutes", "code", "state"), [(-60, 0, "ahead"), (10, 1, "at-risk"), (60, 3, "lost")]
)
def test_scripts_learn_by_the_exit_code_whether_something_can_still_be_saved(
    minutes: int, code: int, state: str, tmp_path: Path
) -> None:
    begun(tmp_path, minutes)

    came, answer = once("--json")

    told = json.loads(answer)
    validate(told, schema(Answer.WATCH))
    states = [hour["state"] for each in told["classes"] for hour in each["hours"]]
    # An hour that begins after midnight is tomorrow's; one that ended before is still shown.
    assert (came, states or ["ahead"]) == (code, [state])


def test_people_see_each_class_hour_as_a_strip_and_what_to_do(tmp_path: Path) -> None:
    # Some six minutes are still on their way; of the rest, seven cells are told as missing.
    begun(tmp_path, 20)

    code, answer = once("--lang", "zh")

    assert code == 1
    assert "P01 1" in answer
    assert "×××××××" in answer
    assert "最迟从" in answer


def test_a_class_that_can_not_be_read_is_shown_and_is_no_reason_to_end(tmp_path: Path) -> None:
    (begun(tmp_path, -60) / "roster.csv").unlink()

    code, answer = once("--lang", "en")

    assert code == 3
    assert "roster.csv" in answer


def test_it_tells_once_and_ends_well_when_asked_to(tmp_path: Path) -> None:
    begun(tmp_path, 10)
    with subprocess.Popen([EVIDENCE, "watch"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            told = next(line for line in process.stderr if "at-risk" in line)
            process.send_signal(signal.SIGTERM)
            rest = process.stderr.read()
            assert process.wait(60) == 0
        finally:
            process.kill()

    assert "P01" in told
    assert "watch_ended" in rest
    assert "at-risk" not in rest
