"""Working days of China: holidays and the days on which they are made up for."""

from __future__ import annotations

from datetime import date

import chinese_calendar

WEEKEND = 5  # the weekday of Saturday


def is_workday(day: date) -> bool:
    """Whether people work; by the week alone where the holidays are not announced yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < WEEKEND
