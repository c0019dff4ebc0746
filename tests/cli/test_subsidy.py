"""``evidence subsidy``: what is due, and why."""

import json
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from evidence.cli.app import app
from evidence.domain.errors import Unreadable
from evidence.report import verdict_json
from tests.report.trained import verdict

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "subsidy-1.json"


@pytest.fixture
def told(tmp_path: Path) -> Path:
    path = tmp_path / "v.json"
    path.write_bytes(verdict_json.write(verdict(doubtful=(("S10", 8),))))
    return path


def run(*arguments: str | Path) -> Result:
    asked = ["subsidy", *map(str, arguments)]
    return CliRunner().invoke(app, asked, catch_exceptions=False)


def test_the_sheet_tells_the_range_and_the_law(told: Path) -> None:
    out = run(told, "--lang", "en").output

    assert "1,080.00–1,200.00" in out
    assert "4,050.00–4,500.00" in out
    assert "1 class hour waits for a person" in out
    assert "10天以内每人每天补贴150元" in out


def test_the_json_keeps_to_its_schema_and_adds_up(told: Path, tmp_path: Path) -> None:
    run(told, "--json", tmp_path / "s.json")
    answer = json.loads((tmp_path / "s.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(answer)

    (sheet,) = answer["classes"]
    assert sheet["total_fen"] == {"surely": 405_000, "possibly": 450_000}
    for bound in ("surely", "possibly"):
        each = [learner["total_fen"][bound] for learner in sheet["learners"]]
        assert sum(each) == sum(part["due_fen"][bound] for part in sheet["parts"])
    hours = [hour for day in sheet["learners"][0]["days"] for hour in day["class_hours"]]
    assert sum(hour["verdict"] == "valid" for hour in hours) == 79


def test_the_workbook_traces_each_sum_to_its_class_hours(told: Path, tmp_path: Path) -> None:
    run(told, "--xlsx", tmp_path / "s.xlsx", "--lang", "zh")
    book = CalamineWorkbook.from_path(str(tmp_path / "s.xlsx"))

    assert book.sheet_names == ["补贴测算表", "学员", "学时依据", "政策依据"]
    behind = book.get_sheet_by_name("学时依据").to_python()
    assert len(behind) == 1 + 3 * 10
    assert behind[10][-1] == "S10 1–7 ✓ 有效\nS10 8 ? 待核查"


def test_by_head_the_sum_is_named_by_the_authority(tmp_path: Path) -> None:
    path = tmp_path / "z.json"
    path.write_bytes(verdict_json.write(verdict(policy="zhengzhou-2019")))

    assert "--standard" in run(path, "--lang", "en").output
    assert "4,500.00" in run(path, "--lang", "en", "--standard", "1500").output


def test_work_found_too_late_is_lost_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "late.json"
    late = verdict(employed_on=date(2021, 8, 19) + timedelta(days=1))
    path.write_bytes(verdict_json.write(late))

    assert "employed only after 2021-08-19" in run(path, "--lang", "en").output


def test_what_is_no_verdict_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text("{}", "utf-8")

    with pytest.raises(Unreadable, match=r"odd\.json"):
        run(path)


def test_a_policy_without_sums_is_told_in_a_line(told: Path) -> None:
    with pytest.raises(Unreadable, match="hebi-2015"):
        run(told, "--policy", "hebi-2015")


def test_with_nothing_named_the_user_is_told_what_to_name() -> None:
    assert CliRunner().invoke(app, ["subsidy"]).exit_code == 2
