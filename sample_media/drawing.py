"""A drawn classroom that never moves twice alike: learners, a teacher, and a running clock.

Pictures are 320 x 180 BGR. Only what moves is drawn anew from frame to frame, so that a class hour
of them takes a second or two. Nobody in them exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
Colour: TypeAlias = tuple[int, int, int]

WIDTH, HEIGHT = 320, 180
CELL = 38
LETTERS = 0.42  # the height of a letter, in units of OpenCV's font
TALKATIVE = 0.04  # how often a stroke of chalk is added to the board, frame by frame
RESTLESS = 0.03  # how often a standing teacher walks off, frame by frame
SHIRTS: tuple[Colour, ...] = (
    (176, 132, 84),
    (96, 150, 214),
    (120, 170, 120),
    (150, 120, 190),
    (190, 190, 190),
    (90, 110, 150),
    (160, 160, 90),
)
SKIN: Colour = (178, 204, 236)
HAIR: Colour = (42, 40, 46)
CHALK: Colour = (214, 228, 222)
WRITING = (96, 24, 222, 62)  # where the board may be written on: left, top, right, bottom


@dataclass(slots=True)
class Seat:
    """A learner's place; ``x``, ``y`` is where the head rests, ``dx``, ``dy`` how it leans."""

    x: int
    y: int
    shirt: Colour
    dx: int = 0
    dy: int = 0
    hand: bool = False


class Classroom:
    """A room with people in it, filmed by one camera.

    ``practical`` puts a workbench in front of each learner; ``seed`` decides the colours and who
    moves when, so that two rooms of different seeds never show the same minute.
    """

    def __init__(self, camera: str, seed: int, people: int, *, practical: bool) -> None:
        self._dice = np.random.default_rng(seed)
        self._practical = practical
        self._room = self._empty_room(camera)
        self._picture = self._room.copy()
        self._seats = self._seated(people)
        self._teacher, self._goal = 60, 200
        self._chalk = (WRITING[0], WRITING[1])
        for seat in self._seats:
            self._draw(seat)

    def frames(self, times: Iterator[datetime]) -> Iterator[Picture]:
        """The picture at each of the given wall times; each is valid until the next is asked."""
        for at in times:
            self._stir(self._seats[int(self._dice.integers(0, len(self._seats)))])
            if self._teacher != self._goal:
                self._walk()
            elif self._dice.random() < RESTLESS:
                self._goal = int(self._dice.integers(20, WIDTH - 20))
            self._write()
            self._clock(at)
            yield self._picture

    def _empty_room(self, camera: str) -> Picture:
        tint = int(self._dice.integers(-12, 12))
        room: Picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
        room[:84] = (206 + tint, 222, 230 - tint)
        room[84:] = (150, 172 + tint, 188)
        _box(room, (90, 18, 228, 68), (74, 92, 52))
        cv2.rectangle(room, (89, 17), (228, 68), (88, 120, 156), 2)
        for left in (14, 48, 246, 280):
            _box(room, (left, 22, left + 28, 62), (236, 214, 176))
            cv2.line(room, (left + 14, 22), (left + 14, 61), (250, 250, 250), 1)
        _label(room, camera, (WIDTH - 9 * len(camera) - 4, HEIGHT - 6))
        return room

    def _seated(self, people: int) -> list[Seat]:
        places = [(24 + CELL * column, 96 + 26 * row) for row in range(3) for column in range(8)]
        shirts = self._dice.integers(0, len(SHIRTS), len(places))
        chosen = sorted(self._dice.permutation(len(places))[:people])
        return [Seat(places[i][0], places[i][1], SHIRTS[int(shirts[i])]) for i in chosen]

    def _stir(self, seat: Seat) -> None:
        seat.dx = int(np.clip(seat.dx + self._dice.integers(-2, 3), -6, 6))
        seat.dy = int(np.clip(seat.dy + self._dice.integers(-1, 2), -2, 2))
        seat.hand = bool(self._dice.random() < (0.5 if self._practical else 0.06))
        self._draw(seat)

    def _draw(self, seat: Seat) -> None:
        left, top = seat.x - CELL // 2, seat.y - 9
        cell = self._picture[top : top + 26, left : left + CELL]
        cell[:] = self._room[top : top + 26, left : left + CELL]
        x, y = CELL // 2 + seat.dx, 9 + seat.dy
        cv2.ellipse(cell, (x, y + 15), (10, 8), 0, 180, 360, seat.shirt, -1)
        cv2.circle(cell, (x, y), 5, SKIN, -1)
        cv2.ellipse(cell, (x, y - 1), (5, 5), 0, 170, 370, HAIR, -1)
        if self._practical:
            cell[19:] = self._room[top + 19 : top + 26, left : left + CELL]
            _box(cell, (3, 19, CELL - 3, 23), (112, 140, 170))
            cv2.circle(cell, (x + (8 if seat.hand else -7), 17), 3, (226, 238, 244), -1)
        elif seat.hand:
            cv2.line(cell, (x + 8, y + 9), (x + 9, y - 5), SKIN, 2)

    def _walk(self) -> None:
        self._teacher += int(np.clip(self._goal - self._teacher, -4, 4))
        self._picture[40:86] = self._room[40:86]
        body = self._picture[40:86]
        cv2.ellipse(body, (self._teacher, 44), (8, 26), 0, 180, 360, (92, 70, 150), -1)
        cv2.circle(body, (self._teacher, 13), 6, SKIN, -1)
        cv2.ellipse(body, (self._teacher, 12), (6, 6), 0, 170, 370, HAIR, -1)

    def _write(self) -> None:
        left, top, right, bottom = WRITING
        if self._dice.random() > TALKATIVE:
            return
        x, y = self._chalk
        width = int(self._dice.integers(3, 9))
        cv2.line(self._room, (x, y), (x + width, y + int(self._dice.integers(-2, 3))), CHALK, 1)
        x += width + 3
        self._chalk = (x, y) if x < right - 9 else (left, y + 7)
        if self._chalk[1] >= bottom:
            _box(self._room, (left - 3, top - 4, right + 3, bottom + 4), (74, 92, 52))
            self._chalk = (left, top)
        self._picture[18:40, 90:228] = self._room[18:40, 90:228]

    def _clock(self, at: datetime) -> None:
        _label(self._picture, f"{at:%Y-%m-%d %H:%M:%S}", (5, 13))


def _box(picture: Picture, edges: tuple[int, int, int, int], colour: Colour) -> None:
    left, top, right, bottom = edges
    picture[top:bottom, left:right] = colour


def _label(picture: Picture, words: str, at: tuple[int, int]) -> None:
    """Words on a dark strip, as a recorder burns them in."""
    (width, height), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, LETTERS, 1)
    _box(picture, (at[0] - 3, at[1] - height - 3, at[0] + width + 3, at[1] + 4), (44, 40, 40))
    cv2.putText(picture, words, at, cv2.FONT_HERSHEY_SIMPLEX, LETTERS, (250, 250, 250), 1)
