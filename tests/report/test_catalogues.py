import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_sentence_has_its_translation() -> None:
    """Broken by a new ``say("…")``: run scripts/catalogues.py, and translate what it lists."""
    ran = subprocess.run(
        [sys.executable, "scripts/catalogues.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
