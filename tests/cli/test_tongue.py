"""``--help`` in the user's language."""

import os
import subprocess
import sys
from unicodedata import east_asian_width

import pytest

EVIDENCE = [sys.executable, "-c", "from evidence.cli.app import main; main()"]
COMMANDS = ((), ("check",), ("run",), ("schedule",), ("policy",), ("policy", "show"))


def help_of(*command: str, locale: str) -> str:
    environment = {**os.environ, "LANG": locale, "LC_ALL": locale, "COLUMNS": "80"}
    ran = subprocess.run(
        [*EVIDENCE, *command, "--help"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return ran.stdout


def columns(line: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_where_the_user_is_and_fits_the_page(command: tuple[str, ...]) -> None:
    told = help_of(*command, locale="zh_CN.UTF-8")
    assert told.startswith("用法: ")
    assert "选项:" in told
    assert "[OPTIONS]" not in told
    assert "显示本说明并退出。" in told
    assert "Show this message" not in told
    # One mark that may not begin a line may stand beyond the edge.
    assert max(columns(line) for line in told.splitlines()) <= 82


def test_help_is_english_elsewhere() -> None:
    told = help_of("check", locale="C.UTF-8")
    assert "Options:" in told
    assert "Check class bundles" in told
    assert "选项" not in told


def test_a_chinese_list_of_commands_tells_each_in_one_line() -> None:
    told = help_of(locale="zh_CN.UTF-8").split("命令:\n")[1].splitlines()
    assert all(line.startswith("  ") and not line.startswith("   ") for line in told if line)
    assert any(line.split()[:2] == ["schema", "输出某种格式的"] for line in told)
