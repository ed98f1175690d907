"""Rows that are hard to filter, one set for every list, and what narrows each list down to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.api import Answer, Api
from tests.orders.shop import Shop
from tests.people import Person
from tests.query.listings import LISTINGS, Listing

Sql = Callable[..., list[tuple[Any, ...]]]

# Name, price, currency, inventory, moment: equal ones among them, and what LIKE, SQL or OData might trip over.
GOODS = [
    ("Alpha", "1.00", "USD", 0, "2020-01-01T00:00:00.000001Z"),
    ("alpha", "1.10", "USD", 1, "2020-01-01T00:00:00.000001Z"),
    ("ALPHA 100%", "0.01", "EUR", 2, "2020-01-01T00:00:00.000002Z"),
    ("100_percent", "0.00", "EUR", 2, "2020-01-01T00:00:00.000002Z"),
    ("100xpercent", "19.90", "USD", 7, "2020-06-30T23:59:59.999999Z"),
    ("O'Brien's \\ lamp", "19.90", "JPY", 12, "2021-03-28T01:30:00+02:00"),
    ("Ünï😀", "9999999999.99", "USD", 2147483647, "2021-03-28T00:30:00Z"),
    ("null", "20.00", "USD", 12, "1970-01-01T00:00:00Z"),
    (" space ", "19.99", "CHF", 12, "2030-12-31T23:59:59Z"),
]
# Requests and deprecated ones among them, as the gateway counts them by client.
USAGE = [(8, 0), (4, 1), (4, 2), (1, 1), (100, 25)]
ADD_USAGE = """
INSERT INTO gateway.usage (day, version, method, route, operation_id, client_id, status_class, deprecated, requests,
                           milliseconds, last_seen)
VALUES (current_date, %(version)s, 'GET', '/users/{id}', 'getUser', %(client)s, 2, %(deprecated)s, %(requests)s, 1,
        timestamptz '2020-01-01 00:00:00.000001Z' + %(requests)s * interval '1 microsecond')
"""
ADD_PRODUCT = """
INSERT INTO orders.products (name, price, currency, inventory, category_id, created_at, updated_at)
VALUES (%(name)s, %(price)s, %(currency)s, %(inventory)s, %(category)s, %(moment)s, %(moment)s)
"""
ADD_USER = """
INSERT INTO users.users (email, username, first_name, last_name, role, status, password_hash, created_at, updated_at)
VALUES (%(name)s || '@shelf.example', %(name)s, %(first)s, %(last)s, %(role)s, %(status)s, '!', %(moment)s, %(moment)s)
"""
PEOPLE = [
    ("shelf-ada", "Ada", None, "user", "active", "2001-01-01T00:00:00.5Z"),
    ("shelf-bea", "Ada", "Ek", "guest", "inactive", "2001-01-01T00:00:00.5Z"),
    ("shelf-CAL", "", "O'Neil", "admin", "suspended", "2001-01-01T00:00:00.500001Z"),
    ("shelf_d.d", None, None, "user", "suspended", "2002-02-02T00:00:00Z"),
    ("shelf-eve", "Åsa", "100%", "user", "active", "2003-03-03T00:00:00Z"),
]
AGE_ORDERS = """
UPDATE orders.orders o SET created_at = m, updated_at = m + interval '1 day'
FROM (SELECT id, timestamptz '2020-01-01 00:00:00.000001Z' + (row_number() OVER (ORDER BY created_at) / 2)
      * interval '1 microsecond' AS m FROM orders.orders WHERE user_id = %(user)s) aged
WHERE aged.id = o.id
"""


@dataclass(frozen=True)
class Shelf:
    """The rows are there. `path` and `scope` lead to those of one list and to nobody else's."""

    admin: Api
    buyer: Person
    order: str
    category: str
    job: str
    clients: tuple[str, ...]

    def path(self, listing: Listing) -> str:
        ids = {"listOrderItems": self.order, "listBatchResults": self.job}
        return listing.path.replace("{id}", ids.get(listing.id, self.buyer.id))

    def scope(self, listing: Listing) -> dict[str, str]:
        """Query parameters that any list of this kind takes beside others."""
        filters = {
            "listProducts": f"category_id eq {self.category}",
            "listUsers": "endswith(email, '@shelf.example')",
            "listOrders": f"user_id eq {self.buyer.id}",
            "listApiKeys": f"user_id eq {self.buyer.id}",
            "listCategories": "startswith(name, 'Shelf ')",
            "listBatchJobs": f"created_by eq {self.buyer.id}",
            "listUsageClients": f"id in ({', '.join(self.clients)})",
        }
        return {"filter": filters[listing.id]} if listing.id in filters else {}

    async def ask(self, listing: Listing, version: str = "v2", /, **query: str | int) -> Answer:
        """One page of at most a hundred rows, as an admin."""
        scoped = {"limit": 100, **self.scope(listing), **query}
        return await self.admin.version(version).get(self.path(listing), query=scoped)

    async def rows(self, name: str, version: str = "v2", /, **query: str | int) -> list[dict[str, Any]]:
        """All the rows of a list that the query selects, in the words of the version."""
        listing = LISTINGS[name]
        answer = await self.ask(listing, version, **query)
        assert answer.status == 200, answer.body
        body = answer.json()
        found: list[dict[str, Any]] = body["response"][listing.plural] if version == "v1" else body["data"]
        return found


async def fill(shop: Shop, buyer: Person, sql: Sql) -> Shelf:
    """Puts everything on the shelf."""
    for name, price, currency, inventory, moment in GOODS:
        row = {"name": name, "price": price, "currency": currency, "inventory": inventory, "moment": moment}
        sql(ADD_PRODUCT, **row, category=shop.category)
    for name, first, last, role, status, moment in PEOPLE:
        sql(ADD_USER, name=name, first=first, last=last, role=role, status=status, moment=moment)
    for name in ("Shelf lamps", "Shelf LAMPS 100%", "Shelf O'Brien"):
        sql("INSERT INTO orders.categories (name) VALUES (%(name)s)", name=name)
    for name, scopes in (("nightly", ["read"]), ("Nightly_2", ["read", "write"]), ("100%", ["write"])):
        answer = await buyer.api.post("/api-keys", {"name": name, "scopes": scopes})
        assert answer.status == 201, answer.body
    elsewhere = await Shop.open(shop.admin)
    dollars = [await elsewhere.product(price=price) for price in (0.1, 19.9, 1000)]
    euros = await elsewhere.product(price=19.9, currency="EUR")
    lines = [(product, quantity) for quantity, product in enumerate(dollars, 1)]
    order = await elsewhere.order(buyer, *lines)
    for status in ("pending", "processing", "shipped", "delivered", "cancelled"):
        await elsewhere.order_that_is(status, buyer, (dollars[1], 2))
    await elsewhere.order(buyer, (euros, 2))
    job = await _batches(buyer, order["id"])
    sql(AGE_ORDERS, user=buyer.id)
    return Shelf(shop.admin, buyer, order["id"], shop.category, job, _usage(sql))


async def _batches(buyer: Person, order: str) -> str:
    """A few jobs that have ended; the one whose items had different fates."""
    known, unknown = {"id": order, "shipping_address": "1 Shelf Street"}, {"id": str(uuid4())}
    paths = []
    for operation, items in (
        ("delete", [unknown]),
        ("update", [unknown | {"shipping_address": "2 Shelf Street"}, known, unknown, known]),
        ("create", [{"items": []}]),
    ):
        body: dict[str, Any] = {"operation": operation, "orders": items}
        accepted = await buyer.api.post("/batch/orders", body, headers={"Prefer": "respond-async"})
        assert accepted.status == 202, accepted.body
        path = f"/batch/jobs/{accepted.data['job_id']}"
        ended = await buyer.api.get(path, headers={"Prefer": "wait=30"})
        assert ended.data["status"].startswith("COMPLETED"), ended.body
        paths.append(path)
    return paths[1].rpartition("/")[2]


def _usage(sql: Sql) -> tuple[str, ...]:
    sql("SELECT gateway.open_usage_day(current_date)")
    clients = tuple(str(uuid4()) for _ in USAGE)
    for client, (requests, deprecated) in zip(clients, USAGE, strict=True):
        for version, count in (("v1", deprecated), ("v2", requests - deprecated)):
            if count:
                sql(ADD_USAGE, version=version, client=client, deprecated=version == "v1", requests=count)
    return clients
