import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from typer.testing import CliRunner

from evidence.cli.misuse import Misused
from evidence.cli.schema import schema as schema_command
from evidence.domain.findings import Verdict
from evidence.domain.subject import Subject
from evidence.domain.text import Length, say
from evidence.domain.time import Interval
from evidence.report import verdict_json
from tests.report.judgements import at, finding, judgement

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "schema" / "verdict-1.json"


def written(verdict: Verdict | None = None) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(verdict_json.write(verdict or judgement().verdict))
    return read


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    read = written()

    assert list(read)[:7] == [
        "schema",
        "bundle",
        "policy",
        "engine",
        "verdict",
        "class_hours",
        "learners",
    ]
    assert list(read["class_hours"][0]) == [
        "session",
        "hour",
        "kind",
        "start",
        "end",
        "verdict",
        "recorded_seconds",
        "longest_run_seconds",
        "present",
        "camera",
        "people_average",
        "people_peak",
    ]
    assert list(read["learners"][0])[:5] == [
        "id",
        "verdict",
        "hours_planned",
        "hours_credited",
        "hours_by_kind",
    ]
    assert list(read["findings"][0])[:11] == [
        "rule",
        "effect",
        "clause",
        "subject",
        "start",
        "end",
        "measured",
        "required",
        "unit",
        "message",
        "evidence",
    ]


def test_a_finding_is_told_with_its_clause_its_seconds_and_its_evidence() -> None:
    first = written()["findings"][0]

    assert first["rule"] == "practical-continuous-recording"
    assert first["clause"] == "三技领办〔2021〕4号 二(四)20"
    assert first["subject"] == {"session": "P01", "hour": 2}
    assert (first["measured"], first["required"], first["unit"]) == (898.0, 900.0, "s")
    assert first["start"] == "2021-04-19T14:15:00+08:00"
    assert first["message"] == "the longest unbroken recording lasts 14 min 58 s"
    assert first["evidence"][0] == {
        "path": "recordings/cam1_P01_2.mp4",
        "start": 0.0,
        "end": 898.0,
    }
    assert first["text"] == "实操培训每学时连续录像不低于15分钟"


def test_seconds_are_json_numbers_with_a_point() -> None:
    assert b'"required": 900.0,' in verdict_json.write(judgement().verdict)


def test_a_finding_about_the_class_names_the_class() -> None:
    share = next(f for f in written()["findings"] if f["rule"] == "practical-share")

    assert share["subject"] == {"class": "TEST-0417-03"}
    assert (share["measured"], share["required"], share["unit"]) == (0.6499, 0.65, "")
    assert share["start"] is None


def test_an_attempt_is_named_only_where_there_is_one() -> None:
    shown = [e for f in written()["findings"] for e in f["evidence"]]

    assert shown[-1] == {"path": "online/L003.jsonl", "start": None, "end": None, "attempt": "a1"}
    assert "attempt" not in shown[0]


def test_microseconds_are_kept_exactly() -> None:
    late = at("09:00") + 250_001
    odd = finding(
        "fast-forward",
        Subject(learner="L001"),
        say("odd"),
        measured=Length(899_999_999),
        span=Interval(late, late + 1),
    )
    told = written(judgement((odd,)).verdict)["findings"][0]

    assert told["measured"] == 899.999999
    assert told["start"] == "2021-04-19T09:00:00.250001+08:00"


def test_no_name_and_no_id_number_is_written() -> None:
    text = verdict_json.write(judgement().verdict).decode()

    assert "测试学员" not in text
    assert "0" * 18 not in text


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "zh_CN.UTF-8", "TZ": "America/New_York", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"},
    ],
)
def test_the_bytes_are_the_same_wherever_it_runs(environment: dict[str, str]) -> None:
    code = (
        "import sys; from tests.report.judgements import judgement;"
        "from evidence.report.verdict_json import write;"
        "sys.stdout.buffer.write(write(judgement().verdict))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    assert ran.stdout == verdict_json.write(judgement().verdict)
    assert ran.stdout.endswith(b"}\n")


def test_what_is_written_keeps_to_the_published_schema() -> None:
    published = json.loads(PUBLISHED.read_text("utf-8"))
    checker = jsonschema.Draft202012Validator
    checker.check_schema(published)

    for verdict in (judgement().verdict, judgement(()).verdict):
        checker(published).validate(written(verdict))


def test_the_published_schema_is_that_of_the_code() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == verdict_json.schema(), (
        "run: evidence schema verdict > docs/schema/verdict-1.json"
    )


def test_every_field_of_the_schema_is_described() -> None:
    described = verdict_json.schema()
    models = [described, *described["$defs"].values()]

    assert not [
        name for model in models for name, field in model["properties"].items()
        if "description" not in field
    ]  # fmt: skip


def run_schema(*arguments: str) -> Any:
    app = typer.Typer()
    app.command()(schema_command)
    return CliRunner().invoke(app, list(arguments))


def test_the_command_prints_the_schema() -> None:
    assert json.loads(run_schema("verdict").stdout) == verdict_json.schema()


def test_the_policies_of_this_deployment_keep_to_the_schema_of_policies() -> None:
    described = json.loads(run_schema("policy").stdout)
    for path in (ROOT / "config" / "policies").glob("*.toml"):
        read = tomllib.loads(path.read_text("utf-8"))
        plain = json.loads(json.dumps(read, default=str))
        jsonschema.Draft202012Validator(described).validate(plain)


def test_the_command_knows_a_misspelt_name() -> None:
    with pytest.raises(Misused, match="did you mean verdict\\?"):
        schema_command("verdcit")
