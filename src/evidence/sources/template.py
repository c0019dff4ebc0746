"""The template: an empty bundle for a clerk to fill in, with the headings that are read back."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from pathlib import Path
from string import Template

import xlsxwriter

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say
from evidence.sources.headings import (
    ATTENDANCE,
    COURSE,
    FORMS,
    KINDS,
    SCHEDULE,
    STATUSES,
    YES_OR_NO,
    Column,
    Form,
)
from evidence.sources.tree import CLASS_FILE

FOLDERS = ("recordings", "photos", "online", "snapshots")
ROWS = 500  # as many as get their menus and formats
WIDTH = 18
# Columns whose cells are chosen from a menu: the words in English and in Chinese.
MENUS: Mapping[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    (SCHEDULE.stem, "kind"): tuple(KINDS.values()),
    (ATTENDANCE.stem, "status"): tuple(STATUSES.values()),
    (COURSE.stem, "professional"): tuple(YES_OR_NO.values()),
}

CLASS = Template("""\
# What this class is. Everything after # is a remark; lines that begin with # are not read.
# 班级基本情况。# 之后为说明；以 # 开头的行不读取。

id = ""                             # 班级编号
policy = "$policy"                  # 适用政策：$policies
timezone = "Asia/Shanghai"
occupation = ""                     # 职业（工种）
level = ""                          # 等级，如 五级
mode = "offline"                    # offline 线下 | online 线上 | blended 线上线下结合
# 证书 certificate: qualification 职业资格 | skill-level 职业技能等级 | special-operation 特种作业
#                   | specific-ability 专项职业能力 | completion 培训合格证书
certificate = "skill-level"
starts_on = 2021-04-19              # 开班日期
ends_on = 2021-04-30                # 结业日期
planned_hours = 40                  # 计划学时
# teachers = 2                      # 授课教师人数
# workstations = 20                 # 工位数（实操）
# registered_at = 2021-04-12T09:00:00+08:00   # 录入管理系统的时间
# assessed_on = 2021-08-20          # 线下考核日期

[institution]                       # 培训机构
id = ""
name = ""

# [recordings]                      # 录像文件命名方式（不同于常见录像机时填写）
# pattern = "{camera}_{start:%Y%m%d_%H%M%S}.mp4"
""")


def make_template(folder: Path, *, policies: Collection[str], chinese: bool, plain: bool) -> None:
    """Make an empty bundle in a new folder: tables as workbooks, or ``plain`` ones as CSV.

    Raises:
        Unreadable: when there is something in the folder already.
        OSError: when it can't be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Unreadable(str(folder), (Problem(say("this folder is not empty"), str(folder)),))
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    known = sorted(policies, key=lambda name: name.rpartition("-")[2])
    text = CLASS.substitute(policy=known[-1] if known else "", policies=" | ".join(known))
    (folder / CLASS_FILE).write_text(text, "utf-8")
    for form in FORMS:
        headings = [_heading(column, chinese=chinese) for column in form.columns]
        if plain:
            _csv(folder / f"{form.stem}.csv", headings)
        else:
            _workbook(folder / f"{form.stem}.xlsx", form, headings, chinese=chinese)


def _heading(column: Column, *, chinese: bool) -> str:
    return column.aliases[0] if chinese else column.name


def _csv(place: Path, headings: list[str]) -> None:
    """With a byte order mark, for Excel takes anything else for its own code page."""
    with place.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(headings)


def _workbook(place: Path, form: Form, headings: list[str], *, chinese: bool) -> None:
    with xlsxwriter.Workbook(str(place)) as book:
        sheet = book.add_worksheet(form.stem)
        # As text: else a spreadsheet rounds ID numbers and makes 1 of 001.
        text = book.add_format({"num_format": "@"})
        needed = book.add_format({"bold": True, "bg_color": "#FFE9B0", "num_format": "@"})
        optional = book.add_format({"bold": True, "bg_color": "#E8EEF4", "num_format": "@"})
        sheet.freeze_panes(1, 0)
        for at, (column, heading) in enumerate(zip(form.columns, headings, strict=True)):
            sheet.set_column(at, at, WIDTH, text)
            sheet.write_string(0, at, heading, needed if column.required else optional)
            words = MENUS.get((form.stem, column.name))
            if words:
                menu = [names[1] if chinese else names[0] for names in words]
                sheet.data_validation(1, at, ROWS, at, {"validate": "list", "source": menu})
