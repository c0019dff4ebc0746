"""A classroom as a camera sees it: a room, people who hardly move or do, light, and a sensor.

Everything follows from a seed. Nothing of it is filmed, so that nobody is shown; what real cameras
do to a picture is done to it: grain that depends on the light, a noise filter that smears in time,
exposure that follows slowly, lamps that go out and on, a mount that shakes, a clock burnt in. And
what honest rooms have in them: slides, a film on the screen, a fan that turns, somebody who walks
by close to the camera, everybody but one gone for a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]
SIZES = ((320, 180), (480, 270), (640, 360))
LAMPS = 0.35  # of the light that is left when they are out
LETTER = 22  # pixels that a letter is high at scale 1
LEGIBLE = 14  # pixels that a clock's letters are high at least, as at 1080p they always are
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a room and its camera are like; ``people`` who ``stir`` so often a minute.

    ``light`` is the mean brightness, ``grain`` the sensor's noise in levels at full size,
    ``smear`` how much of the last picture its noise filter keeps, ``follows`` the seconds in which
    exposure makes up for most of a change. ``dark`` is how long the lamps are out once a day,
    ``away`` how long all but one are. ``letters`` is the clock's height.
    """

    seed: int
    width: int = 480
    height: int = 270
    people: int = 12
    stir: float = 6.0
    teacher: bool = True
    light: float = 110.0
    grain: float = 3.0
    smear: float = 0.4
    drift: float = 0.04
    shake: float = 0.0
    slides: bool = False
    film: bool = False
    fan: bool = False
    passing: float = 0.0
    follows: float = 20.0
    dark: float = 0.0
    away: float = 0.0
    letters: float = 0.05
    clock: bool = True

    @classmethod
    def any(cls, seed: int) -> Setting:
        """One of many different rooms."""
        chance = np.random.default_rng(seed)
        dim, quiet = chance.random() < 0.3, chance.random() < 0.4
        width, height = SIZES[int(chance.choice(len(SIZES), p=(0.6, 0.3, 0.1)))]
        screen = chance.random()
        return cls(
            seed,
            width=width,
            height=height,
            people=int(chance.integers(1, 4)) if quiet else int(chance.integers(4, 22)),
            stir=float(chance.uniform(1.5, 4)) if quiet else float(chance.uniform(4, 15)),
            teacher=not quiet and chance.random() < 0.7,
            light=float(chance.uniform(28, 50) if dim else chance.uniform(80, 150)),
            grain=float(chance.uniform(4, 9) if dim else chance.uniform(1, 5)),
            smear=float(chance.uniform(0, 0.7)),
            drift=float(chance.uniform(0, 0.1)),
            shake=float(chance.uniform(0.2, 1.0)) if chance.random() < 0.2 else 0.0,
            slides=screen < 0.25,
            film=screen > 0.9,
            fan=chance.random() < 0.2,
            passing=float(chance.uniform(0.2, 1.0)) if chance.random() < 0.25 else 0.0,
            follows=float(chance.uniform(2, 40)),
            dark=float(chance.uniform(20, 150)) if chance.random() < 0.15 else 0.0,
            away=float(chance.uniform(30, 180)) if chance.random() < 0.15 else 0.0,
            letters=max(LEGIBLE / height, float(chance.uniform(0.045, 0.065))),
            clock=chance.random() < 0.8,
        )


@dataclass(slots=True)
class Person:
    """Somebody at a place, leaning by ``at`` towards ``goal``; both in pixels."""

    place: NDArray[np.float64]
    size: float
    body: Image
    at: NDArray[np.float64]
    goal: NDArray[np.float64]
    turn: float = 0.0
    turning: float = 0.0
    breath: float = 0.0


class Classroom:
    """A room on one ``day``: the same walls every day, other people and another light."""

    def __init__(self, setting: Setting, day: int = 0) -> None:
        self.setting = setting
        walls = np.random.default_rng([setting.seed, 1])
        self.chance = np.random.default_rng([setting.seed, 2, day])
        self.room = _room(setting, walls)
        self.folk = [self._person(walls) for _ in range(setting.people)]
        self.teacher = self._person(walls, tall=True) if setting.teacher else None
        self.slide = _slide(setting, self.chance)
        self.gain, self.sway, self.lamps = 1.0, np.zeros(2), 1.0
        self.passer, self.dark = -1.0, False
        self.put_out, self.leave, self.film_at = self.chance.uniform(10, 200, 3)
        self.last: Image | None = None
        self.sun = float(self.chance.uniform(-0.5, 0.5))

    def _person(self, walls: np.random.Generator, *, tall: bool = False) -> Person:
        width, height = self.setting.width, self.setting.height
        far = walls.uniform(0.35, 0.95)
        size = height * (0.06 + 0.12 * far) * (1.3 if tall else 1)
        place = np.array([walls.uniform(0.08, 0.92) * width, height * (0.25 + 0.65 * far) - size])
        return Person(
            place, size, _body(size, self.chance), np.zeros(2), np.zeros(2),
            breath=float(self.chance.uniform(0, 6)),
        )  # fmt: skip

    def pictures(self, start: datetime, seconds: float, rate: float) -> Iterator[NDArray[np.uint8]]:
        """Every picture (BGR) of so many seconds."""
        for number in range(round(seconds * rate)):
            yield self._picture(start + timedelta(seconds=number / rate), number / rate, 1 / rate)

    def _picture(self, moment: datetime, at: float, step: float) -> NDArray[np.uint8]:
        setting = self.setting
        self._live(at, step)
        scene = self.room * (self.gain * self.lamps)
        if setting.slides:
            self._show_slide(scene, step)
        if setting.film:
            self._show_film(scene, at)
        if setting.fan:
            _turn_fan(scene, at, setting)
        away = self.leave <= at < self.leave + setting.away
        here = self.folk[:1] if away else self.folk
        for person in sorted(here, key=lambda one: one.place[1]):
            _stand(scene, person, self.gain * self.lamps, at)
        if self.teacher and not away:
            _stand(scene, self.teacher, self.gain * self.lamps, at)
        if setting.passing:
            self._walk_by(scene, step)
        scene = self._lit(scene, at)
        if setting.shake:
            scene = _moved(scene, self.sway)
        shown = self._sensed(scene)
        if setting.clock:
            told = f"{moment:%Y-%m-%d} {WEEKDAYS[moment.weekday()]} {moment:%H:%M:%S}"
            tall = setting.letters * setting.height
            for color, thick in ((0, 3), (255, 1)):
                cv2.putText(
                    shown, told, (round(tall * 0.6), round(tall * 1.4)), cv2.FONT_HERSHEY_SIMPLEX,
                    tall / LETTER, (color,) * 3, max(1, round(thick * tall / 14)), cv2.LINE_AA,
                )  # fmt: skip
        return shown

    def _live(self, at: float, step: float) -> None:
        """Everybody's small moves in one step of time."""
        chance, setting = self.chance, self.setting
        for person in self.folk:
            if chance.random() < setting.stir / 60 * step:
                person.goal = chance.normal(0, person.size * 0.12, 2)
                person.turning = float(chance.normal(0, 12))
            person.at += (person.goal - person.at) * min(1.0, 1.5 * step)
            person.turn += (person.turning - person.turn) * min(1.0, 1.5 * step)
        if self.teacher:
            if chance.random() < 0.15 * step:
                self.teacher.goal = np.array([chance.uniform(-0.2, 0.2) * setting.width, 0])
            self.teacher.at += (self.teacher.goal - self.teacher.at) * min(1.0, 0.4 * step)
        self.gain += (
            float(chance.normal(0, setting.drift * 0.1 * step**0.5)) + (1 - self.gain) * 0.02 * step
        )
        dark = self.put_out <= at < self.put_out + setting.dark
        self.lamps *= (LAMPS if dark else 1.0) / (LAMPS if self.dark else 1.0)
        self.lamps += (1 - self.lamps) * min(1.0, step / setting.follows)
        self.dark = dark
        self.sway += chance.normal(0, setting.shake * step**0.5, 2) - self.sway * min(1, 2 * step)

    def _show_slide(self, scene: Image, step: float) -> None:
        if self.chance.random() < step / 60:
            self.slide = _slide(self.setting, self.chance)
        high, wide = self.slide.shape[:2]
        top, left = self.setting.height // 10, self.setting.width // 3
        scene[top : top + high, left : left + wide] = self.slide

    def _show_film(self, scene: Image, at: float) -> None:
        """A film on the screen, the same one every day, begun when it is: patches, and cuts."""
        at += self.film_at
        high, wide = self.setting.height // 3, self.setting.width // 3
        cut = np.random.default_rng([self.setting.seed, 4, int(at // 5)])
        small = cut.uniform(20, 220, (4, 6, 3)).astype(np.float32)
        small = np.roll(small, int(at), 1)
        top, left = self.setting.height // 10, self.setting.width // 3
        scene[top : top + high, left : left + wide] = cv2.resize(small, (wide, high))

    def _walk_by(self, scene: Image, step: float) -> None:
        """Somebody walks by close to the camera, a few seconds at a time."""
        if self.passer < 0:
            self.passer = 0.0 if self.chance.random() < self.setting.passing / 60 * step else -1.0
            return
        high, wide = scene.shape[:2]
        middle = round((1.4 * self.passer - 0.2) * wide)
        shade = tuple(float(part) * self.lamps for part in (40, 45, 60))
        cv2.ellipse(scene, (middle, high), (wide // 6, round(high * 0.8)), 0, 0, 360, shade, -1)
        self.passer += step / 4
        self.passer = self.passer if self.passer <= 1 else -1.0

    def _lit(self, scene: Image, at: float) -> Image:
        """Daylight that wanders over the room, and mains flicker."""
        width = self.setting.width
        wander = self.sun + at / 3000
        slope = np.linspace(1 - 0.08 * wander, 1 + 0.08 * wander, width, dtype=np.float32)
        return np.asarray(scene * slope[None, :, None], np.float32)

    def _sensed(self, scene: Image) -> NDArray[np.uint8]:
        setting = self.setting
        grain = self.chance.standard_normal((setting.height, setting.width), dtype=np.float32)
        loud = setting.grain * (0.5 + scene[..., 1] / 200)
        noisy = scene + (grain * loud)[..., None]
        if self.last is not None and setting.smear:
            noisy = setting.smear * self.last + (1 - setting.smear) * noisy
        self.last = noisy
        return np.clip(noisy, 0, 255).astype(np.uint8)


def _room(setting: Setting, walls: np.random.Generator) -> Image:
    """Walls, floor, desks, a board and windows, all with some texture."""
    high, wide = setting.height, setting.width
    room = np.zeros((high, wide, 3), np.float32)
    rows = np.linspace(0.7, 1.15, high, dtype=np.float32)[:, None, None]
    room[:] = walls.uniform(0.8, 1.1, 3).astype(np.float32) * rows
    for scale in (8, 32, 128):
        coarse = walls.normal(0, 0.05, (high // scale + 2, wide // scale + 2)).astype(np.float32)
        room *= 1 + cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_CUBIC)[..., None]
    for _ in range(int(walls.integers(8, 24))):
        left, top = walls.uniform(0, wide * 0.9), walls.uniform(high * 0.05, high * 0.9)
        size = walls.uniform(0.04, 0.22, 2) * (wide, high)
        corner = (round(left + size[0]), round(top + size[1]))
        shade = tuple(float(each) for each in walls.uniform(0.25, 1.6, 3))
        cv2.rectangle(room, (round(left), round(top)), corner, shade, -1)
        cv2.rectangle(room, (round(left), round(top)), corner, (0.3, 0.3, 0.3), 1)
    return np.asarray(cv2.GaussianBlur(room, (0, 0), 0.8) * setting.light, np.float32)


def _turn_fan(scene: Image, at: float, setting: Setting) -> None:
    """A fan below the ceiling, near the top of the picture."""
    middle = (setting.width * 2 // 3, setting.height // 7)
    axes = (setting.width // 9, setting.height // 24)
    turned = at * 431 % 360
    for blade in range(3):
        start = turned + 120 * blade
        shade = (setting.light * 0.8,) * 3
        cv2.ellipse(scene, middle, axes, 0, start, start + 35, shade, -1)


def _slide(setting: Setting, chance: np.random.Generator) -> Image:
    high, wide = setting.height // 3, setting.width // 3
    slide = np.full((high, wide, 3), 220, np.float32)
    for line in range(int(chance.integers(3, 7))):
        end = (round(wide * chance.uniform(0.3, 0.95)), high * (line + 2) // 9 + 4)
        cv2.rectangle(slide, (wide // 12, high * (line + 2) // 9), end, (60, 50, 40), -1)
    return slide


def _body(size: float, chance: np.random.Generator) -> Image:
    """Head and shoulders with an alpha channel, values relative to the light."""
    high, wide = round(size * 2), round(size * 1.6)
    body = np.zeros((high, wide, 4), np.float32)
    clothes, skin = chance.uniform(0.2, 1.3, 3), np.array([0.7, 0.85, 1.1])
    middle = wide // 2
    cv2.ellipse(
        body, (middle, high), (round(wide * 0.45), round(high * 0.62)), 0, 0, 360,
        (*map(float, clothes), 1.0), -1,
    )  # fmt: skip
    cv2.circle(body, (middle, round(high * 0.24)), round(size * 0.32), (*map(float, skin), 1.0), -1)
    cv2.ellipse(
        body, (middle, round(high * 0.17)), (round(size * 0.33), round(size * 0.24)), 0, 180, 360,
        (0.15, 0.15, 0.18, 1.0), -1,
    )  # fmt: skip
    body[..., :3] *= chance.uniform(0.85, 1.15, (high, wide, 1)).astype(np.float32)
    return cv2.GaussianBlur(body, (0, 0), 0.9)


def _stand(scene: Image, person: Person, gain: float, at: float) -> None:
    """Lay a person over the scene, leaning and turned as they are."""
    high, wide = person.body.shape[:2]
    breath = 0.012 * person.size * np.sin(2 * np.pi * (at + person.breath) / 4)
    left, top = person.place + person.at - (wide / 2, high / 2)
    turned = cv2.getRotationMatrix2D((wide / 2, high * 0.8), person.turn, 1)
    turned[:, 2] += (left % 1, top % 1 + breath)
    body = cv2.warpAffine(person.body, turned, (wide, high))
    x, y = int(left // 1), int(top // 1)
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(scene.shape[1], x + wide), min(scene.shape[0], y + high)
    if x0 >= x1 or y0 >= y1:
        return
    part = body[y0 - y : y1 - y, x0 - x : x1 - x]
    under = scene[y0:y1, x0:x1]
    light = float(under.mean()) if under.size else 100.0
    alpha = part[..., 3:]
    scene[y0:y1, x0:x1] = under * (1 - alpha) + part[..., :3] * alpha * min(150, light) * gain


def _moved(scene: Image, sway: NDArray[np.float64]) -> Image:
    shift = np.array([[1, 0, sway[0]], [0, 1, sway[1]]], np.float32)
    size = (scene.shape[1], scene.shape[0])
    return np.asarray(cv2.warpAffine(scene, shift, size, borderMode=cv2.BORDER_REPLICATE))
