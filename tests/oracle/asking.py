"""How any public operation can be brought to give its answers."""

import re
from dataclasses import dataclass
from typing import Any

from tests.api import Answer, Api, Keyed
from tests.people import PASSWORD, MakeUser, Person

NOBODY = "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"


@dataclass(frozen=True)
class World:
    """Who asks, about what, and where: beside the gateway that works one whose quota is spent, and one whose services
    are gone. `product` and `category` are ids."""

    admin: Api
    anybody: Api
    owner: Person
    taken: Person
    product: str
    category: str
    spent: str
    lost: str
    database_url: str
    make_user: MakeUser

    async def order(self, caller: Api, user_id: str | None = None) -> Answer:
        """Orders one lamp, for the owner unless somebody else is named."""
        lines = {"items": [{"product_id": self.product, "quantity": 1}]}
        return await caller.post(f"/users/{user_id or self.owner.id}/orders", lines)

    async def ordered(self) -> str:
        """The path of an order that has just been placed."""
        answer = await self.order(self.admin)
        assert answer.status == 201, answer.body
        return f"/orders/{answer.data['id']}"

    async def cancelled(self) -> str:
        path = await self.ordered()
        assert (await self.admin.post(f"{path}/cancel")).status == 200
        return path


@dataclass(frozen=True)
class Plain:
    """An operation's ordinary request; its path leads to nothing where there is an id in it."""

    method: str
    path: str
    json: Any = None
    anonymous: bool = False

    def caller(self, world: World, version: str) -> Api:
        return (world.anybody if self.anonymous else world.admin).version(version)

    async def ask(self, caller: Api, **options: Any) -> Answer:
        body = {} if self.json is None or "body" in options else {"json": self.json}
        return await caller.request(self.method, re.sub(r"\{\w+\}", NOBODY, self.path), **{**body, **options})


SOMEONE = {"email": "someone@people.example", "username": "someone-else"}
LAMP = {"name": "Lamp", "price": 19.9, "currency": "USD", "inventory": 1, "category_id": NOBODY}
PLAIN = {
    "getCdc": Plain("GET", "/admin/cdc"),
    "createCdcSignal": Plain("POST", "/admin/cdc/signals", {"connector": "nobody", "tables": ["users.users"]}),
    "getUsage": Plain("GET", "/admin/usage"),
    "listUsageClients": Plain("GET", "/admin/usage/clients"),
    "listUsers": Plain("GET", "/users"),
    "createUser": Plain("POST", "/users", SOMEONE | {"password": PASSWORD}),
    "getUser": Plain("GET", "/users/{id}"),
    "replaceUser": Plain("PUT", "/users/{id}", SOMEONE),
    "patchUser": Plain("PATCH", "/users/{id}", {"first_name": "Ada"}),
    "deleteUser": Plain("DELETE", "/users/{id}"),
    "listApiKeys": Plain("GET", "/api-keys"),
    "createApiKey": Plain("POST", "/api-keys", {"name": "a key", "scopes": ["read"]}),
    "revokeApiKey": Plain("DELETE", "/api-keys/{id}"),
    "issueToken": Plain("POST", "/auth/token", {"username": "bob", "password": "wrong"}, anonymous=True),
    "refreshToken": Plain("POST", "/auth/refresh", {"refresh_token": "x"}, anonymous=True),
    "revokeToken": Plain("POST", "/auth/revoke", {"token": "x"}, anonymous=True),
    "getJwks": Plain("GET", "/.well-known/jwks.json", anonymous=True),
    "listUserOrders": Plain("GET", "/users/{id}/orders"),
    "createUserOrder": Plain("POST", "/users/{id}/orders", {"items": [{"product_id": NOBODY, "quantity": 1}]}),
    "getUserOrderStats": Plain("GET", "/users/{id}/order-stats"),
    "listOrders": Plain("GET", "/orders"),
    "getOrder": Plain("GET", "/orders/{id}"),
    "patchOrder": Plain("PATCH", "/orders/{id}", {"shipping_address": "1 Main Street"}),
    "listOrderItems": Plain("GET", "/orders/{id}/items"),
    "cancelOrder": Plain("POST", "/orders/{id}/cancel"),
    "listProducts": Plain("GET", "/products"),
    "createProduct": Plain("POST", "/products", LAMP),
    "getProduct": Plain("GET", "/products/{id}"),
    "patchProduct": Plain("PATCH", "/products/{id}", {"price": 24.9}),
    "listCategories": Plain("GET", "/categories"),
    "createCategory": Plain("POST", "/categories", {"name": "Lamps"}),
    "batchUsers": Plain("POST", "/batch/users", {"users": [SOMEONE | {"password": PASSWORD}]}),
    "batchOrders": Plain("POST", "/batch/orders", {"operation": "delete", "orders": [{"id": NOBODY}]}),
    "listBatchJobs": Plain("GET", "/batch/jobs"),
    "getBatchJob": Plain("GET", "/batch/jobs/{id}"),
    "listBatchResults": Plain("GET", "/batch/jobs/{id}/results"),
    "downloadBatchResults": Plain("GET", "/batch/jobs/{id}/download"),
    "cancelBatchJob": Plain("POST", "/batch/jobs/{id}/cancel"),
}


async def anyway(world: World, plain: Plain, status: int, version: str) -> Answer:
    """How any operation can be brought to give a status."""
    caller = plain.caller(world, version)
    match status:
        case 400:
            return await plain.ask(caller, query={"no-such-parameter": "1"})
        case 401:
            return await plain.ask(caller.holding("not-a-token"))
        case 403:
            return await keyed(world, plain, version)
        case 404:
            return await plain.ask(caller)
        case 406:
            return await plain.ask(caller, headers={"Accept": "text/html"})
        case 413:
            return await plain.ask(caller, body=b" " * (2**20 + 1))
        case 415:
            return await plain.ask(caller, headers={"Content-Type": "text/plain"})
        case 422 if plain.json is not None:
            return await Plain(plain.method, plain.path, {"no-such-field": 1}).ask(caller)
        case 429:
            return await plain.ask(caller.at(world.spent))
        case 503:
            return await plain.ask(caller.at(world.lost))
        case _:
            raise AssertionError(f"nobody knows how to bring {plain.method} {plain.path} to {status}")


async def keyed(world: World, plain: Plain, version: str) -> Answer:
    """The operation asked with an admin's API key that lacks the scope it needs."""
    scope = "write" if plain.method == "GET" else "read"
    made = (await world.admin.post("/api-keys", {"name": "narrow", "scopes": [scope, "admin"]})).data
    program = Keyed(world.anybody.version(version), made["key"])
    return await program.request(plain.method, re.sub(r"\{\w+\}", NOBODY, plain.path), plain.json)
