"""At once: everything that closes a job with a verdict, as one statement of PostgreSQL.

The log has one end, so verdicts are written one after the other. Statement by statement, whoever
holds that end would keep all others waiting for every round trip to the server; so they wait for
one transaction of the server's own, and the verdict's version and the entry's hash are worked out
there.

The version is the one after the newest that the statement sees as it begins. Should another
verdict on the same subject come in between, the key (subject, version) refuses the statement as a
whole, and it is made anew.
"""

from __future__ import annotations

import json

from sqlalchemy import text

from evidence.pipeline.ledger import JudgedClass, Lease
from evidence.store.audit import VERDICT_WRITTEN, vouching
from evidence.store.chain import canonical, content
from evidence.store.hand import Given, Hand
from evidence.store.verdicts import found_in, judged

_VERSION = 0x65766964656E6365  # stands for the version until the server puts it in
TRIES = 100  # each one fails only because another verdict on the very same subject was written

# A row that waited for its lock is read as it is then: FOR UPDATE gives the log's newest end. All
# that can be done before is asked for in its condition, so that others wait no longer than needed.
DONE_AND_JUDGED = text("""
WITH done AS (
    UPDATE jobs SET state = 'done', ready_at = NULL, changed_at = :at
    WHERE key = :job AND turn = :of_turn AND state = 'leased' RETURNING key
), answered AS (
    INSERT INTO results (key, at, answer) SELECT key, :at, :answer FROM done RETURNING key
), told AS MATERIALIZED (
    SELECT * FROM json_to_recordset(CAST(:findings AS json)) AS each (place int, rule text,
        effect text, clause text, outcome text, session text, hour int, learner text,
        lesson text, recording text, start bigint, "end" bigint)
), log_end AS (
    SELECT number, hash FROM audit_head
    WHERE EXISTS (SELECT FROM answered) AND (SELECT count(*) FROM told) >= 0 FOR UPDATE
), newest AS (
    SELECT coalesce(max(version), 0) + 1 AS version FROM verdicts WHERE subject = :subject
), entry AS (
    INSERT INTO audit (number, at, event, details, previous, hash)
    SELECT number + 1, :at, :event, :said_before || version || :said_after, hash,
        encode(sha256(convert_to(
            hash || chr(10) || :content_before || version || :content_after, 'UTF8'
        )), 'hex')
    FROM log_end, newest RETURNING number, hash
), moved AS (
    UPDATE audit_head SET number = entry.number, hash = entry.hash FROM entry
), judged AS (
    INSERT INTO verdicts (entry, subject, version, at, standing, policy_id, policy_sha256,
        bundle_sha256, engine_version, body, sha256, job)
    SELECT number, :subject, version, :at, :standing, :policy_id, :policy_sha256,
        :bundle_sha256, :engine_version, :body, :sha256, key
    FROM entry, newest, done
), found AS (
    INSERT INTO findings (verdict, place, rule, effect, clause, outcome, session, hour, learner,
        lesson, recording, start, "end")
    SELECT number, place, rule, effect, clause, outcome, session, hour, learner,
        lesson, recording, start, "end"
    FROM entry, told
)
SELECT key FROM done
""")


def closed(hand: Hand, lease: Lease, verdict: JudgedClass, answer: str, now: int) -> bool:
    """Whether the job was still this lease's; then it is done, and its verdict kept.

    Raises:
        The driver's IntegrityError: when another verdict on the same subject came in between.
    """
    values = judged(verdict)
    said = canonical(vouching({**values, "version": _VERSION}))
    before, after = _around_version(said)
    content_before, content_after = _around_version(content(now, VERDICT_WRITTEN, said))
    given: Given = {
        **values,
        "standing": verdict.standing.value,
        "job": lease.job.key,
        "of_turn": lease.turn,
        "at": now,
        "answer": answer,
        "event": VERDICT_WRITTEN,
        "said_before": before,
        "said_after": after,
        "content_before": content_before,
        "content_after": content_after,
        "findings": json.dumps(found_in(verdict), ensure_ascii=False),
    }
    return bool(hand.rows(DONE_AND_JUDGED, given))


def _around_version(text: str) -> tuple[str, str]:
    """What stands before and after the version, which comes last of what the log says."""
    before, _, after = text.rpartition(str(_VERSION))
    return before, after
