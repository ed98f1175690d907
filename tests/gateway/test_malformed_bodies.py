"""What is not JSON is a 400; what is JSON and breaks the schema is a 422 that names every field."""

import pytest

from tests.api import Api
from tests.people import new_user

DEEP = 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'username': 'bob'}",
        b'{"username":"bob","password":"x"} trailing',
        b'{"username":"bob","password":NaN}',
        b'{"username":"b\x00b","password":"x"}',
        b'{"username":"b\nb","password":"x"}',
        b'{"username":"\xff\xfe","password":"x"}',
        b'{"username":"\xed\xa0\x80","password":"x"}',
        b'{"username":"\\ud800","password":"x"}',
        b'{"username":"\\udfff\\ud800","password":"x"}',
        '{"username":"bob","password":"x"}'.encode("utf-16"),
        b"\xef\xbb\xbf" + b'{"username":"bob","password":"x"}',
        b"username=bob&password=x",
    ],
)
@pytest.mark.parametrize("path", ["/auth/token", "/users"])
async def test_a_body_that_is_no_json_is_a_bad_request(admin: Api, path: str, body: bytes) -> None:
    answer = await admin.post(path, body=body)
    assert answer.status == 400
    assert answer.json()["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    "body",
    [
        b'{"username":"bob","password":"x","more":' + b"[" * DEEP + b"]" * DEEP + b"}",
        b'{"more":' * DEEP + b"1" + b"}" * DEEP,
        b"[" * DEEP,
    ],
)
@pytest.mark.parametrize("path", ["/auth/token", "/users"])
async def test_a_body_nested_without_end_is_refused(admin: Api, path: str, body: bytes) -> None:
    answer = await admin.post(path, body=body)
    assert answer.status in (400, 422)


@pytest.mark.parametrize("body", [b"null", b"[]", b"1", b'"text"', b"true", b"{}"])
async def test_json_of_another_kind_breaks_the_schema(admin: Api, body: bytes) -> None:
    for path in ("/users", "/auth/token", "/auth/refresh", "/auth/revoke"):
        answer = await admin.post(path, body=body)
        assert answer.status == 422
        assert answer.json()["code"] == "VALIDATION_FAILED"
        assert answer.json()["details"]


async def test_all_unknown_members_are_named(admin: Api) -> None:
    answer = await admin.post("/users", new_user() | {"id": 1, "is_admin": True, "": 0, "user.name": "x"})
    assert answer.status == 422
    assert answer.violations == {"id", "is_admin", "", "user.name"}


async def test_unknown_missing_and_wrong_members_are_named_together(admin: Api) -> None:
    answer = await admin.post(
        "/users", {"email": "no", "username": "ab", "first_name": 7, "role": "root", "extra": 1, "more": None}
    )
    assert answer.status == 422
    assert answer.violations == {"email", "username", "password", "first_name", "role", "extra", "more"}


async def test_a_violation_never_repeats_the_value(admin: Api) -> None:
    secret = "s3cr3t!"
    answer = await admin.post("/users", {**new_user(), "password": secret, "email": "seen@@elsewhere"})
    assert answer.violations == {"password", "email"}
    assert secret not in answer.body.decode()
    assert "elsewhere" not in answer.body.decode()


@pytest.mark.parametrize("field", ["first_name", "last_name", "password", "username", "email"])
async def test_nul_is_refused_wherever_text_goes_in(admin: Api, field: str) -> None:
    body = new_user()
    body[field] = f"{body.get(field, 'name')}\0"
    answer = await admin.post("/users", body)
    assert answer.status == 422
    assert answer.violations == {field}


async def test_nul_in_a_sign_in_is_refused(api: Api) -> None:
    assert (await api.sign_in("bob\0", "bob-password-1")).violations == {"username"}
    assert (await api.sign_in("bob", "bob-password-1\0")).violations == {"password"}


async def test_a_surrogate_in_an_unknown_member_does_no_harm(admin: Api) -> None:
    answer = await admin.post("/users", body=b'{"\\ud800": 1, "email": 5}')
    assert answer.status in (400, 422)
    assert answer.json()["code"] in ("BAD_REQUEST", "VALIDATION_FAILED")


async def test_unicode_beyond_the_first_plane_is_kept(admin: Api) -> None:
    answer = await admin.post("/users", new_user(first_name="Zoë 🜚 李", last_name="\u202eתודה"))
    assert answer.status == 201
    assert (answer.data["first_name"], answer.data["last_name"]) == ("Zoë 🜚 李", "\u202eתודה")


async def test_lengths_are_counted_in_characters(admin: Api) -> None:
    assert (await admin.post("/users", new_user(first_name="𝄞" * 100))).status == 201
    assert (await admin.post("/users", new_user(first_name="𝄞" * 101))).violations == {"first_name"}


async def test_a_huge_body_of_wrong_members_is_answered_at_once(admin: Api) -> None:
    body = {f"unknown-{number}": number for number in range(40_000)}
    answer = await admin.post("/users", body)
    assert answer.status == 422
    assert answer.json()["details"]
    assert len(answer.body) < 2**20
