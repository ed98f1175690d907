"""What resolvers stand on: the caller, the services, and what this request has read already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import msgspec

from gateway.graphql.loading import Loader, by_id
from services.batch.generated.api import BatchApi
from services.chassis.callers import Caller
from services.chassis.idempotency import Idempotency
from services.orders.generated.api import OrdersApi
from services.orders.generated.models import IdsRequest, ListCategoriesByIdQuery, ListStatsOfUsersQuery
from services.realtime.generated.api import RealtimeApi
from services.users.generated.api import UsersApi
from services.users.generated.models import IdsRequest as UserIdsRequest

Row = dict[str, Any]
_rows = msgspec.json.Decoder(list[dict[str, Any]]).decode
# What the GET operations take at most.
CATEGORIES, USERS = 100, 200


@dataclass(frozen=True, slots=True)
class Apis:
    """The services as GraphQL calls them. They decide on access, with the caller's own credential."""

    users: UsersApi
    orders: OrdersApi
    batch: BatchApi
    realtime: RealtimeApi


class Fetches:
    """Objects by key from the services, for one caller."""

    def __init__(self, caller: Caller, services: Apis) -> None:
        self._caller = caller
        self._services = services

    async def users(self, ids: Sequence[str]) -> Mapping[str, Row]:
        return by_id(_rows((await self._services.users.find_users(self._caller, UserIdsRequest(ids=uuids(ids)))).body))

    async def orders(self, ids: Sequence[str]) -> Mapping[str, Row]:
        return by_id(_rows((await self._services.orders.find_orders(self._caller, IdsRequest(ids=uuids(ids)))).body))

    async def products(self, ids: Sequence[str]) -> Mapping[str, Row]:
        return by_id(_rows((await self._services.orders.find_products(self._caller, IdsRequest(ids=uuids(ids)))).body))

    async def items(self, order_ids: Sequence[str]) -> Mapping[str, list[Row]]:
        """An order without items has none, which is not the same as not being there."""
        rows = _rows((await self._services.orders.find_items(self._caller, IdsRequest(ids=uuids(order_ids)))).body)
        found: dict[str, list[Row]] = {order_id: [] for order_id in order_ids}
        for row in rows:
            found[row["order_id"]].append(row)
        return found

    async def categories(self, ids: Sequence[str]) -> Mapping[str, Row]:
        found: dict[str, Row] = {}
        for start in range(0, len(ids), CATEGORIES):
            query = ListCategoriesByIdQuery(ids=uuids(ids[start : start + CATEGORIES]))
            found |= by_id(_rows((await self._services.orders.list_categories_by_id(self._caller, query)).body))
        return found

    async def stats(self, user_ids: Sequence[str]) -> Mapping[str, Row]:
        found: dict[str, Row] = {}
        for start in range(0, len(user_ids), USERS):
            query = ListStatsOfUsersQuery(user_ids=uuids(user_ids[start : start + USERS]))
            rows = _rows((await self._services.orders.list_stats_of_users(self._caller, query)).body)
            found |= {row["user_id"]: row for row in rows}
        return found


@dataclass(slots=True)
class Context:
    """One request. Loaders remember until a mutation changes something."""

    caller: Caller
    services: Apis
    idempotency_key: str | None = None
    mutations: int = 0
    users: Loader[Row] = field(init=False)
    orders: Loader[Row] = field(init=False)
    items: Loader[list[Row]] = field(init=False)
    products: Loader[Row] = field(init=False)
    categories: Loader[Row] = field(init=False)
    stats: Loader[Row] = field(init=False)

    def __post_init__(self) -> None:
        # Nothing in a loader leads back here: what a request has read is gone with it, without the garbage collector.
        fetches = Fetches(self.caller, self.services)
        self.users = Loader(fetches.users)
        self.orders = Loader(fetches.orders)
        self.items = Loader(fetches.items)
        self.products = Loader(fetches.products)
        self.categories = Loader(fetches.categories)
        self.stats = Loader(fetches.stats)

    def forget(self) -> None:
        """A mutation is done: what was read before it may have changed."""
        self.mutations += 1
        for loader in (self.users, self.orders, self.items, self.products, self.categories, self.stats):
            loader.forget()

    def idempotency(self) -> Idempotency:
        """The request's Idempotency-Key, told apart for each of its mutations."""
        if self.idempotency_key is None:
            return Idempotency()
        return Idempotency(key=f"{self.idempotency_key}/{self.mutations}")


def uuids(ids: Sequence[str]) -> list[UUID]:
    """Ids of rows as a request takes them. Clients write a request out, and an id is its text again then: making a UUID
    of each in between was a twentieth of a large query."""
    return cast(list[UUID], ids)
