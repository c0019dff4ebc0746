"""The template: an empty bundle for a clerk to fill in, with the headings that are read back."""

from __future__ import annotations

import csv
import errno
from collections.abc import Collection, Mapping
from pathlib import Path
from string import Template

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say
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
REMARKS = 36  # where the remarks of class.toml begin
NO_RIGHT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
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
$policy# 适用政策：$policies
timezone = "Asia/Shanghai"
occupation = ""                     # 职业（工种）
level = ""                          # 等级，如 五级
mode = "offline"                    # offline 线下 | online 线上 | blended 线上线下结合
# 证书 certificate: qualification 职业资格 | skill-level 职业技能等级 | special-operation 特种作业
#                   | specific-ability 专项职业能力 | completion 培训合格证书
certificate = "skill-level"
starts_on = 2021-05-10              # 开班日期
ends_on = 2021-05-21                # 结业日期
planned_hours = 40                  # 计划学时
# teachers = 2                      # 授课教师人数
# workstations = 20                 # 工位数（实操）
# registered_at = 2021-05-06T09:00:00+08:00   # 录入管理系统的时间
# assessed_on = 2021-08-20          # 线下考核日期

[institution]                       # 培训机构
id = ""
name = ""

# What only some policies ask for: take off the # in front of it.
# 以下各项仅部分政策要求，需要时去掉行首的 # 并填写。
# [gates]                           # 三项制度：日期和签字人
# applied_on = 2021-05-06           # 开班申请
# applied_by = ""
# checked_on = 2021-05-12           # 过程检查
# checked_by = ""
# completed_on = 2021-05-21         # 结业审核
# completed_by = ""

# [survey]                          # 满意度调查：参与人数、满意人数
# answered = 0
# satisfied = 0

# [last_year]                       # 上一年度：培训、合格、就业人数
# trained = 0
# passed = 0
# employed = 0

# [apprenticeship]                  # 企业新型学徒制：本职业（工种）学徒人数、专职教师人数
# apprentices = 0
# full_time_teachers = 0

# [recordings]                      # 录像文件命名方式（不同于常见录像机时填写）
# pattern = "{camera}_{start:%Y%m%d_%H%M%S}.mp4"
""")


def make_template(folder: Path, *, policies: Collection[str], chinese: bool, plain: bool) -> None:
    """Make an empty bundle in a new folder: tables as workbooks, or ``plain`` ones as CSV.

    Raises:
        Unreadable: when there is something in its place already, or it can't be written.
    """
    try:
        _refuse_what_is_there(folder)
        _fill(folder, policies, chinese=chinese, plain=plain)
    except FileCreateError as error:  # a workbook's own, around that of the disk
        raise _unusable(folder, _why_not(error.__context__)) from None
    except OSError as error:
        raise _unusable(folder, _why_not(error)) from None


def _refuse_what_is_there(folder: Path) -> None:
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    if not standing.is_dir():
        raise _unusable(
            folder, say("{file} is a file: name a folder that is not there yet", file=str(standing))
        )
    if standing == folder and any(folder.iterdir()):
        raise _unusable(folder, say("this folder is not empty: name one that is not there yet"))


def _why_not(error: BaseException | None) -> Text:
    if not isinstance(error, OSError):
        return say("no folder can be made here ({detail})", detail=str(error))
    if error.errno in NO_RIGHT:
        return say("nothing can be written here: name a folder in a place of your own")
    if error.errno == errno.ENAMETOOLONG:
        return say("this name is too long for a folder: name a shorter one")
    if error.errno in FULL:
        return say("the disk is full: make room, empty the folder, and try again")
    return say("no folder can be made here ({detail})", detail=error.strerror or str(error))


def _unusable(folder: Path, what: Text) -> Unreadable:
    return Unreadable(str(folder), (Problem(what, str(folder)),))


def _fill(folder: Path, policies: Collection[str], *, chinese: bool, plain: bool) -> None:
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    known = sorted(policies, key=lambda name: name.rpartition("-")[2])
    newest = f'policy = "{known[-1] if known else ""}"'
    text = CLASS.substitute(policy=newest.ljust(REMARKS), policies=" | ".join(known))
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
