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
        "地点：\n师资情况：\n"
        f"学员出勤情况：录像核验线下{len(hours)}学时，有效{stand.count('valid')}、"
        f"无效{stand.count('invalid')}、待核查{stand.count('review')}{average}"
    )


def _opinion(verdict: VerdictRecord) -> str:
    visit = "；全部线下学时均有录像佐证，可不再实地抽查" if verdict.no_site_visit_needed else ""
    return f"系统核验结论（供参考）：{STANDS[Standing(verdict.verdict)]}{visit}"


def is_asked_for(clauses: tuple[str, ...]) -> bool:
    """Whether a policy, by the words of its clauses, asks for this form."""
    return TITLE in clauses
