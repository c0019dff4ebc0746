"""Rendering: pages put into their templates, in the visitor's language."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evidence.pipeline.accounts import SignIn
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.words import Voice
from evidence.wiring.office import Office

DAY = r"\s*\d{4}[\-\/.年]?\d{1,2}[\-\/.月]?\d{1,2}日?\s*"
ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
LANGUAGE = "evidence-language"  # the cookie that remembers it
CHOICES = {"en": ENGLISH, "zh": CHINESE}


def office(request: Request) -> Office:
    """What this application works with."""
    found: Office = request.app.state.office
    return found


def voice(request: Request) -> Voice:
    """The language of the visitor: chosen, else the browser's, else English."""
    chosen = CHOICES.get(request.cookies.get(LANGUAGE, ""))
    asked = request.headers.get("accept-language", "").lstrip().lower()
    lang = chosen or (CHINESE if asked.startswith("zh") else ENGLISH)
    return Voice(lang, office(request).timezone)


def rendered(
    request: Request,
    template: str,
    page: object,
    *,
    visitor: SignIn | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    """A page in its template."""
    speaker = voice(request)
    written = _templates().get_template(f"{template}.html")
    text = written.render(
        page=page,
        _=speaker.word,
        lang="zh-CN" if speaker.lang == CHINESE else "en",
        account=visitor.account if visitor else None,
        proof=visitor.proof if visitor else "",
        here=_here(request),
        day_field=_day_field(speaker),
        day=_in_chinese if speaker.lang == CHINESE else str,
    )
    return HTMLResponse(text, status)


def _in_chinese(told: str) -> str:
    """The days in a text as Chinese readers write them: 2021年4月20日."""
    return ISO_DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", told)


def _day_field(speaker: Voice) -> Markup:
    """What makes a plain field one for a day; a browser's own writes days in its own language."""
    return Markup(
        'inputmode="numeric" size="12" autocomplete="off" pattern="{pattern}" placeholder="{day}" '
        'title="{told}"'
    ).format(
        pattern=DAY,
        day=speaker.word("2021-04-20"),
        told=speaker.word("a day such as {day}", day=speaker.word("2021-04-20")),
    )


def _here(request: Request) -> str:
    """This page's address, to come back to; that of a form's answer is its list."""
    if request.method != "GET":
        return "/"
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("evidence.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
