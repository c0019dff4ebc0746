"""An empty bundle, as it is read back."""

from pathlib import Path

import pytest

from evidence.domain.errors import BundleUnreadable, Unreadable
from evidence.pipeline.quiet import Quiet
from evidence.sources.bundle import open_bundle
from evidence.sources.headings import ROSTER, SCHEDULE
from evidence.sources.template import make_template

LEARNER = {"learner_id": "L001", "name": "a"}
SESSION = {
    "session_id": "T01",
    "kind": "theory",
    "start": "2021-04-19 09:00",
    "end": "2021-04-19 09:45",
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


def test_a_folder_with_something_in_it_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"x")

    with pytest.raises(Unreadable):
        make_template(tmp_path, policies=[], chinese=False, plain=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
