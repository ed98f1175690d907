"""Every exchange has an id, and only a harmless one is echoed."""

import re

import pytest

from tests.api import Api
from tests.wire import exchange, request

GENERATED = re.compile(r"[A-Za-z0-9._-]{16,128}")


@pytest.mark.parametrize("sent", ["a", "Trace-1.2_3", "x" * 128, "0", "..."])
async def test_a_well_formed_id_comes_back(api: Api, sent: str) -> None:
    answer = await api.get("/users", headers={"X-Request-ID": sent})
    assert answer.headers["X-Request-ID"] == sent
    assert answer.json()["request_id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 129, "two words", "semi;colon", "<script>", "ünïcode", "a/b", '"quoted"'])
async def test_an_ill_formed_id_is_replaced(api: Api, sent: str) -> None:
    answer = await api.get("/users", headers={"X-Request-ID": sent})
    assert answer.headers["X-Request-ID"] != sent
    assert GENERATED.fullmatch(answer.headers["X-Request-ID"])
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]


async def test_without_one_each_answer_gets_its_own(api: Api) -> None:
    ids = {(await api.get("/users")).headers["X-Request-ID"] for _ in range(20)}
    assert len(ids) == 20
    assert all(GENERATED.fullmatch(one) for one in ids)


async def test_no_two_ids_of_one_request_are_mixed(api: Api) -> None:
    answer = await exchange(api.base, request("GET", "/api/v2/users", "X-Request-ID: one", "X-Request-ID: two"))
    assert len(answer.header("X-Request-ID")) == 1
    assert answer.header("X-Request-ID")[0] in ("one", "two")


@pytest.mark.parametrize("path", ["/livez", "/api/versions", "/api/v9/users", "/nowhere", "/api/v2/nowhere", "/"])
async def test_answers_outside_the_versions_have_one_too(api: Api, path: str) -> None:
    answer = await api.root.get(path, headers={"X-Request-ID": "mine"})
    assert answer.headers["X-Request-ID"] == "mine"


async def test_the_service_behind_answers_under_the_same_id(admin: Api) -> None:
    answer = await admin.get(
        "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11", headers={"X-Request-ID": "through-and-back"}
    )
    assert answer.status == 404
    assert answer.json()["request_id"] == "through-and-back"


async def test_even_a_request_that_breaks_http_gets_an_id(api: Api) -> None:
    answer = await exchange(api.base, request("GET", "/api/v2/users?status=" + "x" * 10_000))
    assert 400 <= answer.status < 500
    assert answer.header("X-Request-ID")
