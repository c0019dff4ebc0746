from pathlib import Path

import pytest

from evidence.domain.errors import Unreadable
from evidence.sources.deployment import read_deployment
from evidence.sources.feeds import SOURCES, feeds


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
    found = feeds(read_deployment(deployment(tmp_path, text), {"source": SOURCES}))

    told = [(feed.source.name, feed.institution, feed.training_class) for feed in found]
    assert told == [("nas", "INST-7", ""), ("stick", "INST-8", "SMX-3")]


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    text = '[[source]]\nkind="files"\nname="nas"\ninstitution="I"\nurl="/a"\n' * 2

    with pytest.raises(Unreadable, match='"nas" stands there twice'):
        feeds(read_deployment(deployment(tmp_path, text), {"source": SOURCES}))


def test_the_examples_of_the_shipped_file_are_sound(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "config" / "evidence.toml").read_text("utf-8")
    lines = shipped.partition("# [[source]]")
    examples = "".join(lines[1:]).replace("\n# ", "\n").removeprefix("# ")

    found = feeds(read_deployment(deployment(tmp_path, examples), {"source": SOURCES}))

    assert [feed.source.name for feed in found] == [
        "nas-of-school-7",
        "frigate-of-school-9",
        "nvr-of-school-3",
    ]
