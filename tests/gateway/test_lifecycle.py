"""What a deprecated version says about itself, on every answer, and what the others do not say."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from tests.api import Answer, Api

DEPRECATION = "@1748736000"
SUNSET = "Mon, 01 Jun 2026 00:00:00 GMT"
DOCUMENTATION = '</api-docs/v1>; rel="deprecation"; type="text/html"'


def _successor(path: str) -> str:
    return f'</api/v2{path}>; rel="successor-version"'


def _assert_deprecated(answer: Answer, successor: str) -> None:
    assert answer.headers["Deprecation"] == DEPRECATION
    assert answer.headers["Sunset"] == SUNSET
    assert answer.headers["Link"].endswith(f"{DOCUMENTATION}, {_successor(successor)}")


def test_the_dates_are_those_of_the_contract() -> None:
    deprecated = datetime.fromtimestamp(int(DEPRECATION[1:]), UTC)
    sunset = parsedate_to_datetime(SUNSET)
    assert deprecated == datetime(2025, 6, 1, tzinfo=UTC)
    assert sunset == datetime(2026, 6, 1, tzinfo=UTC)
    assert SUNSET.startswith(f"{sunset:%a}")


async def test_a_success_of_v1_is_marked(api: Api) -> None:
    answer = await api.version("v1").sign_in("bob", "bob-password-1")
    assert answer.status == 200
    _assert_deprecated(answer, "/auth/token")


async def test_errors_of_v1_are_marked_too(api: Api, alice: Api, admin: Api) -> None:
    v1 = api.version("v1")
    user = "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
    answers = [
        (400, "/users", await admin.version("v1").get("/users", query={"limit": "many"})),
        (401, "/users", await v1.get("/users")),
        (403, "/users", await alice.version("v1").get("/users")),
        (404, user, await admin.version("v1").get(user)),
        (405, "", await v1.post(user)),
        (406, "/users", await v1.get("/users", headers={"Accept": "text/html"})),
        (413, "/auth/token", await v1.post("/auth/token", body=b" " * (2**20 + 1))),
        (415, "/auth/token", await v1.post("/auth/token", body=b"{}", headers={"Content-Type": "text/plain"})),
        (422, "/auth/token", await v1.post("/auth/token", {})),
    ]
    for status, successor, answer in answers:
        assert answer.status == status
        assert answer.headers["Deprecation"] == DEPRECATION
        assert answer.headers["Sunset"] == SUNSET
        assert DOCUMENTATION in answer.headers["Link"]
        assert _successor(successor) in answer.headers["Link"] or status in (405, 406)


async def test_an_unknown_path_of_v1_points_to_the_successor_itself(api: Api) -> None:
    answer = await api.version("v1").get("/nowhere")
    assert answer.status == 404
    _assert_deprecated(answer, "")


async def test_empty_answers_of_v1_are_marked(api: Api) -> None:
    revoked = await api.version("v1").post("/auth/revoke", {"token": "nobody-knows-it"})
    options = await api.version("v1").request("OPTIONS", "/users")
    head = await api.version("v1").request("HEAD", "/.well-known/jwks.json")
    for answer in (revoked, options, head):
        assert (answer.headers["Deprecation"], answer.headers["Sunset"]) == (DEPRECATION, SUNSET)


async def test_a_negotiated_v1_is_marked(api: Api) -> None:
    answer = await api.negotiating.get("/users", headers={"API-Version": "1"})
    _assert_deprecated(answer, "/users")


async def test_the_marks_stand_behind_the_page_links(admin: Api) -> None:
    answer = await admin.version("v1").get("/users", query={"page": 2, "limit": 5})
    _assert_deprecated(answer, "/users")
    assert answer.links.keys() == {"first", "prev", "next", "last", "deprecation", "successor-version"}
    assert answer.headers["Link"].startswith("</api/v1/users?")
    assert len(answer.headers.getall("Link")) == 1


async def test_the_entry_of_v1_is_marked_as_well(api: Api) -> None:
    answer = await api.root.get("/api/v1")
    assert answer.status == 200
    assert answer.headers["API-Version"] == "v1"
    _assert_deprecated(answer, "")


@pytest.mark.parametrize("version", ["v2", "v3"])
async def test_living_versions_carry_no_such_marks(api: Api, admin: Api, version: str) -> None:
    for answer in (
        await admin.version(version).get("/users"),
        await api.version(version).get("/users"),
        await api.version(version).get("/nowhere"),
    ):
        assert not {"Deprecation", "Sunset"} & {name.title() for name in answer.headers}
        assert not {"deprecation", "successor-version", "sunset"} & (
            answer.links.keys() if "Link" in answer.headers else set()
        )
