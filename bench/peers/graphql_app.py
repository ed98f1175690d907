"""The GraphQL peer: graphql-core's executor, DataLoaders and asyncpg behind FastAPI, as one small service.

Run as the FastAPI peer is, with the same environment. Documents are parsed and validated once. It is spared limits,
versions, access below the root, and the question whether the session behind a token still lives.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
from aiodataloader import DataLoader
from fastapi import Depends, FastAPI, Request, Response
from graphql import DocumentNode, build_schema, execute, parse, validate

from bench.peers.fastapi_auth import Caller, RememberingVerifier, TokenVerifier, get_caller, read_jwks

SCHEMA = build_schema(Path(__file__).with_name("graphql_schema.graphql").read_text())
USER = "id, email, username, first_name, last_name, role, status, created_at, updated_at"
ORDER = "id, user_id, status, total, currency, shipping_address, created_at, updated_at"
ITEM = "id, order_id, product_id, quantity, unit_price, subtotal"
PRODUCT = "id, name, description, price, currency, inventory, created_at, updated_at"
ORDERS_OF_USERS = f"""
SELECT o.* FROM unnest($1::uuid[]) AS u (id), LATERAL (
    SELECT {ORDER} FROM orders.orders WHERE user_id = u.id ORDER BY created_at DESC, id DESC LIMIT $2
) o
"""


class Loaders:
    """One of each, for one request."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool
        self.users = DataLoader(self._by_id(f"SELECT {USER} FROM users.users WHERE id = ANY ($1::uuid[])"))
        self.products = DataLoader(self._by_id(f"SELECT {PRODUCT} FROM orders.products WHERE id = ANY ($1::uuid[])"))
        self.items = DataLoader(self._items)
        self._orders: dict[int, DataLoader] = {}

    def orders(self, first: int) -> DataLoader:
        """Of users, so many of each."""

        async def load(ids: list[Any]) -> list[Any]:
            return await self._grouped(ORDERS_OF_USERS, "user_id", ids, first)

        if first not in self._orders:
            self._orders[first] = DataLoader(load)
        return self._orders[first]

    def _by_id(self, statement: str) -> Any:
        async def load(ids: list[Any]) -> list[Any]:
            rows = {row["id"]: row for row in await self.pool.fetch(statement, ids)}
            return [rows.get(id) for id in ids]

        return load

    async def _items(self, ids: list[Any]) -> list[Any]:
        statement = f"SELECT {ITEM} FROM orders.items WHERE order_id = ANY ($1::uuid[]) ORDER BY order_id, product_id"
        return await self._grouped(statement, "order_id", ids)

    async def _grouped(self, statement: str, key: str, ids: list[Any], *more: Any) -> list[Any]:
        groups: dict[Any, list[Any]] = defaultdict(list)
        for row in await self.pool.fetch(statement, ids, *more):
            groups[row[key]].append(row)
        return [groups[id] for id in ids]


async def resolve_user(_: Any, info: Any, id: str) -> Any:
    return await info.context.users.load(asyncpg.pgproto.pgproto.UUID(id))


async def resolve_users(_: Any, info: Any, first: int) -> Any:
    statement = f"SELECT {USER} FROM users.users ORDER BY username DESC, id DESC LIMIT $1"
    return await info.context.pool.fetch(statement, first)


async def resolve_orders(user: Any, info: Any, first: int) -> Any:
    return await info.context.orders(first).load(user["id"])


async def resolve_items(order: Any, info: Any) -> Any:
    return await info.context.items.load(order["id"])


async def resolve_product(item: Any, info: Any) -> Any:
    return await info.context.products.load(item["product_id"])


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


RESOLVERS = {
    ("Query", "user"): resolve_user,
    ("Query", "users"): resolve_users,
    ("User", "orders"): resolve_orders,
    ("Order", "items"): resolve_items,
    ("OrderItem", "product"): resolve_product,
}


def bind() -> None:
    """Each field to its function, or to its column."""
    for name in ("Query", "User", "Order", "OrderItem", "Product"):
        for field_name, field in SCHEMA.type_map[name].fields.items():
            column = snake(field_name) if (name, field_name) != ("OrderItem", "total") else "subtotal"
            field.resolve = RESOLVERS.get((name, field_name)) or (lambda row, info, column=column: row[column])
    for name in ("UserRole", "UserStatus", "OrderStatus"):
        for value_name, value in SCHEMA.type_map[name].values.items():
            value.value = value_name.lower()
    SCHEMA.type_map["UUID"].coerce_output_value = str
    SCHEMA.type_map["DateTime"].coerce_output_value = lambda moment: moment.isoformat()
    SCHEMA.type_map["Float"].coerce_output_value = float


@lru_cache(maxsize=100)
def document(query: str) -> DocumentNode:
    parsed = parse(query)
    if errors := validate(SCHEMA, parsed):
        raise errors[0]
    return parsed


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    bind()
    size = int(os.environ.get("POOL_SIZE", "10"))
    app.state.verifier = RememberingVerifier(
        TokenVerifier(
            keys=await asyncio.to_thread(read_jwks, os.environ["JWKS"]),
            issuer=os.environ["JWT_ISSUER"],
            audience=os.environ["JWT_AUDIENCE"],
        )
    )
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=size, max_size=size) as pool:
        app.state.pool = pool
        yield


app = FastAPI(title="GraphQL over users and orders", lifespan=lifespan)


@app.post("/graphql")
async def graphql(request: Request, caller: Caller = Depends(get_caller)) -> Response:  # noqa: B008 - as FastAPI has it
    asked = msgspec.json.decode(await request.body())
    result = execute(
        SCHEMA,
        document(asked["query"]),
        context_value=Loaders(request.app.state.pool),
        variable_values=asked.get("variables"),
    )
    result = await result if not hasattr(result, "data") else result
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    return Response(msgspec.json.encode(body), media_type="application/json")


@app.get("/readyz")
async def readyz(request: Request) -> dict[str, str]:
    await request.app.state.pool.fetchval("SELECT 1")
    return {"status": "ready"}
