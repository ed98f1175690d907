"""Many orders at once, for batches: a few statements for all rows of a request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from services.chassis.bulk import Outcome, isolated, rounds, to_outcomes
from services.chassis.callers import Caller
from services.chassis.database import Transaction
from services.chassis.problems import Fact
from services.chassis.refusals import StillReferenced
from services.chassis.replies import Json
from services.orders.generated.models import ChangeOrder, OrderStatus, PlaceOrder
from services.orders.problems import MixedCurrencies, OrderNotFound, OutOfStock, UnknownProducts, UserNotFound
from services.orders.steps import changes, require_cancellable
from services.orders.store import QUERIES, Present


@dataclass(slots=True)
class Goods:
    """A product while its stock is given out."""

    price: Decimal
    currency: str
    stock: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    product_id: UUID
    quantity: int
    unit_price: Decimal

    @property
    def subtotal(self) -> Decimal:
        return self.unit_price * self.quantity


def _told(id: UUID, fact: Fact) -> Outcome:
    details = "; ".join(f"{violation.field}: {violation.message}" for violation in fact.violations)
    return Outcome(id, f"{fact.message} ({details})" if details else fact.message)


def _refused(row: PlaceOrder | ChangeOrder, error: Exception) -> Outcome:
    if isinstance(error, StillReferenced):
        return _told(row.id, UserNotFound())
    return Outcome(row.id, "A value is outside what can be stored.")


def _lines(row: PlaceOrder, goods: Mapping[UUID, Goods]) -> list[Line]:
    """Takes stock for one order, all or nothing. Raises what stands against it."""
    quantities: dict[UUID, int] = {}
    for line in row.items:
        quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
    unknown = [n for n, line in enumerate(row.items) if line.product_id not in goods]
    if unknown:
        raise UnknownProducts(unknown)
    short = {id for id, quantity in quantities.items() if goods[id].stock - goods[id].taken < quantity}
    if short:
        raise OutOfStock(n for n, line in enumerate(row.items) if line.product_id in short)
    if len({goods[id].currency for id in quantities}) > 1:
        raise MixedCurrencies
    for id, quantity in quantities.items():
        goods[id].taken += quantity
    return [Line(id, quantity, goods[id].price) for id, quantity in quantities.items()]


class BulkOrders:
    """Rows of `orders.orders`, many at a time. `owner` confines the caller to their own; an admin has none."""

    async def place(self, transaction: Transaction, owner: UUID | None, rows: Sequence[PlaceOrder]) -> Json[Any]:
        """Each under the id it brings along, priced from its products; the first rows get the stock. A row that is
        there under its id was placed by this very request before."""
        allowed = [row for row in rows if owner is None or row.user_id == owner]

        async def work(part: Sequence[PlaceOrder]) -> list[Outcome]:
            return await self._place(transaction, part)

        placed = await isolated(transaction, allowed, work, _refused) if allowed else []
        by_id = {outcome.id: outcome for outcome in placed}
        return to_outcomes([by_id.get(row.id) or _told(row.id, UserNotFound()) for row in rows])

    async def _place(self, transaction: Transaction, rows: Sequence[PlaceOrder]) -> list[Outcome]:
        ids = [row.id for row in rows]
        outcomes = {id: Outcome.done(id, body) for id, body in (await self._bodies(transaction, ids)).items()}
        goods = await self._goods(transaction, {line.product_id for row in rows for line in row.items})
        taken: dict[UUID, list[Line]] = {}
        for row in rows:
            if row.id not in outcomes:
                try:
                    taken[row.id] = _lines(row, goods)
                except (UnknownProducts, OutOfStock, MixedCurrencies) as fact:
                    outcomes[row.id] = _told(row.id, fact)
        if taken:
            await self._write(transaction, [row for row in rows if row.id in taken], taken, goods)
            bodies = await self._bodies(transaction, list(taken))
            outcomes |= {id: Outcome.done(id, body) for id, body in bodies.items()}
        return [outcomes[id] for id in ids]

    async def _goods(self, transaction: Transaction, ids: set[UUID]) -> dict[UUID, Goods]:
        """The products, locked in the order of their ids until the transaction ends."""
        rows = await transaction.rows(QUERIES["lock_products"], {"ids": list(ids)})
        return {row[0]: Goods(*row[1:]) for row in rows}

    async def _write(
        self,
        transaction: Transaction,
        rows: Sequence[PlaceOrder],
        lines: Mapping[UUID, list[Line]],
        goods: Mapping[UUID, Goods],
    ) -> None:
        taken = {id: one.taken for id, one in goods.items() if one.taken}
        await transaction.run(QUERIES["take_stock"], {"products": list(taken), "quantities": list(taken.values())})
        orders = [
            {
                "id": row.id,
                "user_id": row.user_id,
                "total": sum(line.subtotal for line in lines[row.id]),
                "currency": goods[lines[row.id][0].product_id].currency,
                "shipping_address": None if row.shipping_address is UNSET else row.shipping_address,
            }
            for row in rows
        ]
        items = [
            {
                "order_id": row.id,
                "product_id": line.product_id,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "subtotal": line.subtotal,
            }
            for row in rows
            for line in lines[row.id]
        ]
        await transaction.run(QUERIES["add_orders"], {"rows": msgspec.json.encode(orders).decode()})
        await transaction.run(QUERIES["add_items"], {"rows": msgspec.json.encode(items).decode()})

    async def change(
        self, transaction: Transaction, caller: Caller, owner: UUID | None, rows: Sequence[ChangeOrder]
    ) -> Json[Any]:
        """As PATCH does; a row that is named twice is changed twice."""
        outcomes: list[tuple[int, Outcome]] = []
        for group in rounds(enumerate(rows), lambda numbered: numbered[1].id):
            wanted = {row.id: row for _, row in group}

            def values(present: Present, id: UUID, wanted: Mapping[UUID, ChangeOrder] = wanted) -> dict[str, object]:
                return changes(caller, present, wanted[id].status, wanted[id].shipping_address)

            changed = await self._changed(transaction, owner, list(wanted), values)
            outcomes += [(n, changed[row.id]) for n, row in group]
        return to_outcomes([outcome for _, outcome in sorted(outcomes, key=lambda pair: pair[0])])

    async def cancel(self, transaction: Transaction, owner: UUID | None, ids: Sequence[UUID]) -> Json[Any]:
        """As cancelling one does, stock included. An id that is named twice has been cancelled the second time."""
        outcomes: list[tuple[int, Outcome]] = []
        for group in rounds(enumerate(ids), lambda numbered: numbered[1]):

            def values(present: Present, id: UUID) -> dict[str, object]:
                require_cancellable(present.status)
                return {"status": OrderStatus.CANCELLED.value}

            cancelled = await self._changed(transaction, owner, [id for _, id in group], values)
            await transaction.run(
                QUERIES["return_stock_of_many"],
                {"ids": [id for id, outcome in cancelled.items() if outcome.error is None]},
            )
            outcomes += [(n, cancelled[id]) for n, id in group]
        return to_outcomes([outcome for _, outcome in sorted(outcomes, key=lambda pair: pair[0])])

    async def _changed(
        self,
        transaction: Transaction,
        owner: UUID | None,
        ids: Sequence[UUID],
        values: Callable[[Present, UUID], dict[str, object]],
    ) -> dict[UUID, Outcome]:
        """Locks the orders, asks `values` what to write into each, and writes it."""
        present = {row[0]: Present(*row[1:]) for row in await transaction.rows(QUERIES["lock_orders"], {"ids": ids})}
        outcomes: dict[UUID, Outcome] = {}
        rows: list[dict[str, object]] = []
        for id in ids:
            order = present.get(id)
            try:
                if order is None or (owner is not None and order.user_id != owner):
                    raise OrderNotFound
                rows.append({"id": id, **values(order, id)})
            except Fact as fact:
                outcomes[id] = _told(id, fact)
        if rows:
            await transaction.run(QUERIES["change_orders"], {"rows": msgspec.json.encode(rows).decode()})
            bodies = await self._bodies(transaction, [id for id in ids if id not in outcomes])
            outcomes |= {id: Outcome.done(id, body) for id, body in bodies.items()}
        return outcomes

    async def _bodies(self, transaction: Transaction, ids: Sequence[UUID]) -> dict[UUID, str]:
        """Orders with their items as JSON, for the ids that exist."""
        return {row[0]: row[3] for row in await transaction.rows(QUERIES["orders_by_id"], {"ids": list(ids)})}
