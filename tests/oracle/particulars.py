"""What only one operation can do to give one of its answers."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import jwt
import psycopg2

from services.chassis.callers import Caller
from services.chassis.idempotency import LOCK, Idempotency
from tests.api import Answer, Api
from tests.oracle.asking import LAMP, NOBODY, PLAIN, SOMEONE, World
from tests.people import fresh_name, new_user

Ask = Callable[[World, Api], Awaitable[Answer]]


def _stale(caller: Api, method: str, path: str, json: Any = None) -> Awaitable[Answer]:
    return caller.request(method, path, json, headers={"If-Match": '"v999"'})


async def _known(caller: Api, path: str) -> Answer:
    tag = (await caller.get(path)).headers["ETag"]
    return await caller.get(path, headers={"If-None-Match": tag})


async def _refreshed(world: World, caller: Api) -> Answer:
    token = (await world.anybody.sign_in("bob", "bob-password-1")).data["refresh_token"]
    return await caller.post("/auth/refresh", {"refresh_token": token})


async def _deleted_self(world: World, caller: Api) -> Answer:
    boss = await world.make_user(role="admin")
    return await caller.holding(boss.api.token).delete(boss.path)


async def _revoked_key(world: World, caller: Api) -> Answer:
    made = (await world.admin.post("/api-keys", {"name": "gone soon", "scopes": ["read"]})).data
    return await caller.delete(f"/api-keys/{made['id']}")


async def _replaced(world: World, caller: Api) -> Answer:
    return await caller.put(world.owner.path, {"email": world.owner.email, "username": world.owner.username})


async def _key_reused(world: World, caller: Api) -> Answer:
    key = str(uuid4())
    await caller.post("/categories", {"name": fresh_name("category")}, headers={"Idempotency-Key": key})
    return await caller.post("/categories", {"name": fresh_name("category")}, headers={"Idempotency-Key": key})


def _as_owner(world: World, caller: Api) -> Api:
    return caller.holding(world.owner.api.token)


GENERAL: dict[tuple[str, int], Ask] = {
    ("listUsers", 200): lambda world, caller: caller.get("/users", query={"limit": 3, "include": "orders.items"}),
    ("createUser", 201): lambda world, caller: caller.post("/users", new_user()),
    ("createUser", 409): lambda world, caller: caller.post("/users", new_user(username=world.taken.username)),
    ("getUser", 200): lambda world, caller: caller.get(world.owner.path),
    ("getUser", 304): lambda world, caller: _known(caller, world.owner.path),
    ("replaceUser", 200): _replaced,
    ("replaceUser", 409): lambda world, caller: caller.put(world.owner.path, SOMEONE | {"email": world.taken.email}),
    ("replaceUser", 412): lambda world, caller: _stale(caller, "PUT", world.owner.path, SOMEONE),
    ("patchUser", 200): lambda world, caller: caller.patch(world.owner.path, {"first_name": "Ada"}),
    ("patchUser", 409): lambda world, caller: caller.patch(world.owner.path, {"email": world.taken.email}),
    ("patchUser", 412): lambda world, caller: _stale(caller, "PATCH", world.owner.path, {}),
    ("deleteUser", 409): _deleted_self,
    ("deleteUser", 412): lambda world, caller: _stale(caller, "DELETE", world.taken.path),
    ("listApiKeys", 200): lambda world, caller: caller.get("/api-keys", query={"limit": 3}),
    ("createApiKey", 201): lambda world, caller: caller.post("/api-keys", {"name": "a key", "scopes": ["read"]}),
    ("revokeApiKey", 204): _revoked_key,
    ("issueToken", 200): lambda world, caller: caller.sign_in("bob", "bob-password-1"),
    ("refreshToken", 200): _refreshed,
    ("revokeToken", 204): lambda world, caller: caller.post("/auth/revoke", {"token": "x"}),
    ("getJwks", 200): lambda world, caller: caller.get("/.well-known/jwks.json"),
    ("listUserOrders", 200): lambda world, caller: caller.get(f"{world.owner.path}/orders", query={"include": "items"}),
    ("createUserOrder", 201): lambda world, caller: world.order(caller),
    ("listUserOrders", 404): lambda world, caller: _as_owner(world, caller).get(f"{world.taken.path}/orders"),
    ("createUserOrder", 409): lambda world, caller: PLAIN["createUserOrder"].ask(caller),
    ("createUserOrder", 404): lambda world, caller: world.order(caller, NOBODY),
    ("getUserOrderStats", 404): lambda world, caller: _as_owner(world, caller).get(f"{world.taken.path}/order-stats"),
    ("getUserOrderStats", 200): lambda world, caller: caller.get(f"{world.owner.path}/order-stats"),
    ("getUsage", 200): lambda world, caller: caller.get("/admin/usage", query={"days": 400}),
    ("listUsageClients", 200): lambda world, caller: caller.get("/admin/usage/clients", query={"days": 400}),
    ("listOrders", 200): lambda world, caller: caller.get("/orders", query={"limit": 3, "include": "items"}),
    ("listProducts", 200): lambda world, caller: caller.get("/products", query={"limit": 3, "include": "category"}),
    ("createProduct", 409): lambda world, caller: caller.post("/products", LAMP),
    ("createProduct", 201): lambda world, caller: caller.post("/products", LAMP | {"category_id": world.category}),
    ("getProduct", 200): lambda world, caller: caller.get(f"/products/{world.product}"),
    ("getProduct", 304): lambda world, caller: _known(caller, f"/products/{world.product}"),
    ("patchProduct", 200): lambda world, caller: caller.patch(f"/products/{world.product}", {"price": 24.9}),
    ("patchProduct", 409): lambda world, caller: caller.patch(f"/products/{world.product}", {"category_id": NOBODY}),
    ("patchProduct", 412): lambda world, caller: _stale(caller, "PATCH", f"/products/{world.product}", {}),
    ("listCategories", 200): lambda world, caller: caller.get("/categories", query={"limit": 3}),
    ("createCategory", 201): lambda world, caller: caller.post("/categories", {"name": fresh_name("category")}),
    ("createCategory", 409): lambda world, caller: caller.post("/categories", {"name": "taken by everybody"}),
    ("createCategory", 422): _key_reused,
    ("getCdc", 200): lambda world, caller: caller.get("/admin/cdc"),
    ("createCdcSignal", 201): lambda world, caller: _signalled(caller),
    ("createCdcSignal", 409): lambda world, caller: PLAIN["createCdcSignal"].ask(caller),
}


async def _signalled(caller: Api) -> Answer:
    return await caller.post("/admin/cdc/signals", {"connector": "oracle", "tables": ["users.users"]})


async def _deleted(world: World, caller: Api) -> Answer:
    return await caller.delete((await world.make_user()).path)


async def _order(world: World, caller: Api) -> Answer:
    return await caller.get(await world.ordered())


async def _order_known(world: World, caller: Api) -> Answer:
    return await _known(caller, await world.ordered())


async def _order_patched(world: World, caller: Api) -> Answer:
    return await caller.patch(await world.ordered(), {"status": "processing"})


async def _status_by_owner(world: World, caller: Api) -> Answer:
    return await _as_owner(world, caller).patch(await world.ordered(), {"status": "processing"})


async def _step_skipped(world: World, caller: Api) -> Answer:
    return await caller.patch(await world.ordered(), {"status": "delivered"})


async def _order_stale(world: World, caller: Api) -> Answer:
    return await _stale(caller, "PATCH", await world.ordered(), {})


async def _items(world: World, caller: Api) -> Answer:
    return await caller.get(f"{await world.ordered()}/items")


async def _cancelled(world: World, caller: Api) -> Answer:
    return await caller.post(f"{await world.ordered()}/cancel")


async def _cancelled_twice(world: World, caller: Api) -> Answer:
    return await caller.post(f"{await world.cancelled()}/cancel")


ORDERS: dict[tuple[str, int], Ask] = {
    ("deleteUser", 204): _deleted,
    ("getOrder", 200): _order,
    ("getOrder", 304): _order_known,
    ("patchOrder", 200): _order_patched,
    ("patchOrder", 403): _status_by_owner,
    ("patchOrder", 409): _step_skipped,
    ("patchOrder", 412): _order_stale,
    ("listOrderItems", 200): _items,
    ("cancelOrder", 200): _cancelled,
    ("cancelOrder", 409): _cancelled_twice,
}


async def _in_flight(world: World, caller: Api, service: str, operation_id: str) -> Answer:
    """Asks under a key that another request, which has not ended yet, holds."""
    plain, key = PLAIN[operation_id], str(uuid4())
    claims = jwt.decode(world.admin.token or "", options={"verify_signature": False})
    admin = Caller(user_id=UUID(claims["sub"]))
    held = Idempotency.of(service, admin, f"{plain.method} {plain.path}", key, b"")
    other = psycopg2.connect(world.database_url)
    try:
        with other.cursor() as cursor:
            cursor.execute(LOCK, {"scope": held.scope})
        return await plain.ask(caller, headers={"Idempotency-Key": key})
    finally:
        other.close()


async def _job(caller: Api, items: int = 1) -> str:
    """The path of a job that was just accepted: as many orders to cancel that are not there."""
    body = {"operation": "delete", "orders": [{"id": str(uuid4())} for _ in range(items)]}
    answer = await caller.post("/batch/orders", body, headers={"Prefer": "respond-async"})
    assert answer.status == 202, answer.body
    return f"/batch/jobs/{answer.data['job_id']}"


async def _ended_job(caller: Api) -> str:
    path = await _job(caller)
    job = await caller.get(path, headers={"Prefer": "wait=30"})
    assert job.data["status"] == "COMPLETED_WITH_ERRORS", job.body
    return path


async def _job_known(world: World, caller: Api) -> Answer:
    return await _known(caller, await _ended_job(caller))


def _of_ended_job(method: str, below: str) -> Ask:
    async def ask(world: World, caller: Api) -> Answer:
        return await caller.request(method, await _ended_job(caller) + below)

    return ask


def _of_running_job(method: str, below: str) -> Ask:
    async def ask(world: World, caller: Api) -> Answer:
        return await caller.request(method, await _job(caller, 10_000) + below)

    return ask


def _many_bytes(operation_id: str) -> Ask:
    return lambda world, caller: PLAIN[operation_id].ask(caller, body=b" " * (32 * 2**20 + 1))


def _later(operation_id: str) -> Ask:
    return lambda world, caller: PLAIN[operation_id].ask(caller, headers={"Prefer": "respond-async"})


JOBS: dict[tuple[str, int], Ask] = {
    ("createApiKey", 409): lambda world, caller: _in_flight(world, caller, "users", "createApiKey"),
    ("getUsage", 200): lambda world, caller: caller.get("/admin/usage"),
    ("listUsageClients", 200): lambda world, caller: caller.get("/admin/usage/clients", query={"limit": 3}),
    ("batchUsers", 201): lambda world, caller: caller.post("/batch/users", {"users": [new_user(), SOMEONE]}),
    ("batchOrders", 201): lambda world, caller: PLAIN["batchOrders"].ask(caller),
    ("batchUsers", 202): _later("batchUsers"),
    ("batchOrders", 202): _later("batchOrders"),
    ("batchUsers", 409): lambda world, caller: _in_flight(world, caller, "batch", "batchUsers"),
    ("batchOrders", 409): lambda world, caller: _in_flight(world, caller, "batch", "batchOrders"),
    ("batchUsers", 413): _many_bytes("batchUsers"),
    ("batchOrders", 413): _many_bytes("batchOrders"),
    ("listBatchJobs", 200): lambda world, caller: caller.get("/batch/jobs", query={"limit": 3}),
    ("getBatchJob", 200): _of_ended_job("GET", ""),
    ("getBatchJob", 304): _job_known,
    ("listBatchResults", 200): _of_ended_job("GET", "/results"),
    ("listBatchResults", 409): _of_running_job("GET", "/results"),
    ("downloadBatchResults", 200): _of_ended_job("GET", "/download"),
    ("downloadBatchResults", 409): _of_running_job("GET", "/download"),
    ("cancelBatchJob", 200): _of_running_job("POST", "/cancel"),
    ("cancelBatchJob", 409): _of_ended_job("POST", "/cancel"),
}

PARTICULAR = GENERAL | ORDERS | JOBS
