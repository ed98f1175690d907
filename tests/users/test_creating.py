"""`POST /users`: who may, what may be set, and what is unique."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.api import Api
from tests.people import MakeUser, fresh_name, new_user

SERVER_OWNED = {
    "id": "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11",
    "created_at": "2020-01-01T00:00:00Z",
    "updated_at": "2020-01-01T00:00:00Z",
    "last_login_at": "2020-01-01T00:00:00Z",
    "password_hash": "$2b$12$abcdefghijklmnopqrstuv",
    "order_count": 7,
    "total_spent": [],
    "version": 9,
}


async def test_a_user_is_created_and_found_where_location_says(admin: Api) -> None:
    body = new_user(first_name="Ada", last_name="Adler", role="guest", status="inactive")
    answer = await admin.post("/users", body)
    user = answer.data
    assert answer.status == 201
    assert answer.headers["Location"] == f"/api/v2/users/{user['id']}"
    assert {name: user[name] for name in body if name != "password"} == {
        k: v for k, v in body.items() if k != "password"
    }
    found = await admin.root.get(answer.headers["Location"])
    assert {name: found.data[name] for name in user} == user


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_location_names_the_version_that_answered(admin: Api, version: str) -> None:
    answer = await admin.negotiating.post("/users", new_user(), headers={"API-Version": version})
    assert answer.headers["Location"].startswith(f"/api/{version}/users/")
    assert (await admin.root.get(answer.headers["Location"])).status == 200


async def test_what_is_left_out_has_a_default(admin: Api) -> None:
    user = (await admin.post("/users", new_user())).data
    assert (user["role"], user["status"], user["first_name"], user["last_name"]) == ("user", "active", None, None)
    detail = (await admin.get(f"/users/{user['id']}")).data
    assert (detail["last_login_at"], detail["order_count"], detail["total_spent"]) == (None, 0, [])


async def test_null_names_are_no_names(admin: Api) -> None:
    answer = await admin.post("/users", new_user(first_name=None, last_name=None))
    assert (answer.status, answer.data["first_name"], answer.data["last_name"]) == (201, None, None)


async def test_an_empty_name_stays_an_empty_name(admin: Api) -> None:
    user = (await admin.post("/users", new_user(first_name="", last_name=""))).data
    assert (user["first_name"], user["last_name"]) == ("", "")


async def test_times_are_of_now_and_keep_microseconds(admin: Api) -> None:
    before = datetime.now(UTC)
    users = [(await admin.post("/users", new_user())).data for _ in range(4)]
    times = [datetime.fromisoformat(user["created_at"]) for user in users]
    assert all(before - timedelta(seconds=2) < time < datetime.now(UTC) + timedelta(seconds=2) for time in times)
    assert all(time.utcoffset() == timedelta(0) for time in times)
    assert any(time.microsecond % 1000 for time in times)
    assert all(user["updated_at"] >= user["created_at"] for user in users)


@pytest.mark.parametrize("field", SERVER_OWNED)
async def test_what_the_server_owns_cannot_be_set(admin: Api, field: str) -> None:
    answer = await admin.post("/users", {**new_user(), field: SERVER_OWNED[field]})
    assert (answer.status, answer.violations) == (422, {field})


@pytest.mark.parametrize("field", ["email", "username", "password"])
async def test_what_a_user_needs_is_required_and_not_null(admin: Api, field: str) -> None:
    without = {name: value for name, value in new_user().items() if name != field}
    assert (await admin.post("/users", without)).violations == {field}
    assert (await admin.post("/users", {**new_user(), field: None})).violations == {field}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "a b@c.example"),
        ("email", "a@b..example"),
        ("email", "a@-b.example"),
        ("email", "x" * 65 + "@c.example"),
        ("email", "a@" + "b" * 250 + ".example"),
        ("email", "a@b.example\n"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("email", "ä@b.example"),
        ("username", "ab"),
        ("username", "x" * 51),
        ("username", "-ada"),
        ("username", "ada lovelace"),
        ("username", "ada\n"),
        ("username", "ada@example"),
        ("username", "аda-in-cyrillic"),
        ("password", "seven77"),
        ("password", "x" * 129),
        ("first_name", "x" * 101),
        ("last_name", ["Lovelace"]),
        ("role", "anonymous"),
        ("role", "ADMIN"),
        ("role", None),
        ("status", "deleted"),
        ("status", None),
    ],
)
async def test_a_value_that_breaks_a_rule_is_named(admin: Api, field: str, value: object) -> None:
    answer = await admin.post("/users", {**new_user(), field: value})
    assert (answer.status, answer.violations) == (422, {field})


async def test_the_longest_and_the_shortest_values_are_taken(admin: Api) -> None:
    label = "b" * 60
    longest = f"{'a' * 64}@{label}.{label}.{label}.example"[:254]
    answer = await admin.post("/users", {**new_user(username="x" * 50, first_name="y" * 100), "email": longest})
    assert answer.status == 201
    shortest = await admin.post("/users", {"email": "a@b.cc", "username": "abc", "password": "x" * 128})
    assert shortest.status == 201


@pytest.mark.parametrize("field", ["email", "username"])
async def test_what_is_taken_conflicts_whatever_its_capitals(admin: Api, make_user: MakeUser, field: str) -> None:
    person = await make_user(username=fresh_name("Taken"))
    for spelling in (str.lower, str.upper, str.swapcase):
        answer = await admin.post("/users", {**new_user(), field: spelling(getattr(person, field))})
        assert (answer.status, answer.json()["code"]) == (409, "DUPLICATE_ENTRY")
        assert answer.violations == {field}
        assert "users_" not in answer.body.decode()


async def test_capitals_are_kept_as_they_were_written(admin: Api) -> None:
    name = fresh_name("McCamel")
    user = (await admin.post("/users", {**new_user(), "username": name, "email": f"{name}@People.Example"})).data
    assert (user["username"], user["email"]) == (name, f"{name}@People.Example")


@pytest.mark.parametrize(("field", "many"), [("email", 20), ("username", 8)])
async def test_of_many_at_once_exactly_one_gets_the_name(admin: Api, field: str, many: int) -> None:
    wanted = {"email": f"{fresh_name()}@people.example", "username": fresh_name()}[field]
    bodies = [{**new_user(), field: wanted.upper() if number % 2 else wanted} for number in range(many)]
    answers = await asyncio.gather(*(admin.post("/users", body) for body in bodies))
    assert sorted(answer.status for answer in answers) == [201] + [409] * (many - 1)


async def test_a_conflict_leaves_nothing_behind(admin: Api, make_user: MakeUser) -> None:
    person = await make_user()
    before = (await admin.get("/users", query={"limit": 1})).json()["pagination"]["total"]
    refused = new_user()
    assert (await admin.post("/users", {**refused, "email": person.email})).status == 409
    assert (await admin.get("/users", query={"limit": 1})).json()["pagination"]["total"] == before
    assert (await admin.post("/users", refused)).status == 201
