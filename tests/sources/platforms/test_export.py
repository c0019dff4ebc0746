from pathlib import Path
from typing import Any

import pytest

from evidence.domain.time import Interval
from evidence.pipeline.quiet import Quiet
from evidence.sources.platforms.export import ExportSection, ExportSource
from tests.sources.cameras.servers import http_listing, sftp

EVER = Interval(0, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "C 1/events.jsonl",
        "C 1/online/2021-04-19.csv.gz",
        "C 1/snapshots/a.jpg",
        "C 1/readme.pdf",
        "C 1/snapshots/list.pdf",
        "C 1/events.jsonl.part",
        "C 2/events.jsonl",
    ):
        path = tmp_path / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "export"


def source(**told: Any) -> ExportSource:
    section = ExportSection(
        kind="export", name="school", institution="INST-7", classes=["C 1"], **told
    )
    return ExportSource(section, "C 1", clock=lambda: 2**62)


def test_the_logs_and_snapshots_of_the_class_are_offered(folder: Path) -> None:
    offers = source(url=f"{folder}/{{class}}").offers(EVER)

    assert [offer.name for offer in offers] == [
        "online/school/events.jsonl",
        "online/school/2021-04-19.csv.gz",
        "snapshots/a.jpg",
    ]


def test_an_export_lies_wherever_files_may(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAS_PASSWORD", "open-sesame")
    password = {"password": {"env": "NAS_PASSWORD"}}
    for kind in (http_listing, sftp):
        with kind(folder) as where:
            further = password if "host_key" in where else {}
            url = where["url"].rstrip("/") + "/{class}"
            school = source(**(where | further | {"url": url}))
            (first, *others) = school.offers(EVER)
            into = tmp_path / kind.__name__
            school.fetch(first, into, Quiet())

        assert len(others) == 2
        assert into.read_text() == "C 1/events.jsonl"
