"""`ETag`, `If-None-Match` and `If-Match` on every single resource (RFC 9110, section 13)."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api import Api
from tests.orders.shop import Shop
from tests.people import MakeUser, Person, fresh_name

# Of a user with figures, the figures' digest follows the version.
STRONG = re.compile(r'"(v[1-9][0-9]*)(?:\.[0-9a-f]{8})?"')
KINDS = ["user", "order", "product"]
VERSIONS = ["v1", "v2", "v3"]


@dataclass(frozen=True)
class Thing:
    """A resource that an admin may change: where it is, and a change by number."""

    caller: Api
    path: str
    change: Callable[[int], dict[str, Any]]

    async def tag(self) -> str:
        tag: str = (await self.caller.get(self.path)).headers["ETag"]
        return tag


Make = Callable[[str], Awaitable[Thing]]


def version(tag: str) -> str:
    """The part that only a write changes."""
    found = STRONG.fullmatch(tag)
    assert found is not None, tag
    return found[1]


@pytest.fixture(scope="module")
async def somebody(make_user: MakeUser) -> Person:
    return await make_user()


@pytest.fixture
def make(shop: Shop, somebody: Person) -> Make:
    async def thing(kind: str) -> Thing:
        if kind == "product":
            return Thing(shop.admin, f"/products/{await shop.product()}", lambda n: {"price": n})
        if kind == "order":
            placed = await shop.order(somebody)
            return Thing(shop.admin, f"/orders/{placed['id']}", lambda n: {"shipping_address": f"{n} Street"})
        return Thing(shop.admin, somebody.path, lambda n: {"first_name": f"{fresh_name('Ada')} {n}"})

    return thing


@pytest.mark.parametrize("kind", KINDS)
async def test_a_tag_is_strong_and_changes_with_each_write(make: Make, kind: str) -> None:
    """R20: a version that every change moves on, and nothing else does."""
    thing = await make(kind)
    tags = [await thing.tag()]
    for number in range(1, 4):
        answer = await thing.caller.patch(thing.path, thing.change(number))
        assert answer.status == 200
        tags.append(await thing.tag())
        assert version(answer.headers["ETag"]) == version(tags[-1])
    assert len({version(tag) for tag in tags}) == 4
    await thing.caller.patch(thing.path, {})
    refused = await thing.caller.patch(thing.path, {"nonsense": 1})
    assert (refused.status, "ETag" in refused.headers) == (422, False)
    assert await thing.tag() == tags[-1]


async def test_whatever_changes_a_product_or_an_order_changes_its_tag(shop: Shop, make_user: MakeUser) -> None:
    person, product = await make_user(), await shop.product()
    admin = shop.admin

    async def tags(order_id: str) -> tuple[str, str]:
        answers = await admin.get(f"/products/{product}"), await admin.get(f"/orders/{order_id}")
        return answers[0].headers["ETag"], answers[1].headers["ETag"]

    before = (await admin.get(f"/products/{product}")).headers["ETag"]
    placed = await shop.order(person, (product, 1))
    ordered = await tags(placed["id"])
    await admin.patch(f"/orders/{placed['id']}", {"status": "processing"})
    moved = await tags(placed["id"])
    await admin.post(f"/orders/{placed['id']}/cancel")
    cancelled = await tags(placed["id"])
    assert len({before, ordered[0], cancelled[0]}) == 3
    assert (ordered[0] == moved[0], len({ordered[1], moved[1], cancelled[1]})) == (True, 3)


async def test_a_user_whose_figures_have_changed_is_not_unmodified(shop: Shop, make_user: MakeUser) -> None:
    """A strong tag says that not one byte is another (RFC 9110, 8.8.1)."""
    person = await make_user()
    before = await person.api.get(person.path)
    await shop.order(person)
    answer = await person.api.get(person.path, headers={"If-None-Match": before.headers["ETag"]})
    assert (answer.status, answer.data["order_count"]) == (200, 1)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", KINDS)
async def test_what_the_client_has_already_is_not_sent_again(make: Make, kind: str, version: str) -> None:
    thing = await make(kind)
    caller = thing.caller.version(version)
    tag = (await caller.get(thing.path)).headers["ETag"]
    for form in ("{tag}", "W/{tag}", '"x", {tag}', '"x",W/{tag} , "y"', "*"):
        for method in ("GET", "HEAD"):
            answer = await caller.request(method, thing.path, headers={"If-None-Match": form.format(tag=tag)})
            assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag), form
            assert answer.headers["API-Version"] == version


@pytest.mark.parametrize("kind", KINDS)
async def test_what_the_client_does_not_have_is_sent(make: Make, kind: str) -> None:
    thing = await make(kind)
    old = await thing.tag()
    await thing.caller.patch(thing.path, thing.change(1))
    for tags in (old, f"W/{old}", '"v999"', '"V2"', '""', f'"x{old[1:]}', f'"x", {old}'):
        answer = await thing.caller.get(thing.path, headers={"If-None-Match": tags})
        assert (answer.status, answer.headers["ETag"]) == (200, await thing.tag()), tags


@pytest.mark.parametrize("kind", KINDS)
async def test_a_change_of_what_has_changed_meanwhile_is_refused(make: Make, kind: str) -> None:
    thing = await make(kind)
    old = await thing.tag()
    now = (await thing.caller.patch(thing.path, thing.change(1))).headers["ETag"]
    for tags in (old, f'{old}, "x"', f"W/{now}", '"v999"', '""', now.strip('"'), "nonsense"):
        answer = await thing.caller.patch(thing.path, thing.change(2), headers={"If-Match": tags})
        assert (answer.status, answer.json()["code"]) == (412, "PRECONDITION_FAILED"), tags
    assert version(await thing.tag()) == version(now)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_change_of_what_is_as_it_was_is_done(make: Make, kind: str) -> None:
    thing = await make(kind)
    for number, form in enumerate(("{tag}", '"x", {tag}', 'W/"x" ,{tag},"y"', "*")):
        tags = form.format(tag=await thing.tag())
        answer = await thing.caller.patch(thing.path, thing.change(number), headers={"If-Match": tags})
        assert answer.status == 200, tags
        assert version(answer.headers["ETag"]) == version(await thing.tag())


async def test_replacing_and_deleting_a_user_heed_the_tag_too(make_user: MakeUser, admin: Api) -> None:
    person = await make_user()
    whole = {"email": person.email, "username": person.username}
    old = (await admin.get(person.path)).headers["ETag"]
    now = (await admin.put(person.path, whole, headers={"If-Match": old})).headers["ETag"]
    assert now != old
    assert (await admin.put(person.path, whole, headers={"If-Match": old})).status == 412
    assert (await admin.delete(person.path, headers={"If-Match": old})).status == 412
    assert (await admin.get(person.path)).status == 200
    assert (await admin.delete(person.path, headers={"If-Match": now})).status == 204


@pytest.mark.parametrize("kind", KINDS)
async def test_of_many_changes_that_saw_the_same_one_is_done(make: Make, kind: str) -> None:
    """G10, R20: no update is lost."""
    thing = await make(kind)
    headers = {"If-Match": await thing.tag()}
    changes = [thing.change(number) for number in range(1, 21)]
    answers = await asyncio.gather(*(thing.caller.patch(thing.path, change, headers=headers) for change in changes))
    assert sorted(answer.status for answer in answers) == [200] + [412] * 19
    done = next(change for change, answer in zip(changes, answers, strict=True) if answer.status == 200)
    assert done.items() <= (await thing.caller.get(thing.path)).data.items()


@pytest.mark.parametrize("kind", KINDS)
async def test_head_tells_the_tag_without_the_body(make: Make, kind: str) -> None:
    thing = await make(kind)
    answer = await thing.caller.request("HEAD", thing.path)
    assert (answer.status, answer.body, answer.headers["ETag"]) == (200, b"", await thing.tag())


async def test_who_may_not_see_a_resource_learns_nothing_from_its_tag(shop: Shop, somebody: Person, alice: Api) -> None:
    placed = await shop.order(somebody)
    for path in (somebody.path, f"/orders/{placed['id']}"):
        for tag in ('"v1"', "*"):
            assert (await alice.get(path, headers={"If-None-Match": tag})).status == 404
            assert (await alice.patch(path, {}, headers={"If-Match": tag})).status == 404


async def test_lists_have_no_tag(admin: Api) -> None:
    for path in ("/users", "/orders", "/products", "/categories"):
        assert "ETag" not in (await admin.get(path, query={"limit": 1})).headers
