"""The page of an online learner: read from the class's own files, for that learner alone."""

import shutil
from pathlib import Path

import pytest

from evidence.wiring.office import Office
from tests.samples.conftest import samples
from tests.web.conftest import Browser

__all__ = ["samples"]
CLASS = "INST-A/cheats-online"


@pytest.fixture
def landed(office: Office, samples: Path) -> None:
    shutil.copytree(samples / "cheats-online", office.landing / CLASS)


@pytest.mark.usefixtures("landed")
def test_playback_is_drawn_and_what_is_not_honest_stands_out(browser: Browser) -> None:
    chen = browser("chen")
    honest, hasty = (
        chen.get(f"/classes/{CLASS}/learning?learner={learner}").text for learner in ("C02", "C03")
    )
    assert 'class="played"' in honest
    assert 'class="hasty' not in honest
    assert 'class="hasty' in hasty
    assert "First played" in honest


@pytest.mark.usefixtures("landed")
def test_of_a_stranger_to_the_roster_nothing_is_told(browser: Browser) -> None:
    text = browser("chen").get(f"/classes/{CLASS}/learning?learner=X99").text
    assert "no learning log of this learner" in text
    assert "<svg" not in text


@pytest.mark.usefixtures("landed")
def test_another_institution_learns_nothing_of_it(browser: Browser) -> None:
    assert browser("school-b").get(f"/classes/{CLASS}/learning?learner=C01").status == 404


@pytest.mark.usefixtures("landed")
def test_prompts_are_told_one_by_one_and_a_late_answer_stands_out(browser: Browser) -> None:
    chen = browser("chen")
    late, well = (
        chen.get(f"/classes/{CLASS}/learning?learner={learner}").text for learner in ("C08", "C01")
    )
    assert "32 answered in time, 1 too late, 0 not at all" in late
    assert late.count("answered too late") == 2  # by itself, and among all
    assert "33 answered in time, 0 too late" in well
    assert well.count("</span> answered in time</td>") == 33
    zh = browser("chen", lang="zh").get(f"/classes/{CLASS}/learning?learner=C08").text
    assert "按时应答 32 次，超时 1 次，未应答 0 次" in zh
