"""Channels: the ways to an institution, as the deployment sets them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence.notify.mail import MailServer
from evidence.notify.webhook import Webhook
from evidence.sources.deployment import Deployment
from evidence.wiring.timetable import InstitutionSection, MailSection, WebhookSection


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: words for people, ``content`` for machines; the same ``key`` for every try."""

    title: str
    text: str
    content: Mapping[str, Any]
    key: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to an institution; ``send`` raises an EvidenceError when a message was not taken."""

    name: str
    send: Callable[[Message], None]


def channels(
    deployed: Deployment, to: InstitutionSection, *, patient: bool = True
) -> Iterator[Channel]:
    """The ways to an institution; without being ``patient`` each tries once and comes back."""
    server = deployed.part("mail", MailSection)
    if server.host and to.mail:
        yield Channel("mail", lambda message: _mail(server, to, message))
    if to.webhook:
        how = deployed.part("webhook", WebhookSection)
        tries = how.tries if patient else 1
        yield Channel("webhook", lambda message: _post(how, to, message, tries))


def _mail(server: MailSection, to: InstitutionSection, message: Message) -> None:
    MailServer(
        host=server.host,
        port=server.port,
        security=server.security,
        sender=server.sender,
        user=server.user,
        password=server.password.reveal() if server.password else "",
        ca_file=server.ca_file,
    ).send(to.mail, message.title, message.text, message.key)


def _post(how: WebhookSection, to: InstitutionSection, message: Message, tries: int) -> None:
    secret = to.webhook_secret.reveal() if to.webhook_secret else ""
    body = json.dumps(message.content, ensure_ascii=False).encode()
    Webhook(to.webhook, secret, tries, how.timeout_seconds).send(body, message.key)
