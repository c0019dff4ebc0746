from datetime import date
from pathlib import Path

import pytest

from evidence.domain.errors import Problem
from evidence.domain.papers import Apprenticeship, Gate, Gates, Survey, YearRecord
from evidence.domain.teaching import Certificate, Mode
from tests.sources.bundles import CLASS, problems, problems_of, read, written


def changed(old: str, new: str) -> dict[str, str | bytes | None]:
    assert old in CLASS
    return {"class.toml": CLASS.replace(old, new)}


def only(tmp_path: Path, old: str, new: str) -> Problem:
    (problem,) = problems_of(tmp_path, changed(old, new))
    assert problem.file == "class.toml"
    return problem


def test_a_class_is_read_as_it_is_declared(tmp_path: Path) -> None:
    found = read(tmp_path).training_class

    assert found.mode is Mode.BLENDED
    assert found.certificate is Certificate.SKILL_LEVEL
    assert found.starts_on == date(2021, 4, 19)
    assert found.registered_at == 1_618_189_200_000_000
    assert found.institution_id == "INST-0007"


@pytest.mark.parametrize(
    "raw",
    [CLASS.encode("utf-8-sig"), CLASS.encode("gb18030"), CLASS.replace("\n", "\r\n").encode()],
)
def test_the_file_is_read_in_each_encoding_and_line_ending(tmp_path: Path, raw: bytes) -> None:
    assert read(tmp_path, {"class.toml": raw}).training_class.occupation == "茶艺师"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('mode = "blended"', 'mode = "线上线下结合"'),
        ('"skill-level"', '"职业技能等级证书"'),
        ("starts_on = 2021-04-19", 'starts_on = "2021年4月19日"'),
        ("planned_hours = 40", 'planned_hours = "40"'),
        ("planned_hours = 40", "planned_hours = 40.0"),
        ("T09:00:00+08:00", "T09:00:00"),
        ("2021-04-12T09:00:00+08:00", '"2021/4/12 9:00"'),
        ("2021-04-12T09:00:00+08:00", "2021-04-12T01:00:00Z"),
        ('timezone = "Asia/Shanghai"\n', ""),
    ],
)
def test_other_ways_to_write_the_same_class_are_the_same(
    tmp_path: Path, old: str, new: str
) -> None:
    assert (
        read(tmp_path / "a", changed(old, new)).training_class
        == read(tmp_path / "b").training_class
    )


def test_optional_keys_may_be_absent(tmp_path: Path) -> None:
    short = CLASS.replace("teachers = 2\n", "").replace('level = "五级"\n', "")

    found = read(tmp_path, {"class.toml": short}).training_class

    assert (found.teachers, found.level, found.assessed_on) == (None, "", None)


@pytest.mark.parametrize(
    ("old", "new", "column", "hint"),
    [
        ("occupation =", "ocupation =", "ocupation", "occupation"),
        ('id = "INST', 'idd = "INST', "institution.idd", "id"),
        ('"blended"', '"blendd"', "mode", "blended"),
        ('"skill-level"', '"skilllevels"', "certificate", "skill-level"),
        ("Asia/Shanghai", "Asia/Shangai", "timezone", "Asia/Shanghai"),
    ],
)
def test_a_slip_is_answered_with_the_nearest_right_word(
    tmp_path: Path, old: str, new: str, column: str, hint: str
) -> None:
    found = {p.column: p.did_you_mean for p in problems_of(tmp_path, changed(old, new))}

    assert found[column] == hint


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ('id = "SMX-2021-0417-03"\n', "", "id", "missing"),
        ('id = "SMX-2021-0417-03"', 'id = " "', "id", "empty"),
        ("planned_hours = 40", "planned_hours = 0", "planned_hours", "1 or greater"),
        ("planned_hours = 40", "planned_hours = true", "planned_hours", "whole number"),
        ("planned_hours = 40", "planned_hours = 39.5", "planned_hours", "whole number"),
        ("teachers = 2", "teachers = -1", "teachers", "0 or greater"),
        ("teachers = 2", 'teachers = "two"', "teachers", "whole number"),
        ("starts_on = 2021-04-19", "starts_on = 20210419", "starts_on", "quotation marks"),
        ("starts_on = 2021-04-19", 'starts_on = "soon"', "starts_on", "date"),
        ("ends_on = 2021-04-30", "ends_on = 2021-04-18", "ends_on", "before"),
        ("2021-04-12T09:00:00+08:00", "2021-04-12", "registered_at", "time"),
        ('mode = "blended"', 'mode = "x"', "mode", "offline (线下)"),
        ("workstations = 20", "workstations = 20\nextra = 1", "extra", "no such key"),
        ("[institution]\nid", 'institution = "x"\n[recordings]\nid', "institution", "section"),
        ("[institution]", '[recordings]\npattern = "{start"\n[institution]', "recordings.pattern",
         "pattern"),
        ("[institution]", '[recordings]\npattern = "{camera}.mp4"\n[institution]',
         "recordings.pattern", "pattern"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_possible_is_told_with_its_key(
    tmp_path: Path, old: str, new: str, column: str, said: str
) -> None:
    found = {p.column: str(p.what) for p in problems_of(tmp_path, changed(old, new))}

    assert said in found[column]


def test_a_problem_names_the_line(tmp_path: Path) -> None:
    assert only(tmp_path / "a", "teachers = 2", "teachers = -2").row == 11
    assert only(tmp_path / "b", 'id = "INST-0007"', 'idd = "INST-0007"').row == 15


def test_a_syntax_error_tells_line_and_place(tmp_path: Path) -> None:
    problem = only(tmp_path, "teachers = 2", "teachers = = 2")

    assert problem.row == 11
    assert "letter 12" in str(problem.what)


def test_chinese_quotation_marks_are_called_by_their_name(tmp_path: Path) -> None:
    problem = only(tmp_path, '"茶艺师"', "“茶艺师”")

    assert problem.row == 4
    assert "Chinese quotation marks" in str(problem.what)


def test_the_class_ending_on_its_first_day_is_sound(tmp_path: Path) -> None:
    assert read(tmp_path, changed("ends_on = 2021-04-30", "ends_on = 2021-04-19"))


def test_an_unknown_policy_is_told_together_with_all_other_mistakes(tmp_path: Path) -> None:
    changes = changed('"sanmenxia-2021"\n', '"sanmenxia-2012"\nextra = 1\n') | {"roster.csv": None}
    found = problems(written(tmp_path, changes), ("henan-2020", "sanmenxia-2021"))

    policy = next(problem for problem in found if problem.column == "policy")
    assert {problem.column for problem in found} == {"policy", "extra", ""}
    assert (policy.row, policy.did_you_mean) == (2, "sanmenxia-2021")
    assert "henan-2020, sanmenxia-2021" in str(policy.what)


def test_a_known_policy_and_one_that_nobody_asks_about_are_sound(tmp_path: Path) -> None:
    assert not problems(written(tmp_path), ("sanmenxia-2021",))
    assert not problems(written(tmp_path))


@pytest.mark.parametrize("name", ["Asia/Beijing", "Asia/Peking", "北京", "北京时间", "UTC+8"])
def test_names_of_chinas_time_are_answered_with_its_zone(tmp_path: Path, name: str) -> None:
    assert only(tmp_path, '"Asia/Shanghai"', f'"{name}"').did_you_mean == "Asia/Shanghai"


def test_another_zone_is_sound_and_another_name_is_not_taken_for_shanghai(tmp_path: Path) -> None:
    assert read(tmp_path / "a", changed("Asia/Shanghai", "Asia/Urumqi"))
    assert only(tmp_path / "b", "Asia/Shanghai", "Europe/Berln").did_you_mean == "Europe/Berlin"


@pytest.mark.parametrize(
    ("old", "new", "key", "row"),
    [
        ("teachers = 2", "teachers = 2\nlevel = 3", '"level"', 12),
        ("[institution]", "[institution]\n[institution]", '"institution"', 15),
    ],
)
def test_a_key_that_is_there_twice_is_named(
    tmp_path: Path, old: str, new: str, key: str, row: int
) -> None:
    problem = only(tmp_path, old, new)

    assert (str(problem.what).split(" is ")[0], problem.row) == (key, row)


def test_everything_wrong_with_a_pattern_is_told_at_once(tmp_path: Path) -> None:
    pattern = '[recordings]\npattern = "{cam}_{start:%Y%Q}.mp4"\n[institution]'
    told = str(only(tmp_path, "[institution]", pattern).what)

    assert "{cam}" in told
    assert "%Q" in told


PAPERS = """
[gates]
applied_on = 2021-04-12
applied_by = "…"
[survey]
answered = 20
satisfied = 17
[last_year]
trained = 100
passed = 80
employed = 30
[apprenticeship]
apprentices = 60
full_time_teachers = 3
[institution]"""


def test_the_papers_beside_a_class_are_read(tmp_path: Path) -> None:
    declared = read(tmp_path, changed("[institution]", PAPERS)).training_class

    assert declared.gates == Gates(Gate(date(2021, 4, 12), "…"), Gate(), Gate())
    assert declared.survey == Survey(20, 17)
    assert declared.last_year == YearRecord(100, 80, 30)
    assert declared.apprenticeship == Apprenticeship(60, 3)


@pytest.mark.parametrize(
    ("old", "new", "column", "most"),
    [
        ("satisfied = 17", "satisfied = 21", "survey.satisfied", "20"),
        ("employed = 30", "employed = 101", "last_year.employed", "100"),
    ],
)
def test_a_part_larger_than_its_whole_is_told(
    tmp_path: Path, old: str, new: str, column: str, most: str
) -> None:
    problem = only(tmp_path, "[institution]", PAPERS.replace(old, new))

    assert problem.column == column
    assert problem.row > 0
    assert f"is {most}" in str(problem.what)


def test_a_slip_in_a_section_of_papers_is_answered(tmp_path: Path) -> None:
    problem = only(tmp_path, "[institution]", PAPERS.replace("applied_on", "aplied_on"))

    assert (problem.column, problem.did_you_mean) == ("gates.aplied_on", "applied_on")
