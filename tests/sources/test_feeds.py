import re
from pathlib import Path

import pytest

from evidence.domain.errors import Unreadable
from evidence.sources.deployment import read_deployment
from evidence.sources.feeds import PLATFORMS, SOURCES, feeds

SHAPES = {"source": SOURCES, "platform": PLATFORMS}


def deployment(folder: Path, text: str) -> Path:
    path = folder / "evidence.toml"
    path.write_text(text, "utf-8")
    return path


def test_each_source_feeds_the_classes_of_its_institution(tmp_path: Path) -> None:
    text = """
    [[source]]
    kind = "files"
    name = "nas"
    institution = "INST-7"
    url = "/mnt/nas"
    [[source]]
    kind = "files"
    name = "stick"
    institution = "INST-8"
    class = "SMX-3"
    url = "/mnt/stick"
    """
    found = feeds(read_deployment(deployment(tmp_path, text), SHAPES))

    told = [(feed.source.name, feed.institution, feed.training_class) for feed in found]
    assert told == [("nas", "INST-7", ""), ("stick", "INST-8", "SMX-3")]


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    text = '[[source]]\nkind="files"\nname="nas"\ninstitution="I"\nurl="/a"\n' * 2

    with pytest.raises(Unreadable, match='"nas" stands there twice'):
        feeds(read_deployment(deployment(tmp_path, text), SHAPES))


def test_the_examples_of_the_shipped_file_are_sound(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "config" / "evidence.toml").read_text("utf-8")
    blocks = re.findall(
        r"^# (\[\[(?:source|platform).*?)(?=^#?$)", shipped + "\n\n", re.DOTALL | re.MULTILINE
    )
    examples = "\n".join(blocks).replace("\n# ", "\n")

    found = feeds(read_deployment(deployment(tmp_path, examples), SHAPES))

    assert [feed.source.name for feed in found] == [
        "nas-of-school-7",
        "frigate-of-school-9",
        "nvr-of-school-3",
        "lrs-of-the-city/SMX-2021-0417-03",
        "platform-of-school-3/SMX-2021-0418-01",
        "export-of-school-9/SMX-2021-0419-02",
    ]


def test_a_platform_feeds_each_of_its_classes(tmp_path: Path) -> None:
    text = """
    [[platform]]
    kind = "export"
    name = "school"
    institution = "INST-7"
    classes = ["A", "B"]
    url = "/srv/{class}"
    """
    found = feeds(read_deployment(deployment(tmp_path, text), SHAPES))

    assert [(feed.source.name, feed.training_class) for feed in found] == [
        ("school/A", "A"),
        ("school/B", "B"),
    ]
