import shutil
from pathlib import Path

import pytest
from sample_media.truth import TRUTH, load

from evidence.cli.demonstrating import demonstrate
from evidence.cli.samples import part


def test_the_demo_catches_everything_and_shows_the_way_on(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = demonstrate(samples, lang="en")

    told = capsys.readouterr().out
    assert code == 0, told
    assert "14 min 58 s" in told
    assert all(truth.name in told for truth in load())
    assert "check" in told.splitlines()[-1]


def test_the_demo_speaks_chinese(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demonstrate(samples, lang="zh_CN")

    assert "14分58秒" in capsys.readouterr().out.replace(" ", "")


def test_a_sample_that_answers_otherwise_is_not_passed_over(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(samples, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "honest-offline" / "recordings")

    code = demonstrate(tmp_path, lang="en")

    assert code == 1
    assert "should not be there" in capsys.readouterr().out


def test_the_generator_is_found_beside_the_package() -> None:
    assert part("truth").TRUTH == TRUTH
