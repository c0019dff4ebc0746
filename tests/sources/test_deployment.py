import tomllib
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from evidence.domain.errors import Problem, Unreadable
from evidence.sources.deployment import Deployment, read_deployment
from evidence.sources.landing import LandingSection
from evidence.sources.secret import Secret

CONFIG = Path(__file__).parents[2] / "config" / "evidence.toml"


class StoreSection(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: str = "sqlite:///var/evidence.db"
    password: Secret | None = None


class Folder(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["folder"]
    url: str


class Camera(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["camera"]
    address: str
    password: Secret


SHAPES = {
    "store": StoreSection,
    "landing": LandingSection,
    "source": tuple[Annotated[Folder | Camera, Field(discriminator="kind")], ...],
}


def read(folder: Path, text: str) -> Deployment:
    path = folder / "evidence.toml"
    path.write_text(text, "utf-8")
    return read_deployment(path, SHAPES)


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(Unreadable) as caught:
        read(folder, text)
    return caught.value.problems


def test_a_file_that_is_not_there_sets_nothing(tmp_path: Path) -> None:
    found = read_deployment(tmp_path / "evidence.toml", SHAPES)

    assert found.part("store", StoreSection).url == "sqlite:///var/evidence.db"
    assert found.part("landing", LandingSection).folder == Path("var/landing")
    assert found.parts("source", Folder) == ()


def test_sections_and_lists_of_them_are_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
        landing.folder = "/srv/landing"
        [[source]]
        kind = "folder"
        url = "/mnt/nas"
        [[source]]
        kind = "camera"
        address = "10.0.0.7"
        password = { env = "NVR" }
        """,
    )

    assert found.part("landing", LandingSection).folder == Path("/srv/landing")
    assert [folder.url for folder in found.parts("source", Folder)] == ["/mnt/nas"]
    assert [camera.address for camera in found.parts("source", Camera)] == ["10.0.0.7"]


def test_the_environment_goes_before_the_file_key_by_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE__LANDING__SPAN_TOLERANCE_SECONDS", "3")

    found = read(tmp_path, '[landing]\nfolder = "/a"\nspan_tolerance_seconds = 9')

    landing = found.part("landing", LandingSection)
    assert (landing.folder, landing.span_tolerance_seconds) == (Path("/a"), 3)


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("[lnading]", "lnading", "landing"),
        ('[landing]\nfodler = "a"', "landing, fodler", "folder"),
        ('[[source]]\nkind = "folder"\nurl = "a"\nurll = "b"', "source, 1, urll", "url"),
        ('[[source]]\nkind = "camrea"', "source, 1", "camera"),
        ('[store]\npassword = { fiel = "a" }', "store, password, fiel", "file"),
    ],
)
def test_a_misspelt_key_is_told_with_the_nearest_name(
    text: str, column: str, hint: str, tmp_path: Path
) -> None:
    found = problems(tmp_path, text)

    assert (column, hint) in {(problem.column, problem.did_you_mean) for problem in found}
    assert {problem.file for problem in found} == {"evidence.toml"}


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = (
        '[landing]\nspan_tolerance_seconds = -1\n[[source]]\nurl = "a"\n[[source]]\nkind="camera"'
    )

    places = [problem.column for problem in problems(tmp_path, text)]

    assert places == [
        "landing, span_tolerance_seconds",
        "source, 1",
        "source, 2, address",
        "source, 2, password",
    ]


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("EVIDENCE__STROE__URL", "EVIDENCE__STORE__…"),
        ("EVIDENCE__STORE__ULR", "url"),
    ],
)
def test_a_misspelt_variable_is_told_by_its_own_name(
    variable: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "sqlite://")

    (problem,) = problems(tmp_path, "")

    assert (problem.file, problem.did_you_mean) == (variable, hint)


@pytest.mark.parametrize("text", ["[store", "[store]\nurl = \x00", 'a = "\ud800"'])
def test_what_is_no_toml_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    with pytest.raises(Unreadable, match="can't be read as TOML"):
        read_deployment(path, SHAPES)


def test_a_value_of_the_environment_that_is_no_list_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE__SOURCE", "[")

    assert len(problems(tmp_path, "")) == 1


def test_a_secret_is_read_from_where_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nvr").write_text("open sesame\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("NVR_PASSWORD", "open sesame")
    places = [f'file = "{tmp_path}/nvr"', 'credential = "nvr"', 'env = "NVR_PASSWORD"']

    for place in places:
        found = read(tmp_path, f"[store]\npassword = {{ {place} }}").part("store", StoreSection)
        assert found.password is not None
        assert found.password.reveal() == "open sesame"
        assert "sesame" not in repr(found)


@pytest.mark.parametrize("place", ['file = "/nowhere"', 'credential = "nvr"', 'env = "NVR_PASS"'])
def test_a_secret_that_is_not_there_is_told_when_it_is_needed(place: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"[store]\npassword = {{ {place} }}").part("store", StoreSection)
    assert found.password is not None

    with pytest.raises(Unreadable):
        found.password.reveal()


@pytest.mark.parametrize(
    "written",
    ['"open sesame"', '{ env = "A", credential = "open sesame" }', '{ file = ["open sesame"] }'],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(written: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f"[store]\npassword = {written}")

    assert problem.column.startswith("store, password")
    assert "sesame" not in str(problem)


def test_the_shipped_file_sets_what_the_defaults_are() -> None:
    shipped = tomllib.loads(CONFIG.read_text("utf-8"))

    assert LandingSection(**shipped["landing"]) == LandingSection()
    assert shipped["store"]["url"].startswith("sqlite:///var/")
