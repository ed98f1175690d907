"""Mutations of many objects at once, which the batch service does."""

from collections.abc import Awaitable
from typing import Any

import msgspec

from gateway.graphql.errors import BadInput
from services.chassis.preferences import Prefer
from services.chassis.replies import Json

MOST = 1000
# Less than a request may take in all; what is not done by then goes on by itself.
PATIENCE = Prefer(wait=7)


class Outcome(msgspec.Struct):
    """What the batch service answers: the results, or a job that goes on."""

    job_id: str
    created: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []


def items(given: list[Any]) -> list[dict[str, Any]]:
    """Inputs by the contracts' names. Raises `BadInput` for none, or too many."""
    if not 1 <= len(given) <= MOST:
        raise BadInput("input", f"From 1 to {MOST} at once.")
    return [_plain(one) for one in given]


def _plain(value: Any) -> Any:
    match value:
        case msgspec.Struct():
            members = {name: getattr(value, name) for name in value.__struct_fields__}
            return {name: _plain(member) for name, member in members.items() if member is not msgspec.UNSET}
        case list():
            return [_plain(item) for item in value]
    return msgspec.to_builtins(value)


async def outcome(member: str, work: Awaitable[Json[Any]]) -> dict[str, Any]:
    """A payload: what was made, and what stands against the rest. A refusal of the whole is the field's error."""
    result = msgspec.json.decode((await work).body, type=Outcome)
    errors = [
        {"index": one["index"], "errors": [{"field": "", "message": one["error"], "code": "REFUSED"}]}
        for one in result.errors
    ]
    return {member: result.created, "job_id": result.job_id, "errors": errors}
