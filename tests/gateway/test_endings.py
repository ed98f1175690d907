"""What follows a sunset: still served, gone, or switched off for some hours. The clock is the test's."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.generated.lifecycle import VERSIONS
from gateway.lifecycle import AfterSunset, Brownout
from tests.api import Answer, Api
from tests.people import MakeUser
from tests.statements import Sql
from tests.usage.house import FakeClock, House, open_house

SUNSET = datetime(2026, 6, 1, tzinfo=UTC)
WINDOWS = (
    Brownout(SUNSET + timedelta(days=7, hours=12), SUNSET + timedelta(days=7, hours=14)),
    Brownout(SUNSET + timedelta(days=14, hours=12), SUNSET + timedelta(days=14, hours=18)),
)
Opening = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def opening(api: Api, admin: Api, database_url: str) -> Opening:
    """Opens a gateway at which v1 ends as told."""

    def open_with(now: datetime, **changes: Any) -> AbstractAsyncContextManager[House]:
        versions = {**VERSIONS, "v1": replace(VERSIONS["v1"], **changes)}
        return open_house(api, admin, database_url, FakeClock(now), versions)

    return open_with


@pytest.fixture
async def gone(opening: Opening) -> AsyncIterator[House]:
    async with opening(SUNSET - timedelta(seconds=1), after_sunset=AfterSunset.GONE) as house:
        yield house


def _assert_gone(answer: Answer, successor: str) -> None:
    assert answer.status == 410
    assert answer.headers["Deprecation"] == "@1748736000"
    assert answer.headers["Sunset"] == "Mon, 01 Jun 2026 00:00:00 GMT"
    assert answer.links["successor-version"] == f"/api/v2{successor}"
    assert answer.links["deprecation"] == "/api-docs/v1"
    if answer.body:
        assert answer.json()["error"]["code"] == "GONE"


async def test_v6_a_version_that_is_gone_answers_410_from_its_sunset_on_and_points_to_its_successor(
    gone: House,
) -> None:
    """V6: in the seed v1 is served long after its sunset, and says nothing."""
    v1 = gone.api.version("v1")
    assert (await v1.get("/products")).status == 200
    gone.clock.turn(seconds=1)
    _assert_gone(await v1.get("/products"), "/products")
    _assert_gone(
        await v1.get("/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"), "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
    )
    _assert_gone(await v1.get("/nowhere"), "")
    _assert_gone(await v1.post("/auth/token", {}), "/auth/token")
    _assert_gone(await gone.admin.version("v1").delete("/products"), "")
    _assert_gone(await v1.request("HEAD", "/products"), "/products")
    _assert_gone(await v1.request("OPTIONS", "/products"), "")
    for named in ({"API-Version": "1"}, {"Accept": "application/vnd.api.v1+json"}):
        _assert_gone(await gone.api.negotiating.get("/products", headers=named), "/products")
    assert "Retry-After" not in (await v1.get("/products")).headers
    message = (await v1.get("/products")).json()["error"]["message"]
    assert message == "Version v1 ended on 1 June 2026. Use v2 instead."


async def test_the_others_go_on_when_one_is_gone(gone: House) -> None:
    gone.clock.turn(days=400)
    for version in ("v2", "v3"):
        assert (await gone.admin.version(version).get("/products")).status == 200
    assert (await gone.api.negotiating.get("/products")).status == 200


async def test_what_is_gone_is_still_documented_and_no_longer_in_the_catalog(gone: House) -> None:
    root = gone.api.root

    async def anchors() -> set[str]:
        linkset = (await root.get("/.well-known/api-catalog")).json()["linkset"]
        return {context["anchor"] for context in linkset}

    assert "/api/v1" in await anchors()
    assert "It ends on 1 June 2026." in (await root.get("/api-docs/v1")).body.decode()
    gone.clock.turn(seconds=1)
    assert await anchors() == {"/api/v2", "/api/v3"}
    entries = {entry["version"]: entry for entry in (await root.get("/api/versions")).json()["versions"]}
    assert [entry["served"] for entry in entries.values()] == [False, True, True]
    page = (await root.get("/api-docs/v1")).body.decode()
    assert "It ended on 1 June 2026 and answers no more." in page
    assert 'href="/api-docs/v2#changes"' in page


async def test_a_brownout_is_410_for_its_hours_and_says_when_it_is_over(opening: Opening) -> None:
    changes = {"after_sunset": AfterSunset.BROWNOUT, "brownouts": WINDOWS}
    async with opening(WINDOWS[0].since - timedelta(seconds=1), **changes) as house:
        v1 = house.api.version("v1")
        assert (await v1.get("/products")).status == 200
        page = (await house.api.root.get("/api-docs/v1")).body.decode()
        assert "Its sunset was 1 June 2026. It is switched off from 8 June 2026, 12:00 to 14:00 UTC." in page
        house.clock.turn(seconds=1)
        first = await v1.get("/products")
        _assert_gone(first, "/products")
        assert first.headers["Retry-After"] == "7200"
        assert first.json()["error"]["message"].startswith(
            "Version v1 has ended and is switched off until 8 June 2026, 14:00 UTC."
        )
        house.clock.turn(hours=2, microseconds=-1)
        assert (await v1.get("/products")).headers["Retry-After"] == "1"
        house.clock.turn(microseconds=1)
        assert (await v1.get("/products")).status == 200
        assert "from 15 June 2026, 12:00 to 18:00 UTC" in (await house.api.root.get("/api-docs/v1")).body.decode()
        house.clock.turn(days=7)
        assert (await v1.get("/products")).status == 410
        # After the last one it is served again: only `gone` is for ever.
        house.clock.turn(days=30)
        assert (await v1.get("/products")).status == 200


async def test_serving_goes_on_after_a_sunset_where_nothing_else_is_said(opening: Opening) -> None:
    async with opening(SUNSET - timedelta(days=1)) as house:
        assert "Its sunset is 1 June 2026." in (await house.api.root.get("/api-docs/v1")).body.decode()
        house.clock.turn(days=400)
        answer = await house.api.version("v1").get("/products")
        assert (answer.status, answer.headers["Sunset"]) == (200, "Mon, 01 Jun 2026 00:00:00 GMT")
        page = (await house.api.root.get("/api-docs/v1")).body.decode()
        assert "Its sunset was 1 June 2026; it still answers for now." in page


async def test_who_still_calls_what_is_gone_is_known(gone: House, sql: Sql, make_user: MakeUser) -> None:
    person = await make_user()
    gone.clock.now = datetime(2032, 2, 3, tzinfo=UTC)
    await gone.written()
    await person.api.at(gone.api.base).version("v1").get(person.path)
    await gone.api.holding("a.bad.token").version("v1").get(person.path)
    await gone.written()
    assert gone.rows(sql, "operation_id, client_id::text, status_class, deprecated") == [
        ("getUser", person.id, 4, True),
        ("getUser", None, 4, True),
    ]
