"""Things to keep: jobs, verdicts, classes and nights."""

from evidence.domain.findings import Finding, Outcome, Ruling, Standing
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.domain.time import MINUTE, Interval
from evidence.pipeline.ledger import Job, JudgedClass

NOW = 1_800_000_000_000_000
LEASE = 5 * MINUTE


def job(number: int = 0, step: str = "check") -> Job:
    return Job(f"INST-0001/CLASS-{number:03}", step, "a" * 64, "b" * 64, "1")


def finding(hour: int = 1) -> Finding:
    return Finding(
        rule="practical-continuous-recording",
        effect=Effect.HOUR_INVALID,
        clause="二(四)20",
        text="…",
        subject=Subject(session="P01", hour=hour),
        ruling=Ruling(Outcome.BREACHED, say("too short"), span=Interval(NOW, NOW + MINUTE)),
    )


def judged(
    subject: str = "INST-0001/CLASS-000", body: str = '{"verdict":"invalid"}'
) -> JudgedClass:
    return JudgedClass(
        subject=subject,
        standing=Standing.INVALID,
        policy_id="sanmenxia-2021",
        policy_sha256="b" * 64,
        bundle_sha256="a" * 64,
        engine_version="0.1.0",
        body=body,
        findings=(finding(1), finding(2)),
    )
