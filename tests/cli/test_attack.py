"""``evidence attack`` without a bundle tells how one can cheat."""

import pytest
from typer.testing import CliRunner

from evidence.attacks.kind import kinds
from evidence.cli.app import app


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 0), (["my-class"], 0), (["my-class", "--kind", "black"], 2)]
)
def test_the_kinds_are_listed_where_it_is_not_said_what_to_do(
    arguments: list[str], code: int
) -> None:
    told = CliRunner().invoke(app, ["attack", *arguments])

    assert told.exit_code == code
    assert [line.split()[0] for line in told.stdout.splitlines()] == list(kinds())
