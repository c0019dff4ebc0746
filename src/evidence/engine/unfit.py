"""An engine that can't be used."""

from __future__ import annotations

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text


class EngineUnfit(Unreadable):
    """There are no workers to be had: what is wrong stands under ``[engine]``, or beside it."""

    def __init__(self, what: Text) -> None:
        super().__init__("[engine]", (Problem(what, "[engine]"),))

    def __reduce__(self) -> tuple[type[EngineUnfit], tuple[Text]]:
        return EngineUnfit, (self.problems[0].what,)
