"""A fixed data set in memory with everything that can go wrong in it: values that are null, wrong, or raise.

Resolvers look at the parent alone, so that a plan's batches and an interpreter's single calls must come to the same.
"""

import asyncio
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gateway.graphql.errors import coded
from gateway.graphql.fields import Batched, Binding, Bindings, Computed, Property, Root, Source, Typed
from gateway.graphql.generated.bindings import FIELDS

Row = dict[str, Any]
WHEN = "2026-02-16T10:30:00.123456+00:00"


def chance(*key: object) -> int:
    """A number below 12 that is always the same for the same key."""
    return zlib.crc32(repr(key).encode()) % 12


def _row(kind: str, number: int, **members: Any) -> Row:
    """A row; one in twelve of its members is null, whether it may be or not."""
    row = {"id": f"{kind}-{number}", "created_at": WHEN, "updated_at": WHEN, **members}
    return {name: None if chance(kind, number, name) == 0 and name != "id" else value for name, value in row.items()}


USERS = [
    _row(
        "user",
        n,
        email=f"u{n}@example.com",
        username=f"u{n}",
        first_name="Ada",
        last_name="Ek",
        role=("admin", "user", "nobody")[n % 3],
        status="active",
    )
    for n in range(7)
]
ORDERS = [
    _row(
        "order",
        n,
        user_id=f"user-{n % 7}",
        status="pending",
        total=n * 1.5,
        currency="USD",
        shipping_address="1 Main St",
    )
    for n in range(15)
]
PRODUCTS = [
    _row(
        "product",
        n,
        name=f"Lamp {n}",
        description=None,
        price=9.5,
        currency="USD",
        inventory=n,
        category_id="category-0",
    )
    for n in range(5)
]
CATEGORIES = [_row("category", n, name=f"Kind {n}") for n in range(2)]
ITEMS = [
    _row("item", n, product_id=f"product-{n % 5}", quantity=n, unit_price=1.0, subtotal=2.0, order_id=f"order-{n % 15}")
    for n in range(30)
]
MONEY: list[Row] = [{"currency": "USD", "amount": 5.0}, {"currency": None, "amount": 1.0}]
BY_TYPE: Mapping[str, list[Row]] = {"User": USERS, "Order": ORDERS, "Product": PRODUCTS, "Category": CATEGORIES}
CALLS: list[str] = []


def connection(rows: Sequence[Row]) -> Row:
    figures = {"currency": "USD", "count": len(rows), "sum": 1.0, "avg": None, "min": 1, "max": 2}
    page = {"has_next_page": False, "has_previous_page": True, "start_cursor": "a", "end_cursor": None}
    return {
        "edges": [{"cursor": row["id"], "node": row} for row in rows],
        "page_info": page,
        "total_count": len(rows),
        "aggregate": {"count": 1, "sum": None, "avg": 2.5, "min": 1, "max": 2.0, "by_currency": [figures]},
    }


def _pick(key: object) -> Typed | None:
    """Some object, or none."""
    number = chance("pick", key)
    name = ("User", "Order", "Product", "Category")[number % 4]
    return None if number == 11 else Typed(name, BY_TYPE[name][number % 2])


VALUES: Mapping[str, Callable[[Any, Any], Any]] = {
    "Query.user": lambda _, a: USERS[chance(a.id) % 7],
    "Query.users": lambda _, a: connection(USERS),
    "Query.order": lambda _, a: ORDERS[chance(a.id)],
    "Query.orders": lambda _, a: connection(ORDERS),
    "Query.userOrders": lambda _, a: connection(ORDERS[:3]),
    "Query.product": lambda _, a: PRODUCTS[chance(a.id) % 5],
    "Query.products": lambda _, a: connection(PRODUCTS),
    "Query.node": lambda _, a: _pick(a.id),
    "Query.nodes": lambda _, a: [_pick(id) for id in a.ids],
    "Query.userOrderStats": lambda _, a: {
        "user_id": "user-1",
        "order_count": 3,
        "total_spent": MONEY,
        "last_order_at": None,
    },
    "Query.dashboardMetrics": lambda _, a: {
        "order_count": 3,
        "customer_count": None,
        "revenue": MONEY,
        "orders_by_status": [{"status": "pending", "count": 2}, None],
        "top_products": [{"product_id": "product-1", "quantity": 4}],
    },
    "User.orders": lambda user, _: connection([order for order in ORDERS if order["user_id"] == user["id"]]),
    "User.orderCount": lambda user, _: 3,
    "User.totalSpent": lambda user, _: 1,
    "User.spending": lambda user, _: MONEY if chance(user["id"]) % 2 else MONEY[:1],
    "Order.user": lambda order, _: next((user for user in USERS if user["id"] == order["user_id"]), None),
    "Order.items": lambda order, _: [item for item in ITEMS if item["order_id"] == order["id"]],
    "Order.itemCount": lambda order, _: "many" if chance(order["id"]) == 5 else 2,
    "OrderItem.product": lambda item, _: next((p for p in PRODUCTS if p["id"] == item["product_id"]), None),
    "Product.category": lambda product, _: CATEGORIES[chance(product["id"]) % 2],
    "Category.products": lambda category, _: connection(PRODUCTS[:2]),
    "ProductSales.product": lambda sales, _: PRODUCTS[1],
}


def _value(coordinate: str, parent: Any, arguments: Any) -> Any:
    fate = chance(coordinate, parent and parent.get("id"), arguments and repr(arguments))
    if fate == 0 and not coordinate.startswith("Query.n"):
        return coded(f"{coordinate} fails", "BROKEN")
    return None if fate == 1 else VALUES[coordinate](parent, arguments)


def _bound(coordinate: str, binding: Binding) -> Binding:
    match binding:
        case Batched(_, arguments):

            async def batch(context: Any, parents: Sequence[Any], *given: Any) -> list[Any]:
                CALLS.append(coordinate)
                await asyncio.sleep(0)
                return [_value(coordinate, parent, given[0] if arguments else None) for parent in parents]

            return Batched(batch, arguments)
        case Root(_, arguments):

            async def root(context: Any, *given: Any) -> Any:
                CALLS.append(coordinate)
                value = _value(coordinate, None, given[0] if arguments else None)
                if isinstance(value, Exception):
                    raise value
                return value

            return Root(root, arguments)
        case Computed(function):
            return Computed(function)
        case Property() | Source():
            return binding


BINDINGS: Bindings = {
    type_name: {name: _bound(f"{type_name}.{name}", binding) for name, binding in fields.items()}
    for type_name, fields in FIELDS.items()
    if type_name not in ("Mutation", "Subscription")
}
