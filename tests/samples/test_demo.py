import shutil
from pathlib import Path

import pytest
from sample_media.truth import TRUTH

from evidence.cli.demonstrating import Check, checked, demonstrate
from evidence.cli.samples import part
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.ports import Progress
from tests.samples.conftest import Judged

README = Path(__file__).parents[2] / "README.md"
CHANGED = "honest-offline"
ENDS = ("honest-offline", "clerk-mistakes")


@pytest.fixture
def check(judged: Judged) -> Check:
    """Answers that were found once for all tests; of the sample that is changed, found anew."""

    def answer(bundle: Path, progress: Progress) -> Judgement:
        return checked(bundle, progress) if bundle.name == CHANGED else judged(bundle.name)

    return answer


def test_the_demo_catches_everything_just_as_the_readme_shows(
    samples: Path,
    judged: Judged,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "100")

    code = demonstrate(samples, lang="en", check=lambda bundle, _: judged(bundle.name))

    told = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    first, last = (next(i for i, line in enumerate(told) if name in line) for name in ENDS)
    assert code == 0, told
    assert "\n".join(told[first:last]) in README.read_text("utf-8")


def test_the_demo_speaks_chinese(
    samples: Path, judged: Judged, capsys: pytest.CaptureFixture[str]
) -> None:
    demonstrate(samples, lang="zh_CN", check=lambda bundle, _: judged(bundle.name))

    assert "14分58秒" in capsys.readouterr().out.replace(" ", "")


def test_a_sample_that_answers_otherwise_is_not_passed_over(
    samples: Path, check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(samples, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / CHANGED / "recordings")

    code = demonstrate(tmp_path, lang="en", check=check)

    assert code == 1
    assert "should not be there" in capsys.readouterr().out


def test_the_generator_is_found_beside_the_package() -> None:
    assert part("truth").TRUTH == TRUTH
