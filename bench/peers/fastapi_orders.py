"""The orders endpoints as a careful FastAPI team would write them: asyncpg, pydantic v2, one transaction per order."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, HTTPException, Request, Response

from bench.peers.fastapi_auth import AnyCaller, Caller, require_self_or_admin
from bench.peers.fastapi_errors import Refusal
from bench.peers.fastapi_requests import Limit, Page, Pool, add_page_headers, meta_of, page_links, pagination_of
from bench.peers.fastapi_schemas import (
    CreateOrder,
    IncludedItems,
    Order,
    OrderAnswer,
    OrderDetail,
    OrderItem,
    OrderLine,
    OrderPageAnswer,
)

ORDER_COLUMNS = "id, user_id, status, total, currency, shipping_address, created_at, updated_at"
ITEM_COLUMNS = "id, order_id, product_id, quantity, unit_price, subtotal"
COUNT_ORDERS = "SELECT count(*) FROM orders.orders"
COUNT_OWN_ORDERS = "SELECT count(*) FROM orders.orders WHERE user_id = $1"
# Both keys in one direction, so that an index is read backwards without a sort.
NEWEST_FIRST = "ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2"
SELECT_PAGE = f"SELECT {ORDER_COLUMNS} FROM orders.orders {NEWEST_FIRST}"
SELECT_OWN_PAGE = f"SELECT {ORDER_COLUMNS} FROM orders.orders WHERE user_id = $3 {NEWEST_FIRST}"
SELECT_ITEMS = f"SELECT {ITEM_COLUMNS} FROM orders.items WHERE order_id = ANY($1) ORDER BY order_id, product_id"
# In the order of their ids, so that two orders never wait for each other.
LOCK_PRODUCTS = "SELECT id, price, currency, inventory FROM orders.products WHERE id = ANY($1) ORDER BY id FOR UPDATE"
TAKE_STOCK = """
UPDATE orders.products p SET inventory = p.inventory - w.quantity, updated_at = clock_timestamp(), version = version + 1
FROM unnest($1::uuid[], $2::integer[]) AS w (product_id, quantity) WHERE p.id = w.product_id
"""
INSERT_ORDER = f"""
INSERT INTO orders.orders (user_id, total, currency, shipping_address) VALUES ($1, $2, $3, $4)
RETURNING {ORDER_COLUMNS}, version
"""
INSERT_ITEMS = f"""
INSERT INTO orders.items (order_id, product_id, quantity, unit_price, subtotal)
SELECT $1, * FROM unnest($2::uuid[], $3::integer[], $4::numeric[], $5::numeric[]) RETURNING {ITEM_COLUMNS}
"""

router = APIRouter(prefix="/api/v2")


# Unset is only `included` where it was not asked for.
@router.get("/orders", response_model_exclude_unset=True)
async def list_orders(
    request: Request,
    response: Response,
    pool: Pool,
    caller: AnyCaller,
    page: Page = 1,
    limit: Limit = 20,
    include: Literal["items"] | None = None,
) -> OrderPageAnswer:
    async with pool.acquire() as connection:
        total, rows = await read_page(connection, caller, page, limit)
        items = await connection.fetch(SELECT_ITEMS, [row["id"] for row in rows]) if include else []
    pagination = pagination_of(page, limit, total)
    links = page_links(request.url.path, pagination, f"&include={include}" if include else "")
    add_page_headers(response, pagination, links)
    answer = OrderPageAnswer(
        data=[Order(**row) for row in rows], meta=meta_of(request), pagination=pagination, links=links
    )
    if include:
        answer.included = IncludedItems(items=[OrderItem(**item) for item in items])
    return answer


async def read_page(
    connection: asyncpg.Connection, caller: Caller, page: int, limit: int
) -> tuple[int, list[asyncpg.Record]]:
    """How many there are, and one page; a user's own, or an admin's all."""
    offset = (page - 1) * limit
    if caller.is_admin:
        return await connection.fetchval(COUNT_ORDERS), await connection.fetch(SELECT_PAGE, limit, offset)
    total = await connection.fetchval(COUNT_OWN_ORDERS, caller.user_id)
    return total, await connection.fetch(SELECT_OWN_PAGE, limit, offset, caller.user_id)


@router.post("/users/{user_id}/orders", status_code=201, dependencies=[Depends(require_self_or_admin)])
async def create_user_order(
    user_id: UUID, order: CreateOrder, request: Request, response: Response, pool: Pool
) -> OrderAnswer:
    try:
        async with pool.acquire() as connection, connection.transaction():
            row, items = await place_order(connection, user_id, order)
    except asyncpg.ForeignKeyViolationError:
        raise HTTPException(404, "There is no such user.") from None
    response.headers["Location"] = f"/api/v2/orders/{row['id']}"
    response.headers["ETag"] = f'"v{row["version"]}"'
    detail = OrderDetail(**row, items=[OrderItem(**item) for item in items])
    return OrderAnswer(data=detail, meta=meta_of(request))


async def place_order(
    connection: asyncpg.Connection, user_id: UUID, order: CreateOrder
) -> tuple[asyncpg.Record, list[asyncpg.Record]]:
    """Takes the stock and writes the order with its items, lines of one product merged. Raises Refusal."""
    wanted: dict[UUID, int] = {}
    for line in order.items:
        wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
    products = await connection.fetch(LOCK_PRODUCTS, list(wanted))
    check_products(order.items, wanted, {product["id"]: product for product in products})
    quantities = [wanted[product["id"]] for product in products]
    prices = [product["price"] for product in products]
    subtotals = [price * quantity for price, quantity in zip(prices, quantities, strict=True)]
    ids = [product["id"] for product in products]
    await connection.execute(TAKE_STOCK, ids, quantities)
    row = await connection.fetchrow(
        INSERT_ORDER, user_id, sum(subtotals), products[0]["currency"], order.shipping_address
    )
    items = await connection.fetch(INSERT_ITEMS, row["id"], ids, quantities, prices, subtotals)
    return row, items


def check_products(
    lines: Sequence[OrderLine], wanted: Mapping[UUID, int], products: Mapping[UUID, asyncpg.Record]
) -> None:
    unknown = [n for n, line in enumerate(lines) if line.product_id not in products]
    if unknown:
        raise about_lines("UNKNOWN_PRODUCT", "The order names products that do not exist.", unknown)
    short = [n for n, line in enumerate(lines) if products[line.product_id]["inventory"] < wanted[line.product_id]]
    if short:
        raise about_lines("OUT_OF_STOCK", "There is not enough of a product.", short)
    if len({product["currency"] for product in products.values()}) > 1:
        message = "The products of an order must share one currency."
        raise Refusal(422, "MIXED_CURRENCIES", message, [{"field": "items", "message": message}])


def about_lines(code: str, message: str, lines: Sequence[int]) -> Refusal:
    return Refusal(409, code, message, [{"field": f"items.{n}.product_id", "message": message} for n in lines])
