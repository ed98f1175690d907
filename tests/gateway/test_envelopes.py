"""What a version wraps around items, lists and errors, key by key."""

import re

import pytest
from yarl import URL

from tests.api import Api

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
USER = {"id", "email", "username", "first_name", "last_name", "role", "status", "created_at", "updated_at"}
DETAIL = USER | {"last_login_at", "order_count", "total_spent"}
NEWER = ["v2", "v3"]


async def _own_path(caller: Api) -> str:
    users = await caller.get("/users", query={"limit": 1, "sort": "username"})
    return f"/users/{users.data[0]['id']}"


async def test_v1_puts_an_item_into_response_under_its_name(admin: Api) -> None:
    path = await _own_path(admin)
    item = (await admin.version("v1").get(path)).json()
    assert item.keys() == {"response"}
    assert item["response"].keys() == {"user"}
    assert item["response"]["user"].keys() == DETAIL


async def test_v1_names_tokens_too(api: Api) -> None:
    answer = await api.version("v1").sign_in("bob", "bob-password-1")
    assert answer.json()["response"].keys() == {"token"}


async def test_v1_lists_carry_pages_beside_the_items(admin: Api) -> None:
    answer = await admin.version("v1").get("/users", query={"page": 2, "limit": 7})
    response = answer.json()["response"]
    total = int(answer.headers["X-Total-Count"])
    assert answer.json().keys() == {"response"}
    assert response.keys() == {"users", "pagination"}
    assert response["pagination"] == {"page": 2, "limit": 7, "total": total, "pages": -(-total // 7)}
    assert len(response["users"]) == 7
    assert response["users"][0].keys() == USER


async def test_v1_errors_say_code_and_message_and_no_more(admin: Api) -> None:
    answer = await admin.version("v1").post("/users", {"email": "no"})
    assert answer.status == 422
    assert answer.json().keys() == {"error"}
    assert answer.json()["error"].keys() == {"code", "message"}
    assert answer.json()["error"]["code"] == "VALIDATION_FAILED"


async def test_v1_times_are_epoch_milliseconds(admin: Api) -> None:
    path = await _own_path(admin)
    item = (await admin.version("v1").get(path)).json()["response"]["user"]
    assert all(type(item[name]) is int and item[name] > 1_700_000_000_000 for name in ("created_at", "updated_at"))


@pytest.mark.parametrize("version", NEWER)
async def test_newer_items_stand_in_data_beside_meta(admin: Api, version: str) -> None:
    answer = await admin.version(version).get(await _own_path(admin), headers={"X-Request-ID": "the-one-i-chose"})
    item = answer.json()
    assert item.keys() == {"data", "meta"}
    assert item["data"].keys() == DETAIL
    assert item["meta"].keys() == {"request_id", "timestamp", "processing_time_ms"}
    assert item["meta"]["request_id"] == "the-one-i-chose"
    assert TIMESTAMP.fullmatch(item["meta"]["timestamp"])
    assert 0 <= item["meta"]["processing_time_ms"] < 30_000


@pytest.mark.parametrize("version", NEWER)
async def test_newer_errors_are_flat_and_name_every_field(admin: Api, version: str) -> None:
    answer = await admin.version(version).post(
        "/users", {"email": "no", "username": "x"}, headers={"X-Request-ID": "the-one-i-chose"}
    )
    error = answer.json()
    assert answer.status == 422
    assert error.keys() == {"code", "message", "details", "request_id"}
    assert error["request_id"] == "the-one-i-chose"
    assert answer.violations == {"email", "username", "password"}
    assert all(detail.keys() == {"field", "message"} and detail["message"] for detail in error["details"])


async def test_v2_lists_carry_numbered_pages_and_links(admin: Api) -> None:
    answer = await admin.get("/users", query={"page": 2, "limit": 7, "sort": "username"})
    body = answer.json()
    total = int(answer.headers["X-Total-Count"])
    pages = -(-total // 7)
    assert body.keys() == {"data", "meta", "pagination", "links"}
    assert body["pagination"] == {
        "page": 2,
        "limit": 7,
        "total": total,
        "total_pages": pages,
        "has_next": True,
        "has_prev": True,
    }
    assert body["links"].keys() == {"self", "first", "prev", "next", "last"}
    for relation, page in {"self": 2, "first": 1, "prev": 1, "next": 3, "last": pages}.items():
        link = URL(body["links"][relation])
        assert link.path == "/api/v2/users"
        assert dict(link.query) == {"page": str(page), "limit": "7", "sort": "username"}
    assert (answer.headers["X-Total-Pages"], answer.headers["X-Current-Page"]) == (str(pages), "2")


async def test_v2_has_no_previous_page_before_the_first_and_no_next_after_the_last(admin: Api) -> None:
    first = (await admin.get("/users", query={"limit": 100})).json()
    last = (await admin.get("/users", query={"limit": 100, "page": first["pagination"]["total_pages"]})).json()
    assert (first["pagination"]["has_prev"], first["links"]["prev"]) == (False, None)
    assert (last["pagination"]["has_next"], last["links"]["next"]) == (False, None)
    assert first["pagination"]["has_next"]
    assert last["pagination"]["has_prev"]


async def test_a_page_behind_the_last_is_empty_and_leads_back(admin: Api) -> None:
    answer = await admin.get("/users", query={"page": 10_000, "limit": 50})
    body = answer.json()
    assert answer.status == 200
    assert body["data"] == []
    assert body["pagination"]["has_next"] is False
    assert body["links"]["prev"] == body["links"]["last"]
    again = await admin.root.get(body["links"]["prev"])
    assert again.json()["data"]


async def test_v3_lists_carry_a_cursor_and_two_links(admin: Api) -> None:
    answer = await admin.version("v3").get("/users", query={"limit": 7})
    body = answer.json()
    assert body.keys() == {"data", "meta", "pagination", "links"}
    assert body["pagination"].keys() == {"limit", "cursor", "has_more"}
    assert (body["pagination"]["limit"], body["pagination"]["has_more"]) == (7, True)
    assert body["links"].keys() == {"self", "next"}
    assert body["links"]["self"] == "/api/v3/users?limit=7"
    assert body["pagination"]["cursor"] in body["links"]["next"]
    assert not {"X-Total-Count", "X-Total-Pages", "X-Current-Page"} & {name.title() for name in answer.headers}


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_every_list_sends_the_links_of_rfc_8288(admin: Api, version: str) -> None:
    answer = await admin.version(version).get("/users", query={"limit": 5})
    following = await admin.root.get(answer.links["next"])
    assert following.status == 200
    assert following.headers["API-Version"] == version
    assert following.body != answer.body


async def test_links_of_a_negotiated_list_name_the_version_that_answered(admin: Api) -> None:
    answer = await admin.negotiating.get("/users", query={"limit": 5, "version": "3"})
    links = answer.json()["links"]
    assert links["self"] == "/api/v3/users?limit=5"
    assert (await admin.root.get(links["next"])).status == 200


async def test_links_keep_a_filter_that_needs_escaping(admin: Api) -> None:
    moment = "2020-01-01T00:00:00+00:00"
    answer = await admin.get("/users", query={"limit": 5, "created_after": moment})
    assert answer.status == 200
    following = await admin.root.get(answer.json()["links"]["next"])
    assert following.status == 200
    assert following.json()["pagination"]["total"] == answer.json()["pagination"]["total"]


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_a_key_set_wears_no_envelope(api: Api, version: str) -> None:
    assert (await api.version(version).get("/.well-known/jwks.json")).json().keys() == {"keys"}


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_what_is_gone_has_no_body(api: Api, version: str) -> None:
    answer = await api.version(version).post("/auth/revoke", {"token": "nobody-knows-it"})
    assert (answer.status, answer.body) == (204, b"")
    assert "Content-Type" not in answer.headers
