"""Headings: the tables of a bundle, their columns, and the other words for them and their values.

All of it is data: a new word of the clerks' is one more entry here, and one in docs/bundle.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from evidence.domain.errors import nearest
from evidence.domain.people import Standing, Status
from evidence.domain.teaching import Certificate, Kind, Mode

# How near an unknown heading must be to an optional column to be taken for a slip of the pen:
# "phone" and "post" are columns of their own, not a misspelt "photo".
SLIP = 0.75


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name of the contract, and the headings that mean the same, usual one first."""

    name: str
    aliases: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A table of the bundle: its file name without the ending, and its columns.

    ``also_named`` are file names that clerks give it; ``elsewhere`` are columns of other readers.
    """

    stem: str
    columns: tuple[Column, ...]
    also_named: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def column_of(self, heading: str) -> str:
        """The name of the column that a heading means, or ""."""
        known = _known(self)
        return known.get(key(heading), "") or known.get(key(_unbracketed(heading)), "")

    def is_elsewhere(self, heading: str) -> bool:
        """Whether another reader knows this column."""
        return key(heading) in {key(name) for name in self.elsewhere}

    def slip_for(self, heading: str, absent: tuple[Column, ...]) -> tuple[str, str]:
        """The absent column that a heading is likely to mean, and its right heading; or "", ""."""
        words = {key(word): (c.name, word) for c in absent for word in (c.name, *c.aliases)}
        needed = tuple(key(w) for c in absent if c.required for w in (c.name, *c.aliases))
        near = nearest(key(heading), needed)
        if not near:
            near = next(iter(get_close_matches(key(heading), words, n=1, cutoff=SLIP)), "")
        return words.get(near, ("", ""))


ROSTER = Form(
    "roster",
    (
        Column("learner_id", ("学员编号", "学号", "编号", "学员号", "学员ID", "学员学号")),
        Column("name", ("姓名", "学员姓名", "学员")),
        Column(
            "id_number",
            ("身份证号", "身份证号码", "身份证", "证件号码", "公民身份号码"),
            required=False,
        ),
        Column("photo", ("照片", "照片文件", "照片路径", "证件照"), required=False),
        Column("group", ("组别", "小组", "班组", "分组"), required=False),
        Column(
            "previous_assessment_on",
            ("上次考核日期", "上次考核时间", "上一次考核日期"),
            required=False,
        ),
        Column("status", ("人员类别", "人员类型", "身份"), required=False),
        Column("major", ("专业", "在读专业", "所学专业"), required=False),
        Column("post", ("岗位", "工作岗位", "现岗位"), required=False),
        Column("cohort", ("人群", "人群类别", "培训对象", "培训对象类别"), required=False),
        Column("certificate", ("证书编号", "证书号", "证书号码"), required=False),
        Column("employed_on", ("就业日期", "就业时间"), required=False),
        Column("subsidised", ("已享受补贴", "已享受补贴培训", "补贴记录"), required=False),
    ),
    also_named=("花名册", "学员名单", "名单", "学员花名册"),
)

SCHEDULE = Form(
    "schedule",
    (
        Column("session_id", ("场次", "场次编号", "课次", "课次编号")),
        Column("kind", ("类别", "类型", "授课类型", "课程类型", "培训类型")),
        Column("start", ("开始时间", "开始", "上课时间", "开课时间")),
        Column("end", ("结束时间", "结束", "下课时间")),
        Column("date", ("日期", "上课日期", "授课日期"), required=False),
        Column("class_hours", ("学时", "课时", "学时数", "课时数")),
        Column("room", ("教室", "地点", "上课地点", "场地"), required=False),
        Column("camera", ("摄像头", "摄像机", "监控", "摄像头编号"), required=False),
        Column("teacher", ("教师", "任课教师", "授课教师", "老师"), required=False),
    ),
    also_named=("课程表", "课表", "教学计划", "培训日程"),
)

COURSE = Form(
    "course",
    (
        Column("lesson_id", ("课程编号", "课时编号", "课件编号")),
        Column("order", ("顺序", "序号", "次序")),
        Column("title", ("名称", "课程", "课程名称", "课时名称", "课件名称", "标题")),
        Column("duration_s", ("时长（秒）", "时长", "秒数", "duration")),
        Column("professional", ("专业课", "是否专业课", "专业课程")),
    ),
    also_named=("课程", "课程目录", "线上课程"),
)

ATTENDANCE = Form(
    "attendance",
    (
        Column("learner_id", ("学员编号", "学号", "编号", "学员号", "学员ID", "学员学号")),
        Column("session_id", ("场次", "场次编号", "课次", "课次编号")),
        Column("status", ("状态", "考勤", "考勤状态", "出勤情况")),
        Column("note", ("备注", "说明"), required=False),
    ),
    also_named=("考勤", "考勤表", "签到表"),
    elsewhere=("name", "姓名", "学员姓名"),
)

RECORDINGS = Form(
    "recordings",
    (
        Column("path", ("文件", "文件路径", "路径", "文件名", "录像文件")),
        Column("camera", ("摄像头", "摄像机", "监控", "摄像头编号")),
        Column("start", ("开始时间", "开始", "录像开始时间")),
    ),
    also_named=("录像清单", "录像表"),
)

VISITS = Form(
    "visits",
    (
        Column("at", ("检查时间", "时间", "实地检查时间", "抽查时间")),
        Column("present", ("在位人数", "实到人数", "在位学员人数", "实地抽查人数")),
        Column("room", ("地点", "检查地点", "教室"), required=False),
        Column("teachers", ("师资情况", "师资", "授课教师"), required=False),
    ),
    also_named=("实地检查", "检查记录", "实地抽查", "现场检查"),
)

FORMS = (ROSTER, SCHEDULE, COURSE, ATTENDANCE, RECORDINGS, VISITS)

# The folders of a bundle, and what clerks call them.
FOLDERS: Mapping[str, tuple[str, ...]] = {
    "recordings": ("recording", "录像", "视频", "监控录像", "videos", "video"),
    "photos": ("photo", "照片", "证件照"),
    "online": ("线上", "日志", "logs", "学习日志"),
    "snapshots": ("snapshot", "抓拍", "截图"),
}

# The words for each value: the contract's first, then the usual Chinese one.
KINDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.THEORY: ("theory", "理论", "理论课", "理论培训", "理论教学"),
    Kind.PRACTICAL: ("practical", "实操", "实训", "实操培训", "实操课", "实际操作"),
    Kind.ONLINE: ("online", "线上", "网课", "在线", "线上培训", "网络"),
}
STATUSES: Mapping[Status, tuple[str, ...]] = {
    Status.PRESENT: ("present", "出勤", "到课", "到", "已到", "√", "✓"),
    Status.ABSENT: ("absent", "缺勤", "旷课", "未到", "×"),
    Status.LEAVE: ("leave", "请假", "事假", "病假"),
    Status.MAKEUP: ("makeup", "补课"),
}
# What a kind of person (人员类别) is called differs from place to place: a word within it decides.
STANDINGS: Mapping[Standing, tuple[str, ...]] = {
    Standing.STUDENT: ("student", "在校", "学生"),
    Standing.EMPLOYEE: ("employee", "职工", "在职", "在岗"),
}
NONE_BEFORE = ("none", "无", "没有", "0", "否")
YES_OR_NO: Mapping[bool, tuple[str, ...]] = {
    True: ("true", "是", "yes", "y", "1", "√"),
    False: ("false", "否", "no", "n", "0", "×"),
}
MODES: Mapping[Mode, tuple[str, ...]] = {
    Mode.OFFLINE: ("offline", "线下"),
    Mode.ONLINE: ("online", "线上"),
    Mode.BLENDED: ("blended", "混合", "线上线下结合", "线上线下相结合", "线上+线下"),
}
CERTIFICATES: Mapping[Certificate, tuple[str, ...]] = {
    Certificate.QUALIFICATION: ("qualification", "职业资格证书", "职业资格"),
    Certificate.SKILL_LEVEL: ("skill-level", "职业技能等级证书", "职业技能等级"),
    Certificate.SPECIAL_OPERATION: ("special-operation", "特种作业操作证书", "特种作业操作证"),
    Certificate.SPECIFIC_ABILITY: ("specific-ability", "专项职业能力证书", "专项职业能力"),
    Certificate.COMPLETION: ("completion", "培训合格证书", "培训合格证"),
}

# Time zones under names that the tz database does not have.
ZONES: Mapping[str, tuple[str, ...]] = {
    "Asia/Shanghai": (
        "Asia/Beijing", "Asia/Peking", "Asia/China", "Beijing", "Shanghai", "China", "北京", "上海",
        "中国", "北京时间", "中国标准时间", "东八区", "China Standard Time", "CST", "UTC+8",
        "GMT+8", "UTC+08:00", "GMT+08:00", "+08:00", "+8",
    ),
}  # fmt: skip

_BRACKETS = re.compile(r"[(\[【〔<《「{]([^()\[\]【】〔〕<>《》「」{}]*)[)\]】〕>》」}]")
_OTHER_UNITS = frozenset(
    {"分", "分钟", "min", "minute", "minutes", "时", "小时", "h", "hours", "ms", "毫秒", "天"}
)


def key(word: str) -> str:
    """A word without what does not matter: case, spaces, full width, and signs such as * _ -."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    return re.sub(r"[\s_\-*:.·\ufeff\u200b]+", "", plain)


def _unbracketed(heading: str) -> str:
    """A heading without a remark in brackets, unless that names another unit of measure."""
    plain = unicodedata.normalize("NFKC", heading)
    if any(key(inside) in _OTHER_UNITS for inside in _BRACKETS.findall(plain)):
        return ""
    return _BRACKETS.sub("", plain)


@cache
def _known(form: Form) -> Mapping[str, str]:
    return {key(word): c.name for c in form.columns for word in (c.name, *c.aliases)}
