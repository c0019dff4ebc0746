"""``evidence check`` as a user calls it: a process of its own, on bundles written by hand."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

EVIDENCE = Path(sys.executable).with_name("evidence")
CLASS = """
id = "C-1"
policy = "sanmenxia-2021"
occupation = "茶艺师"
mode = "offline"
certificate = "skill-level"
starts_on = 2021-05-10
ends_on = 2021-05-14
planned_hours = 1
"""
POLICY = """
id = "small"
title = "小"
document = "文号"
in_force = { from = 2021-01-01 }

[[rule]]
id = "class-size"
clause = "一"
text = "每班人数不超过80人"
effect = "class-invalid"
given = { max_learners = %d }
"""


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return written(tmp_path / "我的 class")


def written(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "class.toml").write_text(CLASS, "utf-8")
    (folder / "roster.csv").write_text("learner_id,name\nL1,甲\nL2,乙\n", "utf-8")
    (folder / "schedule.csv").write_text(
        "session_id,kind,start,end,class_hours\n"
        "P01,practical,2021-05-10 09:00,2021-05-10 09:45,1\n",
        "utf-8",
    )
    return folder


def policy(folder: Path, most: int) -> str:
    path = folder / f"most-{most}.toml"
    path.write_text(POLICY % most, "utf-8")
    return str(path)


def evidence(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [EVIDENCE, *arguments],
        capture_output=True,
        check=False,
        env=os.environ | {"LANG": "C.UTF-8"} | environment,
    )


def test_exit_codes_are_those_of_the_contract(bundle: Path, tmp_path: Path) -> None:
    fine, full = policy(tmp_path, 2), policy(tmp_path, 1)

    assert evidence("check", bundle, "--policy", fine).returncode == 0
    assert evidence("check", bundle, "--policy", full).returncode == 1
    assert evidence("check", tmp_path / "nowhere", "--policy", fine).returncode == 2
    assert evidence("check", bundle, "--policy", review(tmp_path)).returncode == 3


def review(folder: Path) -> str:
    path = folder / "heads.toml"
    heads = POLICY.replace("class-size", "headcount").replace("class-invalid", "review")
    heads = heads.replace("given = { max_learners = %d }", "")
    path.write_text(heads, "utf-8")
    return str(path)


def test_a_bundle_that_cannot_be_read_stops_no_other(bundle: Path, tmp_path: Path) -> None:
    place = tmp_path / "verdicts"

    ended = evidence(
        "check", tmp_path / "nowhere", bundle, "--policy", policy(tmp_path, 2), "--json", place
    )

    assert ended.returncode == 2
    assert b"nowhere" in ended.stderr
    assert [path.name for path in place.iterdir()] == [f"{bundle.name}.json"]


def test_standard_output_is_the_verdict_alone(bundle: Path) -> None:
    ended = evidence("check", bundle, "--json", "-")

    assert json.loads(ended.stdout)["verdict"] == "invalid"
    assert ended.stderr == b""


@pytest.mark.parametrize("environment", [{"TZ": "America/Lima"}, {"LANG": "zh_CN.UTF-8"},
                                         {"PYTHONHASHSEED": "7"}])  # fmt: skip
def test_the_verdict_is_the_same_bytes_everywhere(
    bundle: Path, environment: dict[str, str]
) -> None:
    here = evidence("check", bundle, "--json", "-")

    assert evidence("check", bundle, "--json", "-", **environment).stdout == here.stdout


def test_a_pipe_is_written_to_and_stays_a_pipe(bundle: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["/bin/cat", pipe], stdout=subprocess.PIPE) as reader:
        evidence("check", bundle, "--json", pipe)
        told, _ = reader.communicate()

    assert json.loads(told)["schema"] == "evidence/verdict/1"
    assert pipe.is_fifo()


def test_a_link_is_followed(bundle: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    link.symlink_to(target)

    evidence("check", bundle, "--json", link)

    assert link.is_symlink()
    assert json.loads(target.read_bytes())["bundle"]["id"] == "C-1"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--json", "same", "--html", "same"),
        ("--json", "-", "--html", "-"),
        ("--xlsx", "-"),
        ("--json", "no/such/folder/x.json"),
        ("--json", "{bundle}/verdict.json"),
        ("--policy", "no-such-policy"),
        ("--what-if", "min_minuts=14"),
        ("--what-if", "min_minutes"),
        ("--policy", "sanmenxia-2021", "--policy", "hebi-2015", "--what-if", "min_minutes=14"),
        ("--policy", "sanmenxia-2021", "--policy", "hebi-2015", "--json", "{bundle}/class.toml"),
        ("--lang", "klingon"),
        ("--nonsense",),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line_before_any_work(
    bundle: Path, arguments: tuple[str, ...]
) -> None:
    before = sorted(bundle.rglob("*"))

    ended = evidence("check", bundle, *(one.format(bundle=bundle) for one in arguments))

    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr
    assert b"Traceback" not in ended.stderr
    assert sorted(bundle.rglob("*")) == before


def test_a_full_disk_is_one_line_and_leaves_no_half_file(bundle: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [EVIDENCE, "check", bundle], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [b"evidence: standard output: No space left on device"]


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "ascii"])
def test_an_old_code_page_loses_marks_and_nothing_else(bundle: Path, encoding: str) -> None:
    ended = evidence("check", bundle, "--lang", "zh", PYTHONIOENCODING=encoding)

    assert ended.returncode == 1
    assert b"C-1" in ended.stdout


def test_no_name_of_a_learner_leaves_the_bundle(bundle: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ended = evidence("check", bundle, "--json", "-", "--html", page, "--verbose")

    for told in (ended.stdout, ended.stderr, page.read_bytes()):
        assert "甲".encode() not in told


def test_two_policies_stand_side_by_side_and_each_has_its_file(
    bundle: Path, tmp_path: Path
) -> None:
    fine, full, place = policy(tmp_path, 2), policy(tmp_path, 1), tmp_path / "verdicts"

    ended = evidence("check", bundle, "--policy", fine, "--policy", full, "--json", place)

    table = ended.stdout.decode()
    assert ended.returncode == 1, "under the second it is invalid"
    assert "most-2" in table
    assert "✗ invalid" in table
    verdicts = {path.name: json.loads(path.read_bytes())["verdict"] for path in place.iterdir()}
    assert verdicts == {
        "我的 class.most-2.json": "valid",
        "我的 class.most-1.json": "invalid",
    }


def test_what_if_shows_what_would_change_and_leaves_verdict_and_exit_code_alone(
    bundle: Path, tmp_path: Path
) -> None:
    full, file = policy(tmp_path, 1), tmp_path / "verdict.json"

    ended = evidence(
        "check", bundle, "--policy", full, "--what-if", "max_learners=2", "--json", file
    )

    told = ended.stdout.decode()
    assert ended.returncode == 1
    assert json.loads(file.read_bytes())["verdict"] == "invalid"
    assert "This is no verdict" in told
    assert "✗ invalid" in told.split("What if")[1]
    assert "✓ valid" in told.split("What if")[1]


def test_what_if_stands_beside_a_verdict_on_standard_output(bundle: Path, tmp_path: Path) -> None:
    ended = evidence(
        "check", bundle, "--policy", policy(tmp_path, 1), "--what-if", "max_learners=2",
        "--json", "-",
    )  # fmt: skip

    assert json.loads(ended.stdout)["verdict"] == "invalid"
    assert b"This is no verdict" in ended.stderr


def test_a_check_names_a_finding_so_that_it_can_be_explained(bundle: Path, tmp_path: Path) -> None:
    law = policy(tmp_path, 1)
    told = evidence("check", bundle, "--policy", law).stdout.decode()
    command = next(line for line in told.splitlines() if "evidence explain" in line)

    pasted = shlex.split(command)[1:]
    ended = evidence(*pasted, "--policy", law)

    assert ended.returncode == 0
    assert "1 learner beyond the limit" in ended.stdout.decode()


def test_a_finding_is_explained_from_the_verdict_alone(bundle: Path, tmp_path: Path) -> None:
    file = tmp_path / "结论 1.json"
    evidence("check", bundle, "--policy", policy(tmp_path, 1), "--json", file)

    by_number, by_name = evidence("explain", file, "1"), evidence("explain", file, "class-size")

    assert by_number.returncode == by_name.returncode == 0
    assert by_number.stdout == by_name.stdout
    assert "每班人数不超过80人" in by_number.stdout.decode()
    assert "class-size" in evidence("explain", file).stdout.decode()


def test_what_keeps_the_law_is_explained_from_the_bundle(bundle: Path, tmp_path: Path) -> None:
    ended = evidence("explain", bundle, "class-size", "--policy", policy(tmp_path, 3))

    assert ended.returncode == 0
    assert "1 below the limit" in ended.stdout.decode()


@pytest.mark.parametrize("name", ["clas-size", "99", "汉字", "P9/9"])
def test_a_finding_that_is_not_there_is_told_in_a_line(
    bundle: Path, tmp_path: Path, name: str
) -> None:
    ended = evidence("explain", bundle, name, "--policy", policy(tmp_path, 1))

    assert ended.returncode == 2
    assert b"no finding of this name" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_an_old_class_is_judged_by_the_policy_of_its_own_day(bundle: Path) -> None:
    text = (bundle / "class.toml").read_text("utf-8").replace('"sanmenxia-2021"', '"sanmenxia"')
    (bundle / "class.toml").write_text(text, "utf-8")
    ended = evidence("check", bundle, "--json", "-")
    assert json.loads(ended.stdout)["policy"]["id"] == "sanmenxia-2021"

    older = text.replace("2021-05-1", "2020-05-1")
    (bundle / "class.toml").write_text(older, "utf-8")
    refused = evidence("check", bundle)

    assert refused.returncode == 2
    assert b"was in force on" in refused.stderr
