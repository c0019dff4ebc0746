from pathlib import Path

import pytest

from evidence.cli.demonstrating import demonstrate

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_shows_what_the_demo_says(
    samples: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    demonstrate(samples, lang="en")
    told = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    first, last = (
        told.index("? for review  honest-offline"),
        told.index("can't be read  clerk-mistakes"),
    )

    shown = "\n".join(told[first:last])

    assert shown in README.read_text("utf-8")
