"""The application form: 附件2 of 三技领办〔2021〕4号, cell by cell as it is printed.

The form is one grid: a narrow column for the names of its parts, and ten equal ones. What DOCX and
PDF show is the same list of cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

TITLE = "年度补贴性职业技能提升培训申请表"
ANNEX = "附件2"
COLUMNS = 11  # the first is narrow
SIGNED = "初审人：　　　　　　　　复核人：　　　　　　　　盖章\n年　　月　　日"
DATE = "　　年　　月　　日"
PROMISE = (
    "我郑重承诺对提供的各项材料和信息真实性负责，自觉接受社会监督。若有违反本承诺的行为，"
    "依法接受处理，并承担相应的责任。"
)
REMARKS = (
    "1. 培训专业及批次较多的，可在此表相应栏目中添加；2. 个人申请的，将培训机构栏目改为个人，"
    "仅填写此表涉及个人及培训机构、评价机构等基本信息。"
)
CERTIFICATES = (
    ("qualification", "参加国家职业资格鉴定人数"),
    ("skill-level", "参加职业技能等级评定人数"),
    ("special-operation", "参加特种作业操作考核人数"),
    ("specific-ability", "参加专项能力考核认定人数"),
    ("completion", "参加结业考核人数"),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What is filled in; what nobody stated is "" and left for the pen.

    ``certificates`` maps what can be obtained to how many did.
    """

    institution: str = ""
    contact: str = ""
    bank: str = ""
    account: str = ""
    batch: str = ""
    occupation: str = ""
    planned: str = ""
    duration: str = ""
    manner: str = ""
    registered: str = ""
    first_day: str = ""
    during: str = ""
    visited: str = ""
    recorded: str = ""
    average: str = ""
    opinion: str = ""
    assessed: str = ""
    certificates: dict[str, str] = field(default_factory=dict)
    certified: str = ""
    asked_heads: str = ""
    asked_sum: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid; ``kind`` is part, label, value, or signed (text at its foot)."""

    row: int
    column: int
    text: str
    wide: int = 1
    high: int = 1
    kind: str = "value"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row from left to right, and how high it is at least, in millimetres.

    ``skip`` columns are taken by a cell of the row above.
    """

    cells: tuple[Cell, ...]
    least: int = 11
    skip: int = 0


def label(text: str, wide: int = 2, high: int = 1) -> Cell:
    """A cell that is printed."""
    return Cell(0, 0, text, wide, high, "label")


def value(text: str, wide: int) -> Cell:
    """A cell that is filled in."""
    return Cell(0, 0, text, wide)


def signed(text: str = SIGNED, wide: int = 8) -> Cell:
    """A cell that people sign, its text at the foot."""
    return Cell(0, 0, text, wide, kind="signed")


def heading(given: Filled) -> Iterator[Row]:
    """The two rows above the parts; their first label takes the narrow column, too."""
    yield Row(
        (
            label("培训机构\n（或企业、个人）名称", 3),
            value(f"{given.institution}\n（加盖印章）", 4),
            label("联系人\n及电话"),
            value(given.contact, 2),
        ),
        15,
    )
    yield Row(
        (label("开户银行名称", 3), value(given.bank, 4), label("银行帐号"), value(given.account, 2))
    )


def parts(given: Filled) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The parts of the form by their names, row by row."""
    yield "开班申请", tuple(_opening(given))
    yield "过程监管", tuple(_watching(given))
    yield "结业考核", tuple(_assessing(given))
    yield "补贴资金申领", tuple(_asking(given))
    yield (
        "资金拨付",
        (
            Row((label("拨付时间"), value("", 3), label("拨付金额\n（万元）"), value("", 3))),
            Row(
                (
                    label("资金来源（就业补助资金、失业保险基金、职业技能提升行动资金等）", 5),
                    value("", 5),
                )
            ),
        ),
    )
    yield "备注", (Row((value(REMARKS, 10),), 15),)


def _opening(given: Filled) -> Iterator[Row]:
    yield Row(
        (
            label("开班批次及\n开班时间"),
            value(given.batch, 3),
            label("培训工种\n及级别"),
            value(given.occupation, 3),
        ),
        15,
    )
    yield Row(
        (label("拟培训人数"), value(given.planned, 2), label("培训时长"), value(given.duration, 4))
    )
    yield Row((label("拟培训方式（企业自主培训或委托培训等）", 5), value(given.manner, 5)))
    yield Row(
        (
            label("培训计划及人员名册是否在职业培训信息化管理系统填报", 6),
            value(given.registered, 4),
        )
    )
    yield Row((label("行业主管部门\n审核意见"), signed()), 22)
    yield Row((label("人力资源社会保\n障部门审核意见"), signed()), 22)


def _watching(given: Filled) -> Iterator[Row]:
    yield Row(
        (
            label("开班当日\n检查情况"),
            value(given.first_day or "学员人数：\n签到情况：\n培训资料留存情况：", 5),
            label("检查人\n员签字", 1),
            value("", 2),
        ),
        21,
    )
    blank = f"时间：{DATE}\n地点：\n师资情况：\n学员出勤情况："
    sign = (label("检查人\n员签字", 1), value("", 2))
    yield Row((label("培训期间\n检查情况", 2, 2), value(given.during or blank, 5), *sign), 26)
    yield Row((value(given.visited or blank, 5), *sign), 26, skip=2)
    yield Row(
        (
            label("检查情况是否在职业培训\n信息化管理系统填报", 4),
            value(given.recorded, 2),
            label("平均出\n勤人数"),
            value(given.average, 2),
        )
    )
    yield Row((label("人力资源社会保\n障部门检查意见"), value(given.opinion, 8)), 20)


def _assessing(given: Filled) -> Iterator[Row]:
    yield Row(
        (
            label("组织考核（评价、鉴定）时间提前3天提\n出，并在信息化管理系统上填报", 5),
            value(given.assessed, 1),
            label("参加考\n核人数"),
            value("", 2),
        ),
        15,
    )
    for place, (kind, words) in enumerate(CERTIFICATES):
        obtained = value(given.certificates.get(kind, ""), 2)
        cells = (label(words, 4), value("", 1), label("取证人数"), obtained)
        among = label("其中", 1, len(CERTIFICATES))
        yield Row(cells if place else (among, *cells), 10, skip=1 if place else 0)
    yield Row(
        (
            label("考核结果是否在职业培训\n信息化管理系统填报", 3),
            value("", 1),
            label("取证\n总人数", 1),
            value(given.certified, 1),
            label("考核巡查\n人员签字"),
            value("", 2),
        ),
        15,
    )


def _asking(given: Filled) -> Iterator[Row]:
    yield Row(
        (
            label("企业或培训机构或个人\n向行业主管部门申请", 3, 2),
            label("申请补\n贴人数", 1),
            value(given.asked_heads, 2),
            label("申请补\n贴资金", 1),
            value(f"{given.asked_sum}万元", 3),
        ),
        15,
    )
    yield Row((signed(f"{PROMISE}\n申请承诺人：　　　　　　　　{DATE}", 7),), 30, skip=3)
    yield Row(
        (label("行业主管部门审核情况\n（自受理之日起\n15个工作日内）", 3), signed(wide=7)), 22
    )
    public = (
        "　　年　　月　　日至　　年　　月　　日在　　　　省（市、县）人力资源和社会保障局官网"
        "进行公示，公示期　　天，期间收到异议情况和处理情况："
    )
    yield Row(
        (
            label("人力资源社会保障部门\n对补贴信息公示情况\n（不少于3个工作日）", 3),
            value(public, 7),
        ),
        25,
    )
    yield Row((label("人力资源社会保障部门\n审核意见", 3), signed(wide=7)), 22)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the form: its cells, and how high each row is at least, in millimetres."""

    cells: tuple[Cell, ...]
    heights: tuple[int, ...]


def pages(given: Filled) -> tuple[Page, Page]:
    """The two pages: the class until its end, and what comes after it."""
    named = tuple(parts(given))
    return _page(tuple(heading(given)), named[:2]), _page((), named[2:])


def _page(above: tuple[Row, ...], named: tuple[tuple[str, tuple[Row, ...]], ...]) -> Page:
    cells = [cell for place, row in enumerate(above) for cell in _placed(row, place, 0)]
    rows = list(above)
    for name, those in named:
        cells.append(Cell(len(rows), 0, name, high=len(those), kind="part"))
        for row in those:
            cells.extend(_placed(row, len(rows), 1))
            rows.append(row)
    return Page(tuple(cells), tuple(row.least for row in rows))


def _placed(row: Row, place: int, column: int) -> Iterator[Cell]:
    column += row.skip
    for cell in row.cells:
        yield replace(cell, row=place, column=column)
        column += cell.wide
