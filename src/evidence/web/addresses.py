"""Addresses: where the pages of a class and its items are, with the list that one came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends
from pydantic import BaseModel, ConfigDict

from evidence.pipeline.accounts import Account
from evidence.pipeline.deliveries import Delivery
from evidence.pipeline.review import State
from evidence.pipeline.worklist import Item, Wanted
from evidence.sources.moments import day
from evidence.sources.unfit import Unfit

EVERY = "all"


def day_typed(text: str) -> str:
    """A day as people type it, as 2021-04-20; "" for none."""
    try:
        return day(text).isoformat() if text.strip() else ""
    except Unfit:
        return ""


class Filters(BaseModel):
    """What of the work list is wanted, as the address says it; it goes from page to page.

    So does ``zoom``, how many times the axis of an hour is drawn larger.
    """

    model_config = ConfigDict(frozen=True, str_max_length=200)

    institution: str = ""
    rule: str = ""
    date: str = ""
    kind: str = ""
    state: str = State.OPEN.value
    mine: str = ""
    zoom: str = ""

    def wanted(self, account: Account) -> Wanted:
        """As the store is asked; an institution is only ever shown its own."""
        return Wanted(
            institution=account.institution or self.institution.strip(),
            rule=self.rule,
            day=day_typed(self.date),
            kind=self.kind,
            state=self.state if self.state in tuple(State) else "",
            holder=account.name if self.mine else "",
        )

    def query(self, **changed: str) -> str:
        """The same as the end of an address, with what is changed."""
        told = {**self.model_dump(exclude_defaults=True), **changed}
        given = {name: value for name, value in told.items() if value}
        return urlencode(given)


Asked = Annotated[Filters, Depends()]


def list_at(filters: Filters, **changed: str) -> str:
    """The work list."""
    query = filters.query(**changed)
    return f"/?{query}" if query else "/"


def class_at(subject: str) -> str:
    """The page of a class."""
    return "/classes/" + quote(subject)


def part_at(subject: str, part: str, filters: Filters | None = None, **more: str) -> str:
    """The page of a part of a class."""
    query = (filters or Filters()).query(part=part, **more)
    return f"{class_at(subject)}/item?{query}"


def item_at(item: Item, filters: Filters) -> str:
    """The page of an item."""
    return part_at(item.subject, item.part, filters)


def media_at(subject: str, path: str) -> str:
    """A recording of a class."""
    return f"{class_at(subject)}/media?{urlencode({'path': path})}"


def institution_at(institution: str) -> str:
    """The page of an institution."""
    return "/institutions/" + quote(institution)


def delivery_at(delivery: Delivery) -> str:
    """The page of a delivery."""
    return f"{institution_at(delivery.institution)}/deliveries/{delivery.id}"


def evidence_at(subject: str, part: str) -> str:
    """Where evidence is added to a class, about a part of it."""
    return f"{class_at(subject)}/evidence?{urlencode({'part': part})}"


def proxy_at(subject: str, path: str, begin: int | None = None) -> str:
    """A minute of a recording for browsers, from ``begin`` on (seconds) unless the script asks."""
    asked = {"path": path} if begin is None else {"path": path, "begin": str(begin)}
    return f"{class_at(subject)}/proxy?{urlencode(asked)}"


def thumbnail_at(subject: str, path: str, minute: int) -> str:
    """A small picture of a minute of a recording."""
    return f"{class_at(subject)}/thumbnail?{urlencode({'path': path, 'minute': minute})}"


def stills_at(subject: str, path: str, times: Sequence[int]) -> tuple[str, ...]:
    """What a recording shows at a few media times (microseconds), a picture each."""
    asked = ",".join(map(str, times))
    return tuple(
        f"{class_at(subject)}/still?{urlencode({'path': path, 'at': asked, 'which': which})}"
        for which in range(len(times))
    )


def learning_at(subject: str, learner: str) -> str:
    """The page of a learner's online learning."""
    return f"{class_at(subject)}/learning?{urlencode({'learner': learner})}"
