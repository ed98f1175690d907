"""What only the operations of batches can do to give their answers."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

from tests.api import Answer, Api
from tests.oracle.asking import World
from tests.people import new_user

WAIT = {"Prefer": "respond-async"}


def _users(count: int) -> dict[str, object]:
    return {"users": [{"username": "x"}] * (count - 1) + [new_user(status="inactive")]}


def _orders(world: World, count: int) -> dict[str, object]:
    return {"orders": [{"items": [{"product_id": world.product, "quantity": 1}]}] * count}


async def _ended(world: World) -> str:
    """The path of a job that has ended, with an error."""
    return f"/batch/jobs/{(await world.admin.post('/batch/users', _users(2))).data['job_id']}"


async def _going_on(world: World) -> str:
    """The path of a job that goes on for a while."""
    answer = await world.admin.post("/batch/orders", _orders(world, 5000))
    assert answer.status == 202, answer.body
    return f"/batch/jobs/{answer.data['job_id']}"


async def _reused(world: World, caller: Api, path: str) -> Answer:
    """One key for two batches."""
    key = {"Idempotency-Key": str(uuid4())}
    first = await caller.post(path, _users(1) if path == "/batch/users" else _orders(world, 1), headers=key)
    assert first.status == 201, first.body
    return await caller.post(path, _users(2) if path == "/batch/users" else _orders(world, 2), headers=key)


async def in_flight(caller: Api, path: str, body: dict[str, object]) -> Answer:
    """The same request twice at a time: one of them comes too early."""
    key = {"Idempotency-Key": str(uuid4())}
    for _ in range(20):
        answers = await asyncio.gather(*(caller.post(path, body, headers=key | WAIT) for _ in range(8)))
        early = [answer for answer in answers if answer.status == 409]
        if early:
            return early[0]
        key = {"Idempotency-Key": str(uuid4())}
    raise AssertionError("nobody came too early")


async def _known(world: World, caller: Api) -> Answer:
    path = await _ended(world)
    tag = (await caller.get(path)).headers["ETag"]
    return await caller.get(path, headers={"If-None-Match": tag})


async def _too_large(caller: Api, path: str) -> Answer:
    return await caller.post(path, body=b" " * (2**25 + 1))


async def _of_ended(world: World, caller: Api, what: str) -> Answer:
    return await caller.get(await _ended(world) + what)


async def _of_going_on(world: World, caller: Api, what: str) -> Answer:
    return await caller.get(await _going_on(world) + what)


async def _cancelled(world: World, caller: Api) -> Answer:
    return await caller.post(f"{await _going_on(world)}/cancel")


async def _cancelled_late(world: World, caller: Api) -> Answer:
    return await caller.post(f"{await _ended(world)}/cancel")


BATCHES: dict[tuple[str, int], Callable[[World, Api], Awaitable[Answer]]] = {
    ("batchUsers", 201): lambda world, caller: caller.post("/batch/users", _users(2)),
    ("batchUsers", 202): lambda world, caller: caller.post("/batch/users", _users(2), headers=WAIT),
    ("batchUsers", 409): lambda world, caller: in_flight(caller, "/batch/users", _users(2)),
    ("batchUsers", 413): lambda world, caller: _too_large(caller, "/batch/users"),
    ("batchUsers", 422): lambda world, caller: _reused(world, caller, "/batch/users"),
    ("batchOrders", 201): lambda world, caller: caller.post("/batch/orders", _orders(world, 2)),
    ("batchOrders", 202): lambda world, caller: caller.post("/batch/orders", _orders(world, 2), headers=WAIT),
    ("batchOrders", 409): lambda world, caller: in_flight(caller, "/batch/orders", _orders(world, 2)),
    ("batchOrders", 413): lambda world, caller: _too_large(caller, "/batch/orders"),
    ("batchOrders", 422): lambda world, caller: _reused(world, caller, "/batch/orders"),
    ("listBatchJobs", 200): lambda world, caller: caller.get("/batch/jobs", query={"limit": 3}),
    ("getBatchJob", 200): lambda world, caller: _of_ended(world, caller, ""),
    ("getBatchJob", 304): _known,
    ("listBatchResults", 200): lambda world, caller: _of_ended(world, caller, "/results"),
    ("listBatchResults", 409): lambda world, caller: _of_going_on(world, caller, "/results"),
    ("downloadBatchResults", 200): lambda world, caller: _of_ended(world, caller, "/download"),
    ("downloadBatchResults", 409): lambda world, caller: _of_going_on(world, caller, "/download"),
    ("cancelBatchJob", 200): _cancelled,
    ("cancelBatchJob", 409): _cancelled_late,
}
