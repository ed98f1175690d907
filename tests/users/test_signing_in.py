"""`POST /auth/token`: who gets in, and what everybody else hears."""

import base64
import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api import Answer, Api
from tests.people import PASSWORD, MakeUser, Person, fresh_name


def claims(token: str) -> Any:
    """What a token says; nobody checks the signature here."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


async def test_the_password_opens_a_session(api: Api) -> None:
    answer = await api.sign_in("alice", "alice-password-1")
    token = answer.data
    assert answer.status == 200
    assert token.keys() == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (token["token_type"], token["expires_in"]) == ("Bearer", 900)
    assert (await api.holding(token["access_token"]).get("/users")).status == 403


async def test_an_access_token_says_no_more_than_it_must(api: Api) -> None:
    token = (await api.sign_in("alice", "alice-password-1")).data["access_token"]
    said = claims(token)
    assert said.keys() == {"iss", "aud", "sub", "sid", "role", "iat", "nbf", "exp", "jti"}
    assert (said["iss"], said["aud"], said["role"]) == ("trellis", "trellis-api", "user")
    assert said["exp"] - said["iat"] == 900
    assert abs(said["iat"] - time.time()) < 5


@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.title])
@pytest.mark.parametrize("field", ["username", "email"])
async def test_name_or_address_will_do_in_any_capitals(api: Api, someone: Person, field: str, spelling: Any) -> None:
    answer = await api.sign_in(spelling(getattr(someone, field)), PASSWORD)
    assert answer.status == 200
    assert claims(answer.data["access_token"])["sub"] == someone.id


@pytest.mark.parametrize(
    "password", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1], PASSWORD + PASSWORD, "x"]
)
async def test_the_password_must_match_exactly(api: Api, someone: Person, password: str) -> None:
    assert (await api.sign_in(someone.username, password)).status == 401


async def test_a_password_of_any_script_and_length_counts_in_full(api: Api, make_user: MakeUser) -> None:
    long = "ü" * 127
    person = await make_user(password=long + "a")
    assert (await api.sign_in(person.username, long + "a")).status == 200
    assert (await api.sign_in(person.username, long + "b")).status == 401


def _heard(answer: Answer) -> tuple[int, dict[str, str], Any]:
    headers = {
        name: value for name, value in answer.headers.items() if name not in ("Date", "X-Request-ID", "ratelimit")
    }
    return answer.status, headers, {**answer.json(), "request_id": ""}


async def test_every_failure_sounds_the_same(api: Api, make_user: MakeUser) -> None:
    suspended, inactive = await make_user(status="suspended"), await make_user(status="inactive")
    wrong = await api.sign_in("alice", "not-her-password")
    others = [
        await api.sign_in(fresh_name("nobody"), PASSWORD),
        await api.sign_in("nobody@people.example", PASSWORD),
        await api.sign_in(suspended.username, PASSWORD),
        await api.sign_in(inactive.username, PASSWORD),
        await api.sign_in(suspended.username, "wrong"),
        await api.sign_in("user1", "a demo user has no password"),
        await api.sign_in("user1", "!"),
        await api.sign_in("%", PASSWORD),
        await api.sign_in("' OR 1=1 --", PASSWORD),
    ]
    assert wrong.status == 401
    assert wrong.headers["WWW-Authenticate"] == 'Bearer realm="trellis"'
    for other in others:
        assert _heard(other) == _heard(wrong)


async def test_every_failure_takes_about_as_long(api: Api, make_user: MakeUser) -> None:
    suspended = await make_user(status="suspended")

    async def fastest(username: str, password: str) -> float:
        times = []
        for _ in range(4):
            started = time.perf_counter()
            assert (await api.sign_in(username, password)).status == 401
            times.append(time.perf_counter() - started)
        return min(times)

    wrong = await fastest("alice", "not-her-password")
    for other in (await fastest(fresh_name("nobody"), PASSWORD), await fastest(suspended.username, PASSWORD)):
        assert wrong / 3 < other < wrong * 3


async def test_signing_in_is_remembered_with_its_time(make_user: MakeUser) -> None:
    before = datetime.now(UTC)
    person = await make_user()
    first = datetime.fromisoformat((await person.api.get(person.path)).data["last_login_at"])
    assert abs((first - before).total_seconds()) < 5
    await person.api.sign_in(person.username, "wrong")
    assert datetime.fromisoformat((await person.api.get(person.path)).data["last_login_at"]) == first
    again = await person.api.signed_in(person.username, PASSWORD)
    assert datetime.fromisoformat((await again.get(person.path)).data["last_login_at"]) > first


async def test_signing_in_does_not_count_as_a_change(make_user: MakeUser) -> None:
    person = await make_user()
    before = (await person.api.get(person.path)).data["updated_at"]
    await person.api.signed_in(person.username, PASSWORD)
    assert (await person.api.get(person.path)).data["updated_at"] == before


@pytest.mark.parametrize("field", ["username", "password"])
@pytest.mark.parametrize("value", [None, "", 7, ["a"], {"a": 1}])
async def test_a_sign_in_of_the_wrong_form_is_named(api: Api, field: str, value: object) -> None:
    answer = await api.post("/auth/token", {"username": "bob", "password": "bob-password-1", field: value})
    assert (answer.status, answer.violations) == (422, {field})


async def test_a_sign_in_takes_no_more_than_name_and_password(api: Api) -> None:
    answer = await api.post("/auth/token", {"username": "bob", "password": "bob-password-1", "role": "admin"})
    assert (answer.status, answer.violations) == (422, {"role"})
