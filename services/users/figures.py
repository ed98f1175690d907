"""What the orders service knows of a user: how many orders, and what was spent, per currency."""

import zlib
from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec

from services.chassis.callers import Caller
from services.chassis.coalesce import Coalescer
from services.orders.generated.api import OrdersApi
from services.orders.generated.models import ListStatsOfUsersQuery


class OrderFigures(msgspec.Struct):
    """Of one user; the sums stay the bytes they came as."""

    user_id: UUID
    order_count: int
    total_spent: msgspec.Raw

    def variant(self, last_login: str | None) -> str:
        """Tells apart what changes without the user's own row; empty while there is nothing of it."""
        if last_login is None and self.order_count == 0:
            return ""
        return f"{zlib.crc32(b'%s %d %s' % (str(last_login).encode(), self.order_count, bytes(self.total_spent))):08x}"

    def beside(self, user: bytes) -> bytes:
        """A UserDetail: the user's JSON object with the figures at its end."""
        return b'%s,"order_count":%d,"total_spent":%s}' % (user[:-1], self.order_count, bytes(self.total_spent))


_figures = msgspec.json.Decoder(list[OrderFigures]).decode
NONE = msgspec.Raw(b"[]")


class Figures:
    """Asks the orders service, for all users that are asked after at about the same time by one caller."""

    def __init__(self, orders: Callable[[], OrdersApi]) -> None:
        # The two services need each other; whoever builds them ties the knot before the first request.
        self._orders = orders
        self._loads: Coalescer[tuple[Caller, UUID], OrderFigures] = Coalescer(self._fetch)

    async def of(self, caller: Caller, user_id: UUID) -> OrderFigures:
        """The figures of one user, zero where there are no orders. The caller's rights go along."""
        found = await self._loads.load((caller, user_id))
        return found or OrderFigures(user_id, 0, NONE)

    async def _fetch(self, keys: Sequence[tuple[Caller, UUID]]) -> dict[tuple[Caller, UUID], OrderFigures]:
        by_caller: dict[Caller, list[UUID]] = {}
        for caller, user_id in keys:
            by_caller.setdefault(caller, []).append(user_id)
        found: dict[tuple[Caller, UUID], OrderFigures] = {}
        for caller, user_ids in by_caller.items():
            answer = await self._orders().list_stats_of_users(caller, ListStatsOfUsersQuery(user_ids=user_ids))
            found |= {(caller, figures.user_id): figures for figures in _figures(answer.body)}
        return found
