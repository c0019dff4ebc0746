"""config/schedule.toml: what it may say, and what is told of what it may not."""

from pathlib import Path

import pytest

from evidence.domain.errors import Unreadable
from evidence.wiring.timetable import MINE, timetable
from tests.wiring.deployments import config

SHIPPED = Path(__file__).parents[2] / "config"


def wrong(folder: Path, text: str) -> str:
    with pytest.raises(Unreadable) as refused:
        timetable(config(folder, text))
    return str(refused.value)


def test_the_shipped_file_sets_what_the_defaults_are(tmp_path: Path) -> None:
    shipped, bare = timetable(SHIPPED), timetable(tmp_path)

    assert {name: shipped.sections[name] for name in MINE} == {
        name: bare.sections[name] for name in MINE
    }


def test_every_section_is_shown_in_the_shipped_file() -> None:
    text = (SHIPPED / "schedule.toml").read_text("utf-8")

    assert all(f"[{name}]" in text for name in MINE)


def test_a_section_of_the_other_file_is_refused_here(tmp_path: Path) -> None:
    assert "evidence.toml" in wrong(tmp_path, '[store]\nurl = "sqlite:///elsewhere.db"\n')


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
