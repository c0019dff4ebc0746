import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from evidence.domain.errors import BundleUnreadable, Problem
from evidence.domain.text import say
from evidence.report import terminal
from evidence.report.language import CHINESE, ENGLISH
from tests.report.judgements import judgement, large


def console(**settings: object) -> Console:
    return Console(file=io.StringIO(), width=80, **settings)  # type: ignore[arg-type]


def printed(lang: str = ENGLISH, *, verbose: bool = False, big: bool = False) -> str:
    on = console()
    terminal.print_judgement(
        large() if big else judgement(), lang=lang, console=on, verbose=verbose
    )
    return written(on)


def written(on: Console) -> str:
    assert isinstance(on.file, io.StringIO)
    return on.file.getvalue()


def test_the_verdict_stands_at_the_top_in_sign_and_word() -> None:
    top = printed().splitlines()[1]

    assert "✗ INVALID" in top
    assert "TEST-0417-03" in top


def test_each_class_hour_has_its_sign_by_day_and_session() -> None:
    text = printed()

    assert "2021-04-19  T01\u00a0✓✓✓✓  P01\u00a0✓✗✓✓" in text
    assert "2021-04-20  P02\u00a0✓✓✓?" in text


def test_a_finding_tells_what_was_measured_what_is_asked_and_the_clause() -> None:
    text = " ".join(printed().split())

    assert "P01, hour 2" in text
    assert "14 min 58 s; limit 15 min" in text
    assert "三技领办〔2021〕4号 二(四)20" in text


def test_many_learners_with_one_finding_are_folded_into_one_line() -> None:
    text = " ".join(printed().split())

    assert "×12" in text
    assert "L001, L002, L003, L004, L005, L006 and 6 more" in text
    assert "L012" not in text


def test_verbose_unfolds_every_learner() -> None:
    assert "L012" in printed(verbose=True)


def test_a_large_class_stays_short_unless_verbose() -> None:
    assert len(printed(big=True).splitlines()) < 90
    assert len(printed(big=True, verbose=True).splitlines()) > 150


@pytest.mark.parametrize("lang", [ENGLISH, CHINESE])
def test_no_line_is_wider_than_eighty_columns(lang: str) -> None:
    assert max(cell_len(line) for line in printed(lang).splitlines()) <= 80


def test_what_is_piped_holds_no_control_codes() -> None:
    assert "\x1b" not in printed()


def test_without_colour_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    on = console(force_terminal=True)
    terminal.print_judgement(judgement(), lang=ENGLISH, console=on)

    assert "\x1b[3" not in written(on)
    assert "P01\u00a0" in written(on)


def test_square_brackets_of_a_bundle_are_text_and_no_markup() -> None:
    odd = judgement()
    odd = replace(odd, verdict=replace(odd.verdict, bundle_id="[red]X[/red]"))
    on = console()
    terminal.print_judgement(odd, lang=ENGLISH, console=on)
    terminal.print_summary([odd], lang=ENGLISH, console=on)

    assert written(on).count("[red]X[/red]") == 2


def test_clauses_for_a_person_are_lines_to_tick() -> None:
    assert "☐ 二(四)21(3) 满意度低于85%的停止培训开班" in printed()


def test_a_valid_class_is_told_to_be_handed_in() -> None:
    on = console()
    terminal.print_judgement(judgement(()), lang=ENGLISH, console=on)

    assert "✓ VALID" in written(on)
    assert "handed in as it is" in written(on)


def test_several_bundles_are_a_table_with_a_row_each() -> None:
    on = console()
    terminal.print_summary([judgement(), judgement(())], lang=ENGLISH, console=on)
    rows = [line for line in written(on).splitlines() if "TEST-0417-03" in line]

    assert len(rows) == 2
    assert "✗ invalid" in rows[0]
    assert "✓ valid" in rows[1]


def test_what_can_not_be_read_tells_where_what_and_the_nearest_name() -> None:
    problem = Problem(
        say("this [b]column[/b] is not known"), "roster.csv", 1, "nmae", did_you_mean="name"
    )
    on = console()
    terminal.print_unreadable(BundleUnreadable("class.zip", (problem,)), lang=ENGLISH, console=on)
    text = " ".join(written(on).split())

    assert "class.zip can't be read" in text
    assert "roster.csv, row 1, column nmae this [b]column[/b] is not known name" in text
