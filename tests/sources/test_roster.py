from datetime import date
from pathlib import Path

import pytest

from evidence.domain.errors import Problem
from evidence.domain.people import Standing, Subsidised
from tests.sources.bundles import ROSTER, SOUND, problems_of, read

HEADINGS = "learner_id,name,id_number,photo,group\n"
PERSON = "somebody"
SUBSIDISED = "编号,姓名,已享受补贴\n"


def roster(*rows: str, headings: str = HEADINGS) -> dict[str, str | bytes | None]:
    return {"roster.csv": headings + "\n".join(rows) + "\n", "attendance.csv": None}


def only(tmp_path: Path, *rows: str) -> Problem:
    (problem,) = problems_of(tmp_path, roster(*rows))
    assert problem.file == "roster.csv"
    return problem


def test_chinese_headings_are_the_same_roster(tmp_path: Path) -> None:
    chinese = ROSTER.replace(HEADINGS, "学员编号,姓名,身份证号,照片,组别\n")

    assert (
        read(tmp_path / "a", {"roster.csv": chinese}).learners
        == read(tmp_path / "b", {"roster.csv": ROSTER}).learners
    )


def test_a_portrait_is_found_in_spite_of_case_backslash_and_folder(tmp_path: Path) -> None:
    found = read(
        tmp_path, roster("L1,a,,photos\\l001.JPG,", "L2,b,,L002.jpg,", "L3,c,,./photos/L001.jpg,")
    )

    assert [one.photo for one in found.learners] == [
        "photos/L001.jpg",
        "photos/L002.jpg",
        "photos/L001.jpg",
    ]
    assert not found.notes


def test_portraits_that_are_not_there_are_one_note_without_their_names(tmp_path: Path) -> None:
    found = read(tmp_path, roster(f"L1,a,,photos/{PERSON}.jpg,", f"L2,b,,photos/{PERSON}2.jpg,"))

    (note,) = found.notes
    assert (note.code, note.count) == ("photo-missing", 2)
    assert "L1, L2" in str(note.message)
    assert PERSON not in f"{note.message}{note.path}"


def test_a_previous_assessment_is_read_where_it_is_given(tmp_path: Path) -> None:
    found = read(tmp_path, roster("L1,a,2021/3/1", "L2,b,", headings="编号,姓名,上次考核日期\n"))

    assert [one.previous_assessment_on for one in found.learners] == [date(2021, 3, 1), None]


def test_an_id_used_twice_names_the_first_row(tmp_path: Path) -> None:
    problem = only(tmp_path, "L1,a,,,", "L2,b,,,", "L1,c,,,")

    assert (problem.row, problem.column) == (4, "learner_id")
    assert "row 2" in str(problem.what)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",a,,,", "learner_id"),
        ("L1,,,,", "name"),
        (f"L1,{PERSON},4.1E+17,,", "id_number"),
        (f"L1,{PERSON},4.10000198001010E+17,,", "id_number"),
        (f"L1,{PERSON},,../{PERSON}.jpg,", "photo"),
        (f"L1,{PERSON},,C:\\{PERSON}.jpg,", "photo"),
        (f"L1,{PERSON},,/{PERSON}.jpg,", "photo"),
    ],
)
def test_a_faulty_cell_is_told_by_its_place_and_never_quotes_a_person(
    tmp_path: Path, row: str, column: str
) -> None:
    problem = only(tmp_path, row)

    assert (problem.row, problem.column) == (2, column)
    assert PERSON not in f"{problem}{problem.what}"
    assert "4.1" not in str(problem.what)


def test_a_roster_without_learners_is_a_problem(tmp_path: Path) -> None:
    assert "no learner" in str(only(tmp_path).what)


def test_two_rosters_are_one_too_many(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {"roster.xlsx": SOUND["roster.csv"]})

    assert problem.file == "roster.csv"
    assert "roster.xlsx" in str(problem.what)


# Nobody's: of no region.
NOBODY = "00000019000101001"


def with_check_digit(body: str) -> str:
    """GB 11643-1999, by its table of weights."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


@pytest.mark.parametrize("last", range(10))
def test_id_numbers_with_their_check_digit_and_old_ones_are_no_note(
    tmp_path: Path, last: int
) -> None:
    number = with_check_digit(f"{NOBODY[:-1]}{last}")

    assert not read(tmp_path, roster(f"L1,a,{number.lower()},,", f"L2,b,{'0' * 15},,")).notes


@pytest.mark.parametrize("last", "0123456789X")
def test_an_id_number_with_another_check_digit_is_noted(tmp_path: Path, last: str) -> None:
    notes = read(tmp_path, roster(f"L1,a,{NOBODY}{last},,")).notes

    assert [note.code for note in notes] == ["id-number-wrong"] * (
        with_check_digit(NOBODY)[-1] != last
    )


def test_id_numbers_that_can_not_be_right_are_one_note_with_the_rows(tmp_path: Path) -> None:
    rows = ("L1,a,12345678901234,,", "L2,b,,,", "L3,c,1234567890123456,,", "L4,d,X123,,")
    (note,) = read(tmp_path, roster(*rows)).notes

    assert (note.code, note.count) == ("id-number-wrong", 3)
    assert "rows 2, 4, 5" in str(note.message)
    assert "1234" not in f"{note}"


def test_one_id_number_of_two_learners_is_noted_with_both_rows(tmp_path: Path) -> None:
    number = with_check_digit(NOBODY)
    rows = (f"L1,a,{number},,", "L2,b,,,", "L3,c,,,", f"L4,d,{number},,")
    (note,) = read(tmp_path, roster(*rows)).notes

    assert (note.code, note.count) == ("id-number-repeated", 2)
    assert "rows 2, 5" in str(note.message)
    assert number not in f"{note}"


def test_learners_numbered_by_their_id_cards_are_noted_by_row_only(tmp_path: Path) -> None:
    number = "110105199001011237"
    found = read(tmp_path, roster(f"{number},a,,,", "L2,b,,,"))

    (note,) = found.notes
    assert (note.code, note.count) == ("learner-id-personal", 1)
    assert "rows 2 " in str(note.message)
    assert number not in str(note.message)


def test_such_a_number_used_twice_is_not_repeated_in_the_problem(tmp_path: Path) -> None:
    number = "110105199001011237"
    problem = only(tmp_path, f"{number},a,,,", f"{number},b,,,")

    assert number not in str(problem)


@pytest.mark.parametrize(
    ("written", "standing"),
    [
        ("在校生", Standing.STUDENT),
        ("职业院校在校学生", Standing.STUDENT),
        ("企业职工", Standing.EMPLOYEE),
        ("企业在岗职工", Standing.EMPLOYEE),
        ("农村劳动力", Standing.OTHER),
        ("", None),
    ],
)
def test_a_word_within_the_cell_tells_what_a_learner_does(
    tmp_path: Path, written: str, standing: Standing | None
) -> None:
    found = read(tmp_path, roster(f"L1,a,{written}", headings="编号,姓名,人员类别\n"))

    assert found.learners[0].standing is standing


def test_subsidised_trainings_are_read_with_and_without_year_and_level(tmp_path: Path) -> None:
    cell = "2021 茶艺师/五级；2020年电工/四级, 焊工"
    found = read(tmp_path, roster(f'L1,a,"{cell}"', "L2,b,无", "L3,c,", headings=SUBSIDISED))

    assert [one.subsidised for one in found.learners] == [
        (
            Subsidised(2021, "茶艺师", "五级"),
            Subsidised(2020, "电工", "四级"),
            Subsidised(0, "焊工", ""),
        ),
        (),
        None,
    ]


def test_a_subsidised_training_that_is_none_says_what_is_expected(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, roster("L1,a,2021", headings=SUBSIDISED))

    assert "such as 2021 茶艺师/五级" in str(problem.what)


def test_no_column_of_certificates_is_not_the_same_as_none(tmp_path: Path) -> None:
    without = read(tmp_path / "a", roster("L1,a,,,"))
    empty = read(tmp_path / "b", roster("L1,a,", headings="编号,姓名,证书编号\n"))

    assert without.learners[0].certificate is None
    assert empty.learners[0].certificate == ""
