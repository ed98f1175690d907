"""Users as the tests need them: made through the API, like everybody else's."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.api import Api

PASSWORD = "correct-horse-battery-1"
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """A user that was created, and that user as a caller."""

    id: str
    username: str
    email: str
    api: Api

    @property
    def path(self) -> str:
        return f"/users/{self.id}"


MakeUser = Callable[..., Awaitable[Person]]


def fresh_name(stem: str = "person") -> str:
    """A username nobody has."""
    return f"{stem}-{next(_numbers)}"


def new_user(**fields: Any) -> dict[str, Any]:
    """A body that `POST /users` accepts; `fields` change or add members."""
    name = fields.get("username") or fresh_name()
    return {"email": f"{name}@people.example", "username": name, "password": PASSWORD, **fields}


async def create_user(admin: Api, **fields: Any) -> Person:
    """Creates a user and signs it in, unless `fields` make it one that cannot."""
    body = new_user(**fields)
    answer = await admin.post("/users", body)
    assert answer.status == 201, answer.body
    user = answer.data
    caller = admin.holding(None)
    if user["status"] == "active":
        caller = await caller.signed_in(body["username"], body["password"])
    return Person(user["id"], user["username"], user["email"], caller)
