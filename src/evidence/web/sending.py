"""Sending: what an institution may send, and a delivery from its beginning to its last byte."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from zoneinfo import ZoneInfo

import structlog
from fastapi import Depends, Header, HTTPException, Request

from evidence.domain.text import say
from evidence.domain.time import SECOND
from evidence.pipeline.accounts import Role, SignIn
from evidence.pipeline.deliveries import Cut, Delivery, Purpose, Stage, TooMuch
from evidence.sources.inbox import GIGABYTE
from evidence.web.guard import own_site, visitor
from evidence.wiring.office import Office

LONGEST_NAME, LONGEST_NOTE, LONGEST_PART = 200, 4000, 2000
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Announced:
    """What is to be sent, as strangers say it; ``given`` are the fields of the form."""

    size: int
    given: Mapping[str, str]

    def field(self, name: str, longest: int = LONGEST_NAME) -> str:
        """A field, cut to what is kept of it."""
        return self.given.get(name, "").strip()[:longest]


def header_sender(
    request: Request,
    here: Annotated[SignIn, Depends(visitor)],
    x_evidence_proof: Annotated[str, Header()] = "",
) -> SignIn:
    """Who sends by a script of ours, which carries the form's proof in a header.

    Raises:
        HTTPException: when it is not one that we gave them.
    """
    own_site(request)
    if not hmac.compare_digest(x_evidence_proof.encode(), here.proof.encode()):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return here


ScriptSender = Annotated[SignIn, Depends(header_sender)]


def of_home(here: SignIn, home: str) -> str:
    """The institution of an address, if the visitor may know of it.

    Raises:
        HTTPException: not found, whether there is none or it is another's.
    """
    if not here.account.sees(f"{home}/"):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return home


def sending_of(here: SignIn, home: str) -> str:
    """The institution that the visitor sends for.

    Raises:
        HTTPException: not found, for whoever sends for no institution or for another.
    """
    if here.account.role is not Role.INSTITUTION:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return of_home(here, home)


def begun(desk: Office, here: SignIn, announced: Announced) -> Delivery:
    """A new delivery, with room for it.

    Raises:
        TooMuch: when it or all that waits is too large, or it is nothing that can be taken.
    """
    institution = here.account.institution
    _allow(desk, institution, announced.size)
    try:
        purpose = Purpose(announced.field("purpose"))
    except ValueError:
        raise TooMuch(say("say what this is for")) from None
    subject = ""
    if purpose is Purpose.EVIDENCE:
        subject = f"{institution}/{announced.field('class')}"
        if desk.store.classes.get(subject) is None:
            raise TooMuch(say("there is no such class: hand it in as a whole first"))
    delivery = Delivery(
        id=secrets.token_hex(16),
        institution=institution,
        purpose=purpose,
        name=_plain(announced.field("filename")) or "?",
        size=announced.size,
        by=here.account.name,
        at=desk.clock.now(),
        subject=subject,
        cut=_cut(announced, desk.timezone) if subject else Cut(),
    )
    desk.inbox.begin(institution, delivery.id, delivery.size)
    desk.deliveries.add(delivery)
    log.info("delivery_begun", purpose=purpose.value, bytes=delivery.size)
    return delivery


def ended(desk: Office, delivery: Delivery) -> None:
    """All of its bytes are there."""
    received = replace(delivery, stage=Stage.RECEIVED)
    if desk.deliveries.moved(received, Stage.SENDING, desk.clock.now()):
        log.info("delivery_received", purpose=delivery.purpose.value, bytes=delivery.size)
        desk.household.bell.ring()


def _allow(desk: Office, institution: str, size: int) -> None:
    section = desk.section
    if size < 1:
        raise TooMuch(say("this file is empty"))
    if size > section.delivery_gigabytes * GIGABYTE:
        most = f"{section.delivery_gigabytes:g}"
        raise TooMuch(say("a delivery may have {most} GB at most", most=most))
    count, waiting = desk.deliveries.under_way(institution)
    if count >= section.quota_files or waiting + size > section.quota_gigabytes * GIGABYTE:
        raise TooMuch(
            say("too much is on its way already: wait until it was seen to, or take some back")
        )


def _cut(announced: Announced, timezone: str) -> Cut:
    return Cut(
        part=announced.field("part", LONGEST_PART),
        note=announced.field("note", LONGEST_NOTE),
        camera=announced.field("camera", 60),
        start=_moment(announced.field("start"), timezone),
    )


def _moment(written: str, timezone: str) -> int | None:
    """A time as a browser's field writes it, as wall time."""
    if not written:
        return None
    try:
        told = datetime.fromisoformat(written)
    except ValueError:
        raise TooMuch(say("this is no time: write it as 2021-04-20T09:00:00")) from None
    aware = told if told.tzinfo else told.replace(tzinfo=ZoneInfo(timezone))
    return int(aware.timestamp()) * SECOND


def _plain(name: str) -> str:
    """The last part of a name, without what no screen shows."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())
