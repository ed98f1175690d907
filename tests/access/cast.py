"""Those who try an operation, and the requests they try it with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.access.operations import Operation
from tests.api import Answer, Api
from tests.orders.shop import Shop, order
from tests.people import PASSWORD, MakeUser, Person, fresh_name, new_user

CALLERS = ("anonymous", "other", "owner", "admin", "suspended", "reading key", "writing key")


async def make_key(person: Person, *scopes: str) -> Any:
    """A new API key of somebody, as it was answered."""
    made = await person.api.post("/api-keys", {"name": "of mine", "scopes": scopes})
    assert made.status == 201, made.body
    return made.data


@dataclass(frozen=True)
class Owner:
    """Somebody with an order, a batch job that has ended, and two API keys; `key` is the id of the one, `keys` are
    both by the caller's name."""

    person: Person
    order: str
    job: str
    key: str
    keys: Mapping[str, str]

    @classmethod
    async def of(cls, person: Person, shop: Shop) -> "Owner":
        placed = await shop.order(person)
        reading, writing = await make_key(person, "read"), await make_key(person, "write")
        keys = {"reading key": reading["key"], "writing key": writing["key"]}
        batch = await person.api.post("/batch/orders", {"orders": [order((await shop.product(), 1))]})
        assert batch.status == 201, batch.body
        return cls(person, placed["id"], batch.data["job_id"], reading["id"], keys)


@dataclass
class Cast:
    """Everybody, the shop they meet in, and what is left of a session."""

    shop: Shop
    product: str
    anybody: Api
    other: Person
    owner: Owner
    suspended: Owner
    refresh_token: str

    @classmethod
    async def gathered(cls, shop: Shop, make_user: MakeUser, api: Api) -> "Cast":
        suspended = await Owner.of(await make_user(), shop)
        # A session of better days that nobody has looked at yet, so that nobody remembers it either.
        unseen = await api.signed_in(suspended.person.username, PASSWORD)
        suspended = replace(suspended, person=replace(suspended.person, api=unseen))
        assert (await shop.admin.patch(suspended.person.path, {"status": "suspended"})).status == 200
        owner = await Owner.of(await make_user(), shop)
        token = (await api.sign_in(owner.person.username, PASSWORD)).data["refresh_token"]
        return cls(shop, await shop.product(), api, await make_user(), owner, suspended, token)

    def target(self, who: str) -> Owner:
        """Whose things `who` asks for."""
        return self.suspended if who == "suspended" else self.owner

    async def ask(self, who: str, version: str, operation: Operation) -> Answer:
        """What `who` gets for a request of their own to the operation, with nothing else wrong with it."""
        callers: Mapping[str, Api] = {
            "anonymous": self.anybody,
            "other": self.other.api,
            "owner": self.owner.person.api,
            "admin": self.shop.admin,
            "suspended": self.suspended.person.api,
        }
        target = self.target(who)
        allowed = operation.expected(who, version) == operation.success
        path = operation.path.replace("{id}", await self._id(operation, target, used_up=allowed))
        headers = {"X-API-Key": self.owner.keys[who]} if who in self.owner.keys else {}
        body = await BODIES[operation.id](self, target) if operation.id in BODIES else None
        caller = callers.get(who, self.anybody).version(version)
        answer = await caller.request(operation.method, path, body, headers=headers)
        if operation.id == "refreshToken" and answer.status == 200:
            tokens = answer.json()
            self.refresh_token = (tokens["response"]["token"] if version == "v1" else tokens["data"])["refresh_token"]
        return answer

    async def _id(self, operation: Operation, target: Owner, *, used_up: bool) -> str:
        """The id in the path; of something new, where the operation leaves nothing of it."""
        if used_up and operation.id == "deleteUser":
            created = await self.shop.admin.post("/users", new_user(status="inactive"))
            return str(created.data["id"])
        if used_up and operation.id == "cancelOrder":
            return str((await self.shop.order(target.person))["id"])
        if used_up and operation.id == "revokeApiKey":
            return str((await make_key(target.person, "read"))["id"])
        if used_up and operation.id == "cancelBatchJob":
            # Enough of them not to be done before somebody cancels.
            orders = [order((await self.shop.product(), 1))] * 5000
            return str((await target.person.api.post("/batch/orders", {"orders": orders})).data["job_id"])
        ids = {
            "users": target.person.id,
            "orders": target.order,
            "products": self.product,
            "api-keys": target.key,
            "batch": target.job,
        }
        return ids.get(operation.path.split("/")[1], "")


Body = Callable[[Cast, Owner], Awaitable[dict[str, Any]]]


async def _whole_user(cast: Cast, target: Owner) -> dict[str, Any]:
    return {"email": target.person.email, "username": target.person.username}


async def _order(cast: Cast, target: Owner) -> dict[str, Any]:
    return order((cast.product, 1))


async def _refresh(cast: Cast, target: Owner) -> dict[str, Any]:
    return {"refresh_token": cast.refresh_token}


def _always(body: Callable[[Cast], dict[str, Any]]) -> Body:
    async def made(cast: Cast, target: Owner) -> dict[str, Any]:
        return body(cast)

    return made


# A right body for every operation that takes one.
BODIES: Mapping[str, Body] = {
    "createUser": _always(lambda cast: new_user(status="inactive")),
    "replaceUser": _whole_user,
    "patchUser": _always(lambda cast: {"first_name": "Ada"}),
    "createApiKey": _always(lambda cast: {"name": "another", "scopes": ["read"]}),
    "issueToken": _always(lambda cast: {"username": cast.other.username, "password": PASSWORD}),
    "refreshToken": _refresh,
    "revokeToken": _always(lambda cast: {"token": "of nobody"}),
    "createCdcSignal": _always(lambda cast: {"connector": "access", "tables": ["users.users"]}),
    "createUserOrder": _order,
    "patchOrder": _always(lambda cast: {"shipping_address": "2 Main Street"}),
    "createProduct": _always(lambda cast: cast.shop.goods()),
    "patchProduct": _always(lambda cast: {"description": "Bends"}),
    "batchUsers": _always(lambda cast: {"users": [new_user(status="inactive")]}),
    "batchOrders": _always(lambda cast: {"orders": [order((cast.product, 1))]}),
    "createCategory": _always(lambda cast: {"name": fresh_name("Category")}),
}
