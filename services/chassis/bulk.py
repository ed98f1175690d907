"""Many rows in one statement: those that cannot be are told one by one, the others stand."""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from services.chassis.database import Transaction
from services.chassis.refusals import StillReferenced, UniqueViolated, UnstorableValue
from services.chassis.replies import Json

T = TypeVar("T")
NULL = msgspec.Raw(b"null")
# A row that cannot be as it is; the others could.
REFUSED = (UniqueViolated, StillReferenced, UnstorableValue)


class Outcome(msgspec.Struct, frozen=True):
    """What became of a row (`shared.yaml`, BulkOutcome). `output` is JSON as PostgreSQL wrote it."""

    id: UUID
    error: str | None = None
    output: msgspec.Raw = NULL

    @classmethod
    def done(cls, id: UUID, output: str | None = None) -> "Outcome":
        return cls(id, None, NULL if output is None else msgspec.Raw(output.encode()))


def to_outcomes(outcomes: Sequence[Outcome]) -> Json[Any]:
    """The answer of a bulk operation."""
    return Json(msgspec.json.encode({"outcomes": outcomes}))


@asynccontextmanager
async def _savepoint(transaction: Transaction) -> AsyncIterator[None]:
    """What is inside is undone alone when the database refuses a row of it."""
    await transaction.run("SAVEPOINT part")
    try:
        yield
    except REFUSED:
        await transaction.run("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
        raise
    await transaction.run("RELEASE SAVEPOINT part")


async def isolated(
    transaction: Transaction,
    rows: Sequence[T],
    work: Callable[[Sequence[T]], Awaitable[list[Outcome]]],
    refused: Callable[[T, Exception], Outcome],
) -> list[Outcome]:
    """Does `work` on all rows at once. Where the database refuses it, each half is tried alone, down to the rows that
    are to blame: those become what `refused` says. So a few bad rows among many cost a few statements each."""
    try:
        async with _savepoint(transaction):
            return await work(rows)
    except REFUSED as error:
        if len(rows) == 1:
            return [refused(rows[0], error)]
    middle = len(rows) // 2
    first = await isolated(transaction, rows[:middle], work, refused)
    return first + await isolated(transaction, rows[middle:], work, refused)


def rounds(rows: Iterable[T], key: Callable[[T], Hashable]) -> Iterator[list[T]]:
    """The rows in as few groups as it takes for no key to stand twice in one, in order: what is changed twice is
    changed one after the other."""
    waiting = list(rows)
    while waiting:
        seen: set[Hashable] = set()
        now: list[T] = []
        later: list[T] = []
        for row in waiting:
            (later if key(row) in seen else now).append(row)
            seen.add(key(row))
        yield now
        waiting = later
