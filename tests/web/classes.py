"""Classes that a night has judged: verdicts as they are kept."""

import json
from typing import Any

from evidence.domain.findings import Standing
from evidence.pipeline.ledger import JudgedClass, KeptVerdict
from evidence.wiring.office import Office

SHORT = "practical-continuous-recording"
DAY = "2021-04-20"


def hour(number: int, verdict: str = "valid", session: str = "P01") -> dict[str, Any]:
    return {
        "session": session,
        "hour": number,
        "kind": "practical",
        "start": f"{DAY}T{8 + number:02}:00:00+08:00",
        "end": f"{DAY}T{8 + number:02}:45:00+08:00",
        "verdict": verdict,
        "recorded_seconds": 2000.0,
        "longest_run_seconds": 600.0,
        "present": None,
        "people_average": None,
        "people_peak": None,
        "camera": "cam1",
    }


def finding(subject: dict[str, Any], effect: str = "hour-invalid", **more: Any) -> dict[str, Any]:
    return {
        "rule": SHORT,
        "effect": effect,
        "clause": "三技领办〔2021〕4号 二(四)20",
        "subject": subject,
        "start": f"{DAY}T09:10:00+08:00",
        "end": f"{DAY}T09:20:00+08:00",
        "measured": 600.0,
        "required": 900.0,
        "unit": "s",
        "message": "the longest unbroken recording is 10 min",
        "evidence": [{"path": "recordings/a.mp4", "start": 0.0, "end": 600.0}],
        "message_zh": "最长的连续录像为 10 分钟",
        "text": "实操培训每学时连续录像不低于15分钟",
        **more,
    }


def short(number: int = 1) -> dict[str, Any]:
    return finding({"session": "P01", "hour": number})


def learner(name: str, verdict: str = "valid") -> dict[str, Any]:
    return {
        "id": name,
        "verdict": verdict,
        "hours_planned": 40,
        "hours_credited": 38,
        "hours_by_kind": {"theory": 10, "practical": 28, "online": 0},
        "hours_in_review": 0,
        "admitted_to_assessment": True,
        "class_hours": [{"session": "P01", "first": 1, "last": 2, "verdict": "valid"}],
    }


def body(*findings: dict[str, Any], name: str = "CLASS-1") -> str:
    told = {
        "schema": "evidence/verdict/1",
        "bundle": {"id": name, "sha256": "a" * 64, "files": 3},
        "policy": {"id": "sanmenxia-2021", "sha256": "b" * 64},
        "engine": {"version": "0.1.0", "models": {}},
        "verdict": "invalid",
        "class_hours": [hour(1, "invalid"), hour(2)],
        "learners": [learner("L001"), learner("L002")],
        "findings": list(findings),
        "notes": [],
        "no_site_visit_needed": False,
        "class": {
            "institution": "INST",
            "institution_name": "某某培训学校",
            "occupation": "茶艺师",
            "level": "五级",
            "mode": "offline",
            "certificate": "skill-level",
            "starts_on": DAY,
            "ends_on": DAY,
            "planned_hours": 40,
        },
    }
    return json.dumps(told, ensure_ascii=False)


def judge(office: Office, subject: str, *findings: dict[str, Any]) -> KeptVerdict:
    """Keep a verdict with these findings, as the night does."""
    verdict = JudgedClass(
        subject=subject,
        standing=Standing.INVALID,
        policy_id="sanmenxia-2021",
        policy_sha256="b" * 64,
        bundle_sha256="a" * 64,
        engine_version="0.1.0",
        body=body(*findings, name=subject.partition("/")[2]),
    )
    return office.store.verdicts.append(verdict, office.clock.now())
