"""What PostgreSQL writes as JSON is what the generated types say, asked of the service itself and read strictly."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from services.users.generated.models import Session, Token, User, UserDetail, UserPage
from tests.api import Api
from tests.people import new_user

Sql = Callable[..., list[tuple[Any, ...]]]
AWKWARD = [
    'quotes " and \\ strokes',
    "tabs\tand\nlines\r",
    "\u0001\u001f\u007f",
    "𝄞 \u2028 \u2029 ü",
    "</script>",
    " ",
    "null",
    "%s {id}",
]
MOMENTS = [
    "0001-01-01 00:00:00Z",
    "1969-12-31 23:59:59.999999Z",
    "2000-01-01 00:00:00Z",
    "2000-01-01 00:00:00.5Z",
    "2000-01-01 00:00:00.000001Z",
    "2000-01-01 05:45:00.120000+05:45",
    "9999-12-31 23:59:59.999999Z",
]


@pytest.fixture
def service(admin: Api, users_service_url: str) -> Api:
    """The users service, asked without a gateway in between."""
    return Api(admin.session, users_service_url, prefix="", token=admin.token)


@pytest.fixture
def moments(sql: Sql) -> Iterator[dict[str, datetime]]:
    """Users from all over the calendar: their creation by id."""
    found = {}
    for number, moment in enumerate(MOMENTS):
        row = sql(
            "INSERT INTO users.users (email, username, password_hash, created_at, updated_at, last_login_at)"
            " VALUES (%(name)s || '@moment.example', %(name)s, '!', %(moment)s, %(moment)s, %(moment)s)"
            " RETURNING id, created_at",
            name=f"moment-{number}",
            moment=moment,
        )[0]
        found[str(row[0])] = row[1].astimezone(UTC)
    yield found
    sql("DELETE FROM users.users WHERE username LIKE 'moment-%%'")


def decoded(body: bytes, type: Any) -> Any:
    """The value, read strictly; every member of the JSON is one of the type's, and none is missing."""
    value = msgspec.json.decode(body, type=type)
    assert _members(msgspec.json.decode(body)) == _members(msgspec.to_builtins(value))
    return value


def _members(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _members(member) for name, member in value.items()}
    return [_members(item) for item in value] if isinstance(value, list) else None


@pytest.mark.parametrize("text", AWKWARD)
async def test_any_text_comes_back_as_it_went_in(service: Api, text: str) -> None:
    created = await service.post("/users", new_user(first_name=text, last_name=text[::-1]))
    user = decoded(created.body, User)
    assert (user.first_name, user.last_name) == (text, text[::-1])
    assert decoded((await service.get(f"/users/{user.id}")).body, UserDetail).first_name == text
    patched = await service.patch(f"/users/{user.id}", {"first_name": None})
    assert decoded(patched.body, User).first_name is None


async def test_any_moment_keeps_its_microseconds(service: Api, moments: dict[str, datetime]) -> None:
    for user_id, moment in moments.items():
        detail = decoded((await service.get(f"/users/{user_id}")).body, UserDetail)
        assert detail.created_at == detail.updated_at == detail.last_login_at == moment


async def test_any_moment_survives_every_version(admin: Api, moments: dict[str, datetime]) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    for user_id, moment in moments.items():
        old = (await admin.version("v1").get(f"/users/{user_id}")).json()["response"]["user"]
        new = (await admin.get(f"/users/{user_id}")).data
        assert datetime.fromisoformat(new["created_at"]) == moment
        assert old["created_at"] == (moment - epoch) // timedelta(milliseconds=1)


@pytest.mark.parametrize("query", [{"page": 1}, {"page": 10_000}, {}, {"limit": 100}, {"sort": "created_at"}])
async def test_pages_are_what_their_type_says(
    service: Api, moments: dict[str, datetime], query: dict[str, Any]
) -> None:
    answer = await service.get("/users", query=query)
    page = decoded(answer.body, UserPage)
    assert (page.total is msgspec.UNSET) == ("page" not in query)
    assert (page.items == []) == (query.get("page") == 10_000)
    assert (page.next_cursor is None) == ("page" in query)


async def test_tokens_and_sessions_are_what_their_types_say(service: Api) -> None:
    signed_in = await service.holding(None).sign_in("bob", "bob-password-1")
    token = decoded(signed_in.body, Token)
    session = decoded((await service.holding(token.access_token).get("/auth/session")).body, Session)
    assert session.role == "user"
