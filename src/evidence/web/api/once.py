"""Once: what is asked with an Idempotency-Key is done once, and answered again the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import Header
from fastapi.responses import Response

from evidence.domain.text import say
from evidence.pipeline.machines import KeptAnswer
from evidence.pipeline.review import Refused
from evidence.wiring.office import Office

LONGEST = 200  # letters of a key
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=LONGEST,
        description="The same request is done once, however often it is sent within a day.",
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of an account under a key, "" for none; ``what`` tells it from every other."""

    account: str
    key: str
    what: tuple[object, ...]

    @property
    def digest(self) -> str:
        """What tells a repetition from another request under the same key."""
        return sha256(json.dumps(self.what, ensure_ascii=False).encode()).hexdigest()


def once(
    desk: Office, asked: Asked, do: Callable[[], Response], *, good_for: int | None = None
) -> Response:
    """The answer to a request, done unless it was before.

    Where an answer is only ``good_for`` so long (microseconds), it is given anew after that.

    Raises:
        Refused: when the key was used for something else.
    """
    if not asked.key:
        return do()
    now = desk.clock.now()
    before = desk.machines.answered(asked.account, asked.key)
    if before is None:
        answer = do()
        kept = {"at": now, "etag": answer.headers.get("etag"), "body": bytes(answer.body).decode()}
        told = KeptAnswer(asked.digest, json.dumps(kept))
        desk.machines.keep(asked.account, asked.key, told, now)
        return answer
    if before.asked != asked.digest:
        raise Refused(say("this key was used for something else"))
    kept = json.loads(before.answer)
    if good_for is not None and now - kept["at"] >= good_for:
        return do()
    tags = {"ETag": kept["etag"]} if kept["etag"] else {}
    headers = {**tags, "Idempotent-Replay": "true"}
    return Response(kept["body"], HTTPStatus.CREATED, headers, "application/json")
