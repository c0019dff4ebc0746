"""A command line that can't be used: one line, in the user's language, with the nearest name."""

import sys

import pytest

from evidence.cli.app import main


def said(words: str, locale: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["evidence", *words.split()])
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            patch.setenv(name, locale)
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert not out
    return err


MISUSES = {
    "chek": ("no command chek here; did you mean check?", "没有命令 chek；是不是 check？"),
    "policy shw": ("no command shw here; did you mean show?", "没有命令 shw；是不是 show？"),
    "check": ("BUNDLE is missing", "缺少 BUNDLE"),
    "check . --polcy x": ("no option --polcy here; did you mean --policy?", "是不是 --policy？"),
    "check . --html": ("--html is missing its value", "--html 缺少取值"),
    "check missing --json nowhere/v.json": ("there is no folder nowhere", "没有文件夹 nowhere"),
    "check . --what-if a=1 --policy a --policy b": ("goes with one", "只能与一个 --policy 同用"),
    "policy show a b c": ("b c is more than", "b c 是此命令用不到的"),
    "run --date tomorrow": ("--date takes a date such as", "--date 应为日期"),
    "user token x --days many": ("--days takes a whole number", "--days 应为整数"),
    "user token x --days 9999": ("--days is 3660 or less", "--days 不得大于 3660"),
    "schema verdikt": ("did you mean verdict?", "是不是 verdict？"),
    "period soon": ("soon is no period", "soon 不是期间"),
}


@pytest.mark.parametrize(("words", "told"), MISUSES.items())
def test_a_command_line_that_cannot_be_used_is_told_in_one_line(
    words: str, told: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    english, chinese = told
    for locale, expected in (("C", english), ("zh_CN.UTF-8", chinese)):
        line = said(words, locale, capsys)
        assert expected in line
        assert line.startswith("evidence")
        assert line.count("\n") == 1


def test_the_language_asked_for_counts_also_where_the_rest_cannot_be_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "没有选项" in said("check --lang zh --nothing", "C", capsys)
    assert "there is no option" in said("check --lang=en --nothing", "zh_CN.UTF-8", capsys)
