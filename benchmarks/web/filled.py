"""The large store: classes that a night has judged, their findings, and those who look at them."""

from __future__ import annotations

import json
import random
from hashlib import sha256

import evidence
from evidence.analyzers.frames import wire as frames_wire
from evidence.analyzers.media import wire
from evidence.domain.findings import Standing
from evidence.domain.footage import EndReason, Media, Silence
from evidence.domain.pictures import Flaw, Pictures, Seen, Speed, Spell
from evidence.domain.time import DAY, MINUTE, SECOND, Interval
from evidence.pipeline.accounts import Account, Role
from evidence.pipeline.ledger import JudgedClass, Observation
from evidence.pipeline.machines import Token
from evidence.pipeline.store import KnownClass, KnownRecording
from evidence.rules.rule import catalogue
from evidence.store.observations import observed
from evidence.web.verdicts import micros
from evidence.wiring.office import Office

HOURS, FINDINGS, LEARNERS = 40, 400, 30
INSTITUTIONS = 200
AT_ONCE = 20  # inspectors
MP4 = "mov,mp4,m4a,3gp,3g2,mj2"


def subject_of(number: int) -> str:
    """The ``number``-th class."""
    return f"INST-{number % INSTITUTIONS:04}/CLASS-{number:05}"


def filled(office: Office, classes: int) -> None:
    """Verdicts on so many classes, what was read off their footage, and the list of it all."""
    rules = sorted(catalogue())
    chance = random.Random(7)
    for number in range(classes):
        subject, hours = subject_of(number), hours_of(number, chance)
        body = json.dumps(verdict(number, hours, rules, chance), ensure_ascii=False)
        judged = JudgedClass(
            subject, Standing.REVIEW, "sanmenxia-2021", "b" * 64, "a" * 64, "0.1.0", body
        )
        office.store.verdicts.append(judged, office.clock.now())
        recorded(office, subject, hours)
    office.catch_up()
    for each in range(AT_ONCE):
        office.accounts.add(Account(f"i{each}", Role.REVIEWER), "!", office.clock.now())
        key = sha256(f"t{each}".encode()).hexdigest()
        token = Token(key, f"i{each}", "", office.clock.now() + DAY)
        office.machines.give(token, office.clock.now())


def recorded(office: Office, subject: str, hours: list[dict[str, object]]) -> None:
    """A recording of each class hour: what was read off it, without its file."""
    now, recordings = office.clock.now(), []
    seen: list[Observation] = []
    for number, hour in enumerate(hours):
        digest = sha256(f"{subject} {number}".encode()).hexdigest()
        start = micros(str(hour["start"]))
        recordings.append(KnownRecording(f"recordings/{number}.mp4", digest, "cam1", start))
        media, pictures = _seen(number)
        seen.append(Observation(digest, evidence.__version__, media))
        seen.append(Observation(digest, f"{evidence.__version__}/pictures", pictures))
    with office.store.database.by_hand(lasting=False) as hand:
        observed(hand, tuple(seen), now)
    home = subject.partition("/")[0]
    known = KnownClass(subject, home, "p", "i", None, None, tuple(recordings))
    office.store.classes.put(known, now)


def _seen(number: int) -> tuple[str, str]:
    """What packets and pictures of a recording told, as the night keeps it."""
    silence = Silence((5 + number % 30) * MINUTE, MINUTE)
    media = Media(
        EndReason.COMPLETE, 44 * MINUTE, SECOND // 25, (silence,), codec="h264", container=MP4
    )
    spells = [
        Spell(Flaw.FROZEN, Interval(at, at + MINUTE), Interval(at, at + MINUTE), Speed.FULL)
        for at in range(2 * MINUTE, 40 * MINUTE, 10 * MINUTE)
    ]
    return wire.dumps(media), frames_wire.dumps(Pictures(Seen.LOOKED, spells=tuple(spells)))


def hours_of(number: int, chance: random.Random) -> list[dict[str, object]]:
    """The class hours of a class: four a session, one session a day."""
    return [
        {
            "session": f"P{hour // 4:02}",
            "hour": hour % 4 + 1,
            "kind": "practical" if hour // 4 % 2 else "theory",
            "start": f"{_day(number, hour)}T{8 + hour % 4:02}:00:00+08:00",
            "end": f"{_day(number, hour)}T{8 + hour % 4:02}:45:00+08:00",
            "verdict": chance.choice(("valid", "invalid", "review")),
            "recorded_seconds": 2000.0,
            "longest_run_seconds": 600.0,
            "present": 24,
            "people_average": None,
            "people_peak": None,
            "camera": "cam1",
        }
        for hour in range(HOURS)
    ]


def _day(number: int, hour: int) -> str:
    return f"2021-{4 + number % 8:02}-{1 + number % 18 + hour // 4:02}"


def verdict(
    number: int, hours: list[dict[str, object]], rules: list[str], chance: random.Random
) -> dict[str, object]:
    """A verdict with ten findings an hour."""
    findings = []
    for each in range(FINDINGS):
        hour = hours[each % HOURS]
        about = {"session": hour["session"], "hour": hour["hour"]}
        if each // HOURS % 4 == 0:
            about["learner"] = f"L{each % LEARNERS:03}"
        findings.append(
            {
                "rule": chance.choice(rules),
                "effect": chance.choice(("hour-invalid", "review", "notice")),
                "clause": "三技领办〔2021〕4号 二(四)20",
                "subject": about,
                "start": hour["start"],
                "end": hour["end"],
                "measured": 600.0 + each,
                "required": 900.0,
                "unit": "s",
                "message": f"the longest unbroken recording is {10 + each} min",
                "message_zh": f"最长的连续录像为 {10 + each} 分钟",
                "text": "实操培训每学时连续录像不低于15分钟",
                "evidence": [
                    {"path": f"recordings/{each % HOURS}.mp4", "start": 0.0, "end": 600.0}
                ],
            }
        )
    learners = [
        {
            "id": f"L{each:03}",
            "verdict": "review",
            "hours_planned": 40,
            "hours_credited": 30,
            "hours_by_kind": {"theory": 10, "practical": 20, "online": 0},
            "hours_in_review": 3,
            "admitted_to_assessment": True,
        }
        for each in range(LEARNERS)
    ]
    return {
        "schema": "evidence/verdict/1",
        "bundle": {"id": f"CLASS-{number:05}", "sha256": "a" * 64, "files": 3},
        "policy": {"id": "sanmenxia-2021", "sha256": "b" * 64},
        "engine": {"version": "0.1.0", "models": {}},
        "verdict": "review",
        "class_hours": hours,
        "learners": learners,
        "findings": findings,
        "notes": [],
        "no_site_visit_needed": False,
    }
