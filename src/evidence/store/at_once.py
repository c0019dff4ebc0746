"""At once: everything that closes a job with a verdict, as one statement of PostgreSQL.

The log has one end, so verdicts are written one after the other. Statement by statement, whoever
holds that end would keep all others waiting for every round trip to the server; so they wait for
one transaction of the server's own, and the entry's hash is worked out there.

The verdict's version is read before. Should another verdict on the same subject come in between,
the key (subject, version) refuses this statement as a whole, and it is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import text

from evidence.pipeline.ledger import KeptVerdict
from evidence.store.audit import VERDICT_WRITTEN, vouching
from evidence.store.chain import canonical, content
from evidence.store.hand import Given, Hand

TRIES = 100  # each one fails only because another verdict on the very same subject was written

# A row that waited for its lock is read as it is then: FOR UPDATE gives the log's newest end.
DONE_AND_JUDGED = text("""
WITH done AS (
    UPDATE jobs SET state = 'done', ready_at = NULL, changed_at = :at
    WHERE key = :job AND turn = :of_turn AND state = 'leased' RETURNING key
), answered AS (
    INSERT INTO results (key, at, answer) SELECT key, :at, :answer FROM done
), log_end AS (
    SELECT number, hash FROM audit_head WHERE EXISTS (SELECT FROM done) FOR UPDATE
), entry AS (
    INSERT INTO audit (number, at, event, details, previous, hash)
    SELECT number + 1, :at, :event, :details, hash,
        encode(sha256(convert_to(hash || chr(10) || :content, 'UTF8')), 'hex')
    FROM log_end RETURNING number, hash
), moved AS (
    UPDATE audit_head SET number = entry.number, hash = entry.hash FROM entry
), judged AS (
    INSERT INTO verdicts (entry, subject, version, at, standing, policy_id, policy_sha256,
        bundle_sha256, engine_version, body, sha256, job)
    SELECT number, :subject, :version, :at, :standing, :policy_id, :policy_sha256,
        :bundle_sha256, :engine_version, :body, :sha256, key
    FROM entry, done
), found AS (
    INSERT INTO findings (verdict, place, rule, effect, clause, outcome, session, hour, learner,
        lesson, recording, start, "end")
    SELECT number, place, rule, effect, clause, outcome, session, hour, learner,
        lesson, recording, start, "end"
    FROM entry, json_to_recordset(CAST(:findings AS json)) AS each (place int, rule text,
        effect text, clause text, outcome text, session text, hour int, learner text,
        lesson text, recording text, start bigint, "end" bigint)
)
SELECT key FROM done
""")


def closed(
    hand: Hand, verdict: KeptVerdict, findings: Sequence[Given], answer: str, turn: int
) -> bool:
    """Whether the job was still this turn's; then it is done, and its verdict kept.

    Raises:
        The driver's IntegrityError: when that version of the subject's verdict is there already.
    """
    said = canonical(vouching({name: getattr(verdict, name) for name in KeptVerdict.__slots__}))
    given: Given = {
        **{name: getattr(verdict, name) for name in KeptVerdict.__slots__},
        "standing": verdict.standing.value,
        "of_turn": turn,
        "answer": answer,
        "event": VERDICT_WRITTEN,
        "details": said,
        "content": content(verdict.at, VERDICT_WRITTEN, said),
        "findings": json.dumps(findings, ensure_ascii=False),
    }
    return bool(hand.rows(DONE_AND_JUDGED, given))
