from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.live.streams import film, serving


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    for codec in ("h264", "h265"):
        film(folder / f"{codec}.mp4", codec)
    return folder


@pytest.fixture(scope="session")
def server(films: Path) -> Iterator[int]:
    with serving(films) as port:
        yield port
