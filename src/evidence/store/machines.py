"""Machines in the database: tokens, what they were answered, identities from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from evidence.domain.time import DAY
from evidence.pipeline.accounts import SignIn
from evidence.pipeline.machines import KeptAnswer, Token
from evidence.store.accounts import account_of
from evidence.store.audit import written
from evidence.store.database import Database
from evidence.store.hand import Hand
from evidence.store.rows.people import ACCOUNTS, IDENTITIES, KEPT_ANSWERS, TOKENS

MADE, ENDED, BOUND = "token-made", "tokens-ended", "identity-bound"
KEPT_FOR = DAY  # an answer, for whoever asks the same again


@dataclass(frozen=True, slots=True)
class SqlMachines:
    """Tokens, kept answers, identities."""

    database: Database

    def give(self, token: Token, now: int) -> bool:
        """Keep a new token; False where there is no such account."""
        known = select(ACCOUNTS.c.name).where(ACCOUNTS.c.name == token.account)
        values = {
            "key": token.key,
            "account": token.account,
            "label": token.label,
            "created_at": now,
            "expires_at": token.expires_at,
        }
        with self.database.writing() as connection:
            if connection.scalar(known) is None:
                return False
            connection.execute(insert(TOKENS).values(**values))
            said = {"account": token.account, "label": token.label}
            written(Hand.of(connection), MADE, {**said, "expires_at": token.expires_at}, now)
        return True

    def end(self, account: str, now: int) -> int:
        """End every token of an account; how many there were."""
        gone = delete(TOKENS).where(TOKENS.c.account == account)
        with self.database.writing() as connection:
            count = int(connection.execute(gone).rowcount)
            if count:
                written(Hand.of(connection), ENDED, {"account": account, "count": count}, now)
        return count

    def bearer(self, key: str, now: int) -> SignIn | None:
        """Whose token this is; None for one that has run out, or of a disabled account."""
        query = (
            select(TOKENS.c.created_at, ACCOUNTS)
            .join(ACCOUNTS, ACCOUNTS.c.name == TOKENS.c.account)
            .where(
                TOKENS.c.key == key,
                TOKENS.c.expires_at > now,
                ACCOUNTS.c.disabled_at.is_(None),
            )
        )
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return SignIn(key, account_of(row), "", row[0], now)

    def answered(self, account: str, key: str) -> KeptAnswer | None:
        """What was answered to this key of an account before."""
        told = KEPT_ANSWERS.c
        query = select(told.asked, told.answer).where(told.account == account, told.key == key)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return KeptAnswer(row.asked, row.answer) if row else None

    def keep(self, account: str, key: str, kept: KeptAnswer, now: int) -> None:
        """Keep what is answered, and forget what is old."""
        values = {"account": account, "key": key, "asked": kept.asked, "answer": kept.answer}
        new = self.database.insert(KEPT_ANSWERS).values(**values, at=now)
        with self.database.writing() as connection:
            connection.execute(delete(KEPT_ANSWERS).where(KEPT_ANSWERS.c.at < now - KEPT_FOR))
            connection.execute(new)

    def bound(self, identity: str, account: str, now: int) -> bool:
        """Bind an identity to an account at its first sign-in; whether it is that account's.

        False too where the account is another identity's, or disabled, or there is none.
        """
        told = IDENTITIES.c
        mine = select(told.identity, told.account).where(
            (told.identity == identity) | (told.account == account)
        )
        known = select(ACCOUNTS.c.name).where(
            ACCOUNTS.c.name == account, ACCOUNTS.c.disabled_at.is_(None)
        )
        with self.database.writing() as connection:
            if connection.scalar(known) is None:
                return False
            found = [(row.identity, row.account) for row in connection.execute(mine)]
            if found:
                return found == [(identity, account)]
            values = {"identity": identity, "account": account, "at": now}
            connection.execute(insert(IDENTITIES).values(**values))
            written(Hand.of(connection), BOUND, {"account": account}, now)
        return True
