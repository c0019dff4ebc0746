"""``evidence key``, ``pack`` and ``verify``, as an institution and an authority use them."""

from pathlib import Path

from typer.testing import CliRunner

from evidence.cli.app import app
from tests.sources.bundles import written


def test_a_class_is_packed_verified_and_comes_out_the_same(tmp_path: Path) -> None:
    run = CliRunner().invoke
    key, package = str(tmp_path / "our.key"), str(tmp_path / "class.zip")
    bundle = str(written(tmp_path / "bundle"))

    assert run(app, ["key", key]).exit_code == 0
    packed = run(app, ["pack", bundle, "--key", key, "--out", package])
    plain = run(app, ["check", bundle])
    assert packed.exit_code == plain.exit_code

    verified = run(app, ["verify", package, "--key", f"{key}.pub", "--recheck"])
    assert verified.exit_code == 0, verified.output
    assert "the same verdict, byte for byte" in verified.output
    # The authority takes it as the bundle that it is.
    assert run(app, ["check", package]).exit_code == plain.exit_code


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(b"mine")
    bundle = str(written(tmp_path / "bundle"))

    packed = CliRunner().invoke(app, ["pack", bundle, "--out", str(tmp_path / "class.zip")])

    assert packed.exit_code != 0
    assert (tmp_path / "class.zip").read_bytes() == b"mine"
