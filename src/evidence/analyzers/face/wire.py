"""What a child process answers about faces, as one line of JSON."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

from evidence.domain.presence import (
    Face,
    FacesSeen,
    Look,
    Portrait,
    PortraitFault,
    Track,
    Watched,
)


def dumps(seen: FacesSeen) -> str:
    """The line of JSON about a recording."""
    return json.dumps(asdict(seen), ensure_ascii=False, default=_text)


def loads(line: str) -> FacesSeen:
    """What a line tells of a recording.

    Raises:
        ValueError: when the line is no answer of this version.
    """
    try:
        told: dict[str, Any] = json.loads(line)
        tracks = tuple(
            Track(**(track | {"looks": tuple(map(_look, track["looks"]))}))
            for track in told.pop("tracks")
        )
        watched, moments = Watched(told.pop("watched")), tuple(told.pop("moments"))
        return FacesSeen(watched, moments=moments, tracks=tracks, **told)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no answer about faces: {error}") from error


def dumps_portrait(portrait: Portrait) -> str:
    """The line of JSON about a portrait."""
    return json.dumps(asdict(portrait), default=_text)


def loads_portrait(line: str) -> Portrait:
    """What a line tells of a portrait.

    Raises:
        ValueError: when the line is no answer of this version.
    """
    try:
        told: dict[str, Any] = json.loads(line)
        fault, face = told.pop("fault"), told.pop("face")
        vector = b64decode(told.pop("vector"))
        return Portrait(
            fault=PortraitFault(fault) if fault else None,
            face=Face(**face) if face else None,
            vector=vector,
            **told,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no answer about a portrait: {error}") from error


def _look(told: dict[str, Any]) -> Look:
    return Look(told["at"], Face(**told["face"]), told["sharpness"], b64decode(told["vector"]))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no place in an answer")
