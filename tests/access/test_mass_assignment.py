"""What the server owns is refused by name in every body there is, whoever sends it."""

import asyncio
from typing import Any

import pytest

from tests.access.cast import BODIES, Cast
from tests.access.operations import OPERATIONS, Operation, properties
from tests.api import Answer

# Columns, and names that attackers try.
HIDDEN = {"password_hash", "secret_hash", "version", "search", "is_admin", "session_id", "scope", "__proto__", "id "}
WITH_BODY = [operation for operation in OPERATIONS.values() if operation.body is not None]


def _server_owned(operation: Operation) -> list[str]:
    assert operation.body is not None
    return sorted((properties(operation.service) | HIDDEN) - operation.body["properties"].keys())


async def _send(cast: Cast, operation: Operation, body: dict[str, Any]) -> Answer:
    path = operation.path.replace("{id}", cast.owner.order if "orders/" in operation.path else cast.owner.person.id)
    if operation.path.startswith("/products/"):
        path = f"/products/{cast.product}"
    return await cast.shop.admin.request(operation.method, path, body)


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.id)
async def test_what_the_server_owns_is_refused_by_name(cast: Cast, operation: Operation) -> None:
    """R3, R4, R5: one name at a time, beside a body that is right."""
    body = await BODIES[operation.id](cast, cast.owner)
    fields = _server_owned(operation)
    answers = await asyncio.gather(*(_send(cast, operation, {**body, field: 1}) for field in fields))
    refusals = {field: (answer.status, answer.violations) for field, answer in zip(fields, answers, strict=True)}
    assert refusals == {field: (422, {field}) for field in fields}
    assert {"id", "created_at", "password_hash"} <= set(fields)


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.id)
async def test_all_of_them_at_once_are_named_together(cast: Cast, operation: Operation) -> None:
    fields = _server_owned(operation)
    answer = await _send(cast, operation, dict.fromkeys(fields, None))
    assert answer.status == 422
    assert set(fields) <= answer.violations


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.id)
async def test_every_body_is_an_object_and_closed(operation: Operation) -> None:
    assert operation.body is not None
    assert operation.body["additionalProperties"] is False
    nested = [schema for schema in operation.body["properties"].values() if schema.get("type") == "object"]
    assert all(schema.get("additionalProperties") is False for schema in nested)


async def test_nothing_came_of_all_that(cast: Cast) -> None:
    admin = cast.shop.admin
    user = (await admin.get(cast.owner.person.path)).data
    product = (await admin.get(f"/products/{cast.product}")).data
    assert (user["id"], user["role"], user["status"]) == (cast.owner.person.id, "user", "active")
    assert (product["id"], product["currency"]) == (cast.product, "USD")
    assert (await admin.get(f"/orders/{cast.owner.order}")).data["user_id"] == cast.owner.person.id
