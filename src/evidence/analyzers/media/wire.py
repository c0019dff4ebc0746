"""What a child process answers about one file, as one line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from evidence.domain.footage import Break, EndReason, Media, Silence


def dumps(media: Media) -> str:
    """The line of JSON."""
    return json.dumps(asdict(media), ensure_ascii=False)


def loads(line: str) -> Media:
    """The media that ``line`` tells of.

    Raises:
        ValueError: when the line is no answer of this version.
    """
    try:
        told: dict[str, Any] = json.loads(line)
        silences = tuple(
            Silence(silence["at"], silence["length"], Break(silence["kind"]))
            for silence in told.pop("silences")
        )
        return Media(EndReason(told.pop("end")), silences=silences, **told)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no answer about a file: {error}") from error
