"""The accounts in the database, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from evidence.domain.time import DAY, MINUTE
from evidence.pipeline.accounts import Account, Credentials, Lock, Role, SignIn
from evidence.store.audit import written
from evidence.store.database import Database
from evidence.store.hand import Hand
from evidence.store.rows.people import ACCOUNTS, SIGN_INS

ADDED, CHANGED, DISABLED = "account-added", "account-password-changed", "account-disabled"
SEEN_EVERY = MINUTE  # a sign-in's last use is written down no more often
FORGOTTEN = 30 * DAY  # no sign-in lasts that long


@dataclass(frozen=True, slots=True)
class SqlAccounts:
    """Accounts, and who is signed in."""

    database: Database

    def add(self, account: Account, password: str, now: int, *, by: str = "") -> bool:
        """Keep a new account with its password's hash; False where the name is taken."""
        new = self.database.insert(ACCOUNTS).values(
            name=account.name,
            role=account.role.value,
            institution=account.institution,
            password=password,
            created_at=now,
            disabled_at=None,
            misses=0,
            locked_until=None,
        )
        with self.database.writing() as connection:
            if connection.execute(new).rowcount != 1:
                return False
            said = {"account": account.name, "role": account.role.value, **_by(by)}
            written(Hand.of(connection), ADDED, {**said, "institution": account.institution}, now)
        return True

    def change(self, name: str, password: str, now: int, *, by: str = "") -> bool:
        """Give an account another password, and sign it out everywhere; False for none."""
        new = {"password": password, "misses": 0, "locked_until": None}
        return self._changed(name, CHANGED, now, new, by)

    def disable(self, name: str, now: int, *, by: str = "") -> bool:
        """Let nobody sign in by this name any more, and sign it out; False for none."""
        return self._changed(name, DISABLED, now, {"disabled_at": now}, by)

    def _changed(self, name: str, event: str, now: int, values: dict[str, Any], by: str) -> bool:
        with self.database.writing() as connection:
            found = connection.execute(_of(name).values(**values)).rowcount
            if found:
                connection.execute(delete(SIGN_INS).where(SIGN_INS.c.account == name))
                written(Hand.of(connection), event, {"account": name, **_by(by)}, now)
        return bool(found)

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self.database.reading() as connection:
            rows = connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.name))
            return tuple(account_of(row) for row in rows)

    def get(self, name: str) -> Credentials | None:
        """One account."""
        with self.database.reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).one_or_none()
        if row is None:
            return None
        return Credentials(account_of(row), row.password, Lock(row.misses, row.locked_until))

    def locked(self, name: str, lock: Lock) -> None:
        """Keep how often a wrong password was given."""
        with self.database.writing() as connection:
            connection.execute(_of(name).values(misses=lock.misses, locked_until=lock.until))

    def rehashed(self, name: str, password: str) -> None:
        """Keep a newer hash of the same password."""
        with self.database.writing() as connection:
            connection.execute(_of(name).values(password=password))

    def sign_in(self, key: str, proof: str, name: str, now: int) -> SignIn:
        """Keep that somebody signed in."""
        values = {"key": key, "account": name, "proof": proof, "began": now, "seen": now}
        with self.database.writing() as connection:
            connection.execute(delete(SIGN_INS).where(SIGN_INS.c.began < now - FORGOTTEN))
            connection.execute(insert(SIGN_INS).values(**values))
            account = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).one()
        return SignIn(key, account_of(account), proof, now, now)

    def signed_in(self, key: str, *, since: int, seen_since: int, now: int) -> SignIn | None:
        """Who signed in with this key: not before ``since``, last seen not before ``seen_since``.

        None too for an account that was disabled meanwhile.
        """
        joined = select(SIGN_INS, ACCOUNTS).join(ACCOUNTS, ACCOUNTS.c.name == SIGN_INS.c.account)
        query = joined.where(
            SIGN_INS.c.key == key,
            SIGN_INS.c.began >= since,
            SIGN_INS.c.seen >= seen_since,
            ACCOUNTS.c.disabled_at.is_(None),
        )
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if now - row.seen >= SEEN_EVERY:
            with self.database.writing() as connection:
                _seen(connection, key, now)
        return SignIn(key, account_of(row), row.proof, row.began, row.seen)

    def sign_out(self, key: str) -> None:
        """Forget a key."""
        with self.database.writing() as connection:
            connection.execute(delete(SIGN_INS).where(SIGN_INS.c.key == key))


def _seen(connection: Connection, key: str, now: int) -> None:
    connection.execute(update(SIGN_INS).where(SIGN_INS.c.key == key).values(seen=now))


def _by(who: str) -> dict[str, str]:
    """Who did it, where that is another account."""
    return {"by": who} if who else {}


def _of(name: str) -> Any:
    return update(ACCOUNTS).where(ACCOUNTS.c.name == name)


def account_of(row: Any) -> Account:
    """An account as its row tells it."""
    return Account(row.name, Role(row.role), row.institution, row.disabled_at is not None)
