"""How heavy the report on a large class is: ``python -m benchmarks.report``.

A hundred learners and two hundred class hours, a doubt about each: CPU seconds to make each form of
the report, and its size. Beside them the verdict's JSON, which any report must hold at least.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from tests.report.judgements import large

from evidence.report import html, verdict_json, xlsx
from evidence.report.language import CHINESE
from evidence.report.pdf import pdf


def main() -> None:
    """Make each once to load what it needs, then once more by the clock."""
    judged = large()

    def _workbook() -> bytes:
        with TemporaryDirectory() as folder:
            xlsx.workbook(judged, Path(folder, "v.xlsx"), lang=CHINESE)
            return Path(folder, "v.xlsx").read_bytes()

    forms: dict[str, Callable[[], bytes]] = {
        "json": lambda: verdict_json.write(judged.verdict),
        "html": lambda: html.page(judged, lang=CHINESE).encode(),
        "xlsx": _workbook,
        "pdf": lambda: pdf(judged, lang=CHINESE),
    }
    print(f"{'form':6} {'CPU s':>7} {'KiB':>7}")
    for name, make in forms.items():
        make()
        begun = process_time()
        size = len(make())
        print(f"{name:6} {process_time() - begun:7.2f} {size / 1024:7.0f}")


if __name__ == "__main__":
    main()
