"""``evidence key``, ``pack`` and ``verify``, as an institution and an authority use them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.cli.app import app
from evidence.domain.errors import Unreadable
from tests.package.authorities import Authority, needs_openssl, serving
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


@needs_openssl
def test_the_deployment_names_a_server_that_stamps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, package = CliRunner().invoke, str(tmp_path / "class.zip")
    bundle, authority = str(written(tmp_path / "bundle")), Authority.at(tmp_path / "tsa")
    monkeypatch.setenv("EVIDENCE__PACKAGE__TIME_STAMP_ROOTS", str(authority.root))

    with serving(authority.answer) as url:
        monkeypatch.setenv("EVIDENCE__PACKAGE__TIME_STAMP", url)
        run(app, ["pack", bundle, "--out", package])

    plain = run(app, ["verify", package])
    assert plain.exit_code == 0
    assert "by 时间戳 TSA: not checked against any root" in plain.output
    vouched = run(app, ["verify", package, "--time-stamp-roots", str(authority.root)])
    assert vouched.exit_code == 0
    assert "UTC, by 时间戳 TSA\n" in vouched.output


def test_what_can_not_be_stamped_is_packed_only_where_that_is_wanted(tmp_path: Path) -> None:
    run, bundle = CliRunner().invoke, str(written(tmp_path / "bundle"))
    package = tmp_path / "class.zip"
    with serving(lambda _: (403, b"")) as url:
        asked = run(app, ["pack", bundle, "--out", str(package), "--time-stamp", url])

    assert isinstance(asked.exception, Unreadable)
    assert not package.exists()
    both = run(app, ["pack", bundle, "--time-stamp", url, "--no-time-stamp"])
    assert both.exit_code == 2
    run(app, ["pack", bundle, "--out", str(package), "--no-time-stamp"])
    assert package.exists()


def test_no_time_stamp_goes_before_the_deployment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, bundle = CliRunner().invoke, str(written(tmp_path / "bundle"))
    package = tmp_path / "class.zip"

    with serving(lambda _: (403, b"")) as url:
        monkeypatch.setenv("EVIDENCE__PACKAGE__TIME_STAMP", url)
        asked = run(app, ["pack", bundle, "--out", str(package)])
    assert isinstance(asked.exception, Unreadable)
    assert not package.exists()
    run(app, ["pack", bundle, "--out", str(package), "--no-time-stamp"])
    assert package.exists()


@needs_openssl
def test_a_stamp_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    run, package = CliRunner().invoke, str(tmp_path / "class.zip")
    root = str(Authority.at(tmp_path / "tsa").root)
    run(app, ["pack", str(written(tmp_path / "bundle")), "--out", package])

    verified = run(app, ["verify", package, "--time-stamp-roots", root])
    assert verified.exit_code == 1
    assert "there is no time stamp" in verified.output


@pytest.mark.parametrize("url", ["tsa.example", "ftp://tsa.example", "http://me:word@tsa.example/"])
def test_an_address_that_is_none_is_told_before_anything_is_checked(
    tmp_path: Path, url: str
) -> None:
    asked = CliRunner().invoke(app, ["pack", str(tmp_path / "nothing"), "--time-stamp", url])

    assert "--time-stamp" in str(asked.exception)
    assert "word@" not in str(asked.exception)
