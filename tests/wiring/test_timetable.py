"""The timetable in config/evidence.toml: what it may say, and what is told of what it may not."""

from datetime import time
from pathlib import Path

import pytest

from evidence.domain.errors import Unreadable
from evidence.wiring.deployment import deployment
from evidence.wiring.timetable import TIMETABLE, ScheduleSection, StatusSection
from tests.wiring.deployments import config

SHIPPED = Path(__file__).parents[2] / "config"


def wrong(folder: Path, text: str) -> str:
    with pytest.raises(Unreadable) as refused:
        deployment(config(folder, text))
    return str(refused.value)


def test_the_shipped_file_sets_what_the_defaults_are(tmp_path: Path) -> None:
    shipped, bare = deployment(SHIPPED), deployment(tmp_path)

    assert {name: shipped.sections[name] for name in TIMETABLE} == {
        name: bare.sections[name] for name in TIMETABLE
    }


def test_every_section_is_shown_in_the_shipped_file() -> None:
    text = (SHIPPED / "evidence.toml").read_text("utf-8")

    assert all(f"[{name}]" in text for name in TIMETABLE)


def test_a_file_of_an_earlier_version_is_told_to_be_moved(tmp_path: Path) -> None:
    (config(tmp_path) / "schedule.toml").write_text("[schedule]\n")

    assert "move its sections to evidence.toml" in wrong(tmp_path, "")


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE__SCHEDULE__AT", "03:15")
    monkeypatch.setenv("EVIDENCE__STATUS__LISTEN", "")

    found = deployment(config(tmp_path, '[schedule]\nat = "01:00"\n'))

    assert found.part("schedule", ScheduleSection).at == time(3, 15)
    assert found.part("status", StatusSection).listen == ""


def test_a_misspelt_key_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    assert "did you mean morning" in wrong(tmp_path, '[schedule]\nmornin = "07:00"\n')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[schedule]\nat = "25:00"\n', "schedule, at"),
        ("[schedule]\ngrace_hours = 0\n", "grace_hours"),
        ('[mail]\nhost = "mail.example"\n', "sender"),
        (
            '[mail]\nhost = "mail.example"\nsender = "a@b.example"\nsecurity = "none"\n',
            "server on this machine",
        ),
        ('[[institution]]\nid = "I"\nwebhook = "https://a.example"\n', "webhook_secret"),
        ('[[institution]]\nid = "I"\nmail = ["a@b.example, c@d.example"]\n', "mail"),
        ('[[institution]]\nid = "I"\nwebhook_secret = "abc"\n', "a secret does not stand"),
        ('[status]\nlisten = "9464"\n', "listen"),
    ],
)
def test_what_can_not_be_used_is_told_by_its_place(text: str, told: str, tmp_path: Path) -> None:
    assert told in wrong(tmp_path, text)
