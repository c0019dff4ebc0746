"""An empty bundle, as it is read back."""

import re
import tomllib
from pathlib import Path

import pytest

from evidence.domain.errors import BundleUnreadable, Unreadable
from evidence.pipeline.quiet import Quiet
from evidence.sources.bundle import open_bundle
from evidence.sources.headings import ROSTER, SCHEDULE
from evidence.sources.template import make_template

# A section or a key behind a mark; words are let be.
MARKED = re.compile(r"(?m)^# (\[\w+\]|\w+ = )")
LEARNER = {"learner_id": "L001", "name": "a"}
SESSION = {
    "session_id": "T01",
    "kind": "theory",
    "start": "2021-05-10 09:00",
    "end": "2021-05-10 09:45",
    "class_hours": "1",
}


@pytest.mark.parametrize("chinese", [False, True])
@pytest.mark.parametrize("plain", [False, True])
def test_only_what_a_clerk_has_to_fill_in_is_missing(
    tmp_path: Path, *, chinese: bool, plain: bool
) -> None:
    make_template(tmp_path / "c", policies=["p-2015", "q-2021"], chinese=chinese, plain=plain)

    with pytest.raises(BundleUnreadable) as raised, open_bundle(tmp_path / "c", progress=Quiet()):
        pass
    found = [(problem.file.split(".")[0], problem.column) for problem in raised.value.problems]
    assert found == [("class", "id"), ("class", "occupation"), ("roster", ""), ("schedule", "")]


def test_a_template_that_is_filled_in_is_a_bundle(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    make_template(folder, policies=["p-2015", "q-2021"], chinese=True, plain=True)
    text = (folder / "class.toml").read_text("utf-8")
    filled = text.replace('id = ""  ', 'id = "C"  ', 1).replace(
        'occupation = ""', 'occupation = "x"'
    )
    (folder / "class.toml").write_text(filled, "utf-8")
    for form, row in ((ROSTER, LEARNER), (SCHEDULE, SESSION)):
        with (folder / f"{form.stem}.csv").open("a", encoding="utf-8") as file:
            file.write(",".join(row.get(column.name, "") for column in form.columns) + "\n")

    with open_bundle(folder, progress=Quiet()) as bundle:
        assert (len(bundle.learners), len(bundle.sessions)) == (1, 1)
        assert bundle.training_class.policy == "q-2021"
        assert {note.code for note in bundle.notes} <= {"attendance-empty", "planned-hours"}


def test_what_only_some_policies_ask_for_has_only_to_be_freed_of_its_marks(tmp_path: Path) -> None:
    make_template(tmp_path / "c", policies=["p-2015"], chinese=True, plain=True)
    text = (tmp_path / "c" / "class.toml").read_text("utf-8")

    named = MARKED.sub(r"\1", text)

    assert set(tomllib.loads(named)) >= {"gates", "survey", "last_year", "apprenticeship"}
    assert tomllib.loads(named)["gates"]["applied_on"] < tomllib.loads(named)["ends_on"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mine", "mine is a file"),
        ("mine/班级", "mine is a file"),
        ("班" * 300, "too long"),
        ("", "not empty"),
    ],
)
def test_where_no_folder_can_be_made_a_line_says_why(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "mine").write_bytes(b"x")

    with pytest.raises(Unreadable, match=told):
        make_template(tmp_path / name, policies=[], chinese=False, plain=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_place_where_the_system_makes_no_folder_is_told() -> None:
    with pytest.raises(Unreadable, match=r"can be (made|written) here"):
        make_template(Path("/proc/class"), policies=[], chinese=False, plain=True)


def test_a_folder_with_something_in_it_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"x")

    with pytest.raises(Unreadable):
        make_template(tmp_path, policies=[], chinese=False, plain=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
