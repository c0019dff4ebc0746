"""Filling in the application form: what a verdict and its subsidy sheet tell of a class."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from evidence.domain.findings import Standing
from evidence.domain.subsidy import YUAN, Between
from evidence.facts.subsidy import SubsidySheet
from evidence.report.application_form import TITLE, Filled
from evidence.report.claims import declared
from evidence.report.verdict_record import VerdictRecord

WAN = 10_000 * YUAN
UNSTATED = "材料未载明"
SHOWN = 3  # rooms, and visits, that a cell has space for
STANDS = {Standing.VALID: "有效", Standing.INVALID: "无效", Standing.REVIEW: "待人工核查"}


def filled(
    verdict: VerdictRecord,
    sheet: SubsidySheet,
    *,
    contact: str = "",
    bank: str = "",
    account: str = "",
) -> Filled:
    """The form of a class; what neither the verdict nor the caller tells is left for the pen."""
    said, claim = declared(verdict), sheet.claim
    certified = _certified(verdict)
    return Filled(
        institution=f"{said.institution_name} {said.institution}".strip(),
        contact=contact,
        bank=bank,
        account=account,
        batch=f"{claim.class_id}\n{_day(claim.starts_on)}",
        occupation=f"{said.occupation}\n{said.level}".strip(),
        planned=f"{len(claim.learners)}人",
        duration=f"{_day(claim.starts_on)}至\n{_day(claim.ends_on)}，共{said.planned_hours}课时",
        registered=_registered(verdict),
        first_day=_first_day(verdict, sheet),
        during=_during(verdict),
        assessed=_day(date.fromisoformat(said.assessed_on)) if said.assessed_on else UNSTATED,
        visited=_visited(verdict),
        average=_people(sheet.heads) if sheet.heads is not None else "",
        opinion=_opinion(verdict),
        certificates={said.certificate: certified},
        certified=certified,
        asked_heads=_people(sheet.payable),
        asked_sum=_wan(sheet.total) if sheet.standard is not None else "　　　　",
        origin=(
            f"本表由核验结论自动填写，空白处手填。班级材料 SHA-256：{verdict.bundle.sha256}；"
            f"政策 {verdict.policy.id}；evidence {verdict.engine.version}。"
        ),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _people(between: Between) -> str:
    if between.is_known:
        return f"{between.surely}人"
    return f"{between.surely}人（另有{between.possibly - between.surely}人待定）"


def _wan(fen: Between) -> str:
    """A sum in units of ten thousand yuan, exact."""
    if fen.is_known:
        return _decimal(fen.surely)
    return f"{_decimal(fen.surely)}（另有{_decimal(fen.possibly - fen.surely)}待定）"


def _decimal(fen: int) -> str:
    exact = Fraction(fen, WAN)
    return f"{exact.numerator // exact.denominator}.{fen % WAN:06d}".rstrip("0").rstrip(".")


def _certified(verdict: VerdictRecord) -> str:
    """How many obtained a certificate; "" where the roster does not tell it of everybody."""
    told = [learner.certified for learner in verdict.learners]
    return "" if None in told else f"{sum(bool(one) for one in told)}人"


def _registered(verdict: VerdictRecord) -> str:
    rules = {finding.rule for finding in verdict.findings}
    return "待核（见核验结论）" if "registered-first" in rules else "是，开班前已填报"


def _first_day(verdict: VerdictRecord, sheet: SubsidySheet) -> str:
    enrolled = len(verdict.learners)
    return (
        f"学员人数：名册{enrolled}人，实到{_people(sheet.claim.heads.came)}\n"
        "签到情况：以签到表及录像核对\n"
        f"培训资料留存情况：共{verdict.bundle.files}个文件，摘要见表末"
    )


def _during(verdict: VerdictRecord) -> str:
    """What footage showed of the class; hours that wait are told apart."""
    hours = verdict.class_hours
    if not hours:
        return ""
    stand = [hour.verdict for hour in hours]
    seen = [hour.present for hour in hours if hour.present is not None]
    average = f"，平均签到（识别）{sum(seen) / len(seen):.1f}人" if seen else ""
    first, last = (date.fromisoformat(hours[place].start[:10]) for place in (0, -1))
    return (
        f"时间：{_day(first)}至{_day(last)}\n"
        f"地点：{_rooms(verdict)}\n师资情况：{_teachers(verdict)}\n"
        f"学员出勤情况：录像核验线下{len(hours)}学时，有效{stand.count('valid')}、"
        f"无效{stand.count('invalid')}、待核查{stand.count('review')}{average}"
    )


def _rooms(verdict: VerdictRecord) -> str:
    """The rooms of the timetable, as many as there is space for."""
    rooms = declared(verdict).rooms
    more = f"等{len(rooms)}处" if len(rooms) > SHOWN else ""
    return "、".join(rooms[:SHOWN]) + more or UNSTATED


def _teachers(verdict: VerdictRecord) -> str:
    teachers = declared(verdict).teachers
    return UNSTATED if teachers is None else f"申报教师{teachers}人"


def _visited(verdict: VerdictRecord) -> str:
    """What those found who came to check; "" where nobody's visit is stated."""
    visits = verdict.visits
    if not visits:
        return ""
    days = [f"{_day(date.fromisoformat(one.at[:10]))}{one.at[11:16]}" for one in visits]
    rooms = "、".join(dict.fromkeys(one.room for one in visits if one.room)) or UNSTATED
    teachers = "；".join(dict.fromkeys(one.teachers for one in visits if one.teachers)) or UNSTATED
    counts = "、".join(str(one.present) for one in visits[:SHOWN])
    average = sum(one.present for one in visits) / len(visits)
    more = f"（共{len(visits)}次）" if len(visits) > 1 else ""
    mean = f"，平均{average:.1f}人" if len(visits) > 1 else ""
    return (
        f"时间：{'、'.join(days[:SHOWN])}{more}\n地点：{rooms}\n师资情况：{teachers}\n"
        f"学员出勤情况：实地检查在位{counts}人{mean}"
    )


def _opinion(verdict: VerdictRecord) -> str:
    visit = "；全部线下学时均有录像佐证，可不再实地抽查" if verdict.no_site_visit_needed else ""
    return f"系统核验结论（供参考）：{STANDS[Standing(verdict.verdict)]}{visit}"


def is_asked_for(clauses: tuple[str, ...]) -> bool:
    """Whether a policy, by the words of its clauses, asks for this form."""
    return TITLE in clauses
