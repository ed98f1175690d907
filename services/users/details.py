"""A user in detail: the row, beside what the orders service knows of it: how many orders, and what was spent."""

import asyncio
import zlib
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

import msgspec

from services.chassis.callers import Caller
from services.chassis.coalesce import Coalescer
from services.chassis.replies import Json
from services.orders.generated.api import OrdersApi
from services.orders.generated.models import ListStatsOfUsersQuery
from services.users.generated.models import UserDetail
from services.users.problems import UserNotFound
from services.users.store import Stored, Users

# Who asks, and for whom: the caller's rights go along to the orders service.
Asked = tuple[Caller, UUID]


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

    def beside(self, user: Stored) -> Json[UserDetail]:
        """The user's JSON object with the figures at its end."""
        body = b'%s,"order_count":%d,"total_spent":%s}' % (user.body[:-1], self.order_count, bytes(self.total_spent))
        return Json(body, version=user.version, variant=self.variant(user.last_login))


_figures = msgspec.json.Decoder(list[OrderFigures]).decode
NOTHING = msgspec.Raw(b"[]")


class Details:
    """Reads users in detail: all that are asked for at about the same time in one statement here, and in one question
    to the orders service for each caller."""

    def __init__(self, store: Users, orders: Callable[[], OrdersApi]) -> None:
        self._store = store
        # The two services need each other; whoever builds them ties the knot before the first request.
        self._orders = orders
        self._loads: Coalescer[Asked, Json[UserDetail]] = Coalescer(self._fetch)

    async def of(self, caller: Caller, user_id: UUID) -> Json[UserDetail]:
        """One user. Raises `UserNotFound`."""
        detail = await self._loads.load((caller, user_id))
        if detail is None:
            raise UserNotFound
        return detail

    async def _fetch(self, asked: Sequence[Asked]) -> dict[Asked, Json[UserDetail]]:
        by_caller: dict[Caller, list[UUID]] = {}
        for caller, user_id in asked:
            by_caller.setdefault(caller, []).append(user_id)
        users, figures = await asyncio.gather(
            self._store.by_id({user_id for _, user_id in asked}), self._figures_by_caller(by_caller)
        )
        return {
            (caller, user_id): (figures[caller].get(user_id) or OrderFigures(user_id, 0, NOTHING)).beside(
                users[user_id]
            )
            for caller, user_id in asked
            if user_id in users
        }

    async def _figures_by_caller(self, asked: Mapping[Caller, list[UUID]]) -> dict[Caller, dict[UUID, OrderFigures]]:
        answers = await asyncio.gather(*(self._figures(caller, user_ids) for caller, user_ids in asked.items()))
        return dict(zip(asked, answers, strict=True))

    async def _figures(self, caller: Caller, user_ids: list[UUID]) -> dict[UUID, OrderFigures]:
        answer = await self._orders().list_stats_of_users(caller, ListStatsOfUsersQuery(user_ids=user_ids))
        return {figures.user_id: figures for figures in _figures(answer.body)}
