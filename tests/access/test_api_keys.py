"""API keys at the other services and in either topology: as good as their scopes and their owner, and no longer."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.access.cast import make_key
from tests.api import Api, Keyed
from tests.orders.shop import NOWHERE, Shop, order
from tests.people import MakeUser, Person

WITHIN = 5.0
TOPOLOGIES = ["embedded", "split"]


@pytest.fixture(scope="module")
def bases(api: Api, split_url: str) -> Mapping[str, str]:
    return {"embedded": api.base, "split": split_url}


@pytest.fixture(scope="module")
async def person(make_user: MakeUser) -> Person:
    return await make_user()


@pytest.fixture(scope="module")
async def boss(make_user: MakeUser) -> Person:
    return await make_user(role="admin")


@pytest.mark.parametrize("topology", TOPOLOGIES)
async def test_scopes_count_at_orders_too(shop: Shop, person: Person, bases: Mapping[str, str], topology: str) -> None:
    product, there = await shop.product(), person.api.at(bases[topology])
    statuses = {}
    for scopes in (("read",), ("write",), ("read", "write")):
        program = Keyed(there, (await make_key(person, *scopes))["key"])
        placed = await program.request("POST", f"{person.path}/orders", order((product, 1)))
        listed = await program.get("/orders")
        statuses[scopes] = (placed.status, listed.status)
    assert statuses == {("read",): (403, 200), ("write",): (201, 403), ("read", "write"): (201, 200)}


@pytest.mark.parametrize("topology", TOPOLOGIES)
async def test_without_the_scope_admin_an_admins_key_is_a_users(
    shop: Shop, person: Person, boss: Person, bases: Mapping[str, str], topology: str
) -> None:
    placed, mine = await shop.order(person), await shop.order(boss)
    there = boss.api.at(bases[topology])
    plain = Keyed(there, (await make_key(boss, "read", "write"))["key"])
    whole = Keyed(there, (await make_key(boss, "read", "write", "admin"))["key"])
    path = f"/orders/{placed['id']}"
    assert [(await program.get(path)).status for program in (plain, whole)] == [404, 200]
    assert {row["user_id"] for row in (await plain.get("/orders")).data} == {boss.id}
    step = {"status": "processing"}
    assert (await plain.request("PATCH", f"/orders/{mine['id']}", step)).status == 403
    assert (await plain.request("POST", "/products", shop.goods())).status == 403
    assert (await plain.get("/users")).status == 403
    assert (await whole.request("PATCH", path, step)).data["status"] == "processing"
    assert (await whole.request("POST", "/products", shop.goods())).status == 201


async def test_the_scope_admin_alone_neither_reads_nor_writes(shop: Shop, boss: Person) -> None:
    program = Keyed(boss.api, (await make_key(boss, "admin"))["key"])
    assert (await program.get("/orders")).status == 403
    assert (await program.request("POST", "/products", shop.goods())).status == 403


@pytest.mark.parametrize("topology", TOPOLOGIES)
async def test_a_forged_key_opens_nothing_not_even_the_shop_window(
    person: Person, bases: Mapping[str, str], topology: str
) -> None:
    good = (await make_key(person, "read"))["key"]
    other = (await make_key(person, "read"))["key"]
    there = person.api.at(bases[topology])
    flipped = good[:30] + ("B" if good[30] == "A" else "A") + good[31:]
    for key in (flipped, good[:27] + other[27:], good[:-1], f"{good}A", good.lower(), "trk_", "x" * 500):
        for path in ("/orders", "/products"):
            answer = await Keyed(there, key).get(path)
            assert (answer.status, "WWW-Authenticate" in answer.headers) == (401, True), (key, path)
    assert (await Keyed(there, good).get("/orders")).status == 200


@pytest.mark.parametrize("topology", TOPOLOGIES)
async def test_a_token_counts_before_a_key(
    person: Person, alice: Api, api: Api, bases: Mapping[str, str], topology: str
) -> None:
    key = (await make_key(person, "read"))["key"]
    there = api.at(bases[topology])
    both = {"X-API-Key": key, "Authorization": f"Bearer {alice.token}"}
    rows = (await there.get("/api-keys", headers=both)).data
    assert person.id not in {row["user_id"] for row in rows}
    bad = await there.get("/orders", headers={**both, "Authorization": "Bearer nonsense"})
    assert bad.status == 401


async def test_a_key_is_no_token_and_a_token_is_no_key(person: Person, api: Api) -> None:
    key = (await make_key(person, "read"))["key"]
    assert (await api.holding(key).get("/orders")).status == 401
    assert (await Keyed(api, person.api.token or "").get("/orders")).status == 401
    assert (await api.get("/orders", headers={"Authorization": f"ApiKey {key}"})).status == 401
    assert (await api.get("/orders", query={"api_key": key})).status == 401


async def test_nothing_secret_of_a_key_can_be_asked_for(person: Person, admin: Api) -> None:
    """R26: neither its hash nor the key itself is a field."""
    made = await make_key(person, "read")
    for version in ("v1", "v2", "v3"):
        for caller in (person.api.version(version), admin.version(version)):
            listed = await caller.get("/api-keys", query={"id": made["id"]})
            assert made["id"] in listed.body.decode()
            assert made["key"][27:] not in listed.body.decode()
            for query in (
                {"fields": "key"},
                {"fields": "id,secret_hash"},
                {"sort": "secret_hash"},
                {"secret_hash": "x"},
                {"filter": "secret_hash ne null"},
                {"filter": "contains(key, 'a')"},
            ):
                assert (await caller.get("/api-keys", query=query)).status == 400, query


async def test_a_key_can_be_revoked_once_and_leaves_the_others_alone(person: Person) -> None:
    """R18: first 204, then 404."""
    one, other = await make_key(person, "read"), await make_key(person, "read")
    answers = [await person.api.delete(f"/api-keys/{one['id']}") for _ in range(2)]
    assert [answer.status for answer in answers] == [204, 404]
    assert (await person.api.delete(f"/api-keys/{NOWHERE}")).status == 404
    assert (await Keyed(person.api, other["key"]).get("/orders")).status == 200


@dataclass(frozen=True)
class Ending:
    """A program that got in before, and what then ends it; `after` is what it hears from then on."""

    key: str
    path: str
    after: int
    act: Callable[[], Awaitable[Any]]


async def _endings(make_user: MakeUser, admin: Api, sql: Any) -> dict[str, Ending]:
    people = [await make_user() for _ in range(5)]
    keys = [await make_key(person, "read") for person in people]
    chief = await make_user(role="admin")
    chiefs = await make_key(chief, "read", "admin")
    expire = "UPDATE users.api_keys SET expires_at = clock_timestamp() WHERE id = %(id)s"

    async def expired() -> None:
        sql(expire, id=keys[1]["id"])

    acts: dict[str, Callable[[], Awaitable[Any]]] = {
        "revoked": lambda: people[0].api.delete(f"/api-keys/{keys[0]['id']}"),
        "expired": expired,
        "owner suspended": lambda: admin.patch(people[2].path, {"status": "suspended"}),
        "owner deleted": lambda: admin.delete(people[3].path),
        "revoked by an admin": lambda: admin.delete(f"/api-keys/{keys[4]['id']}"),
    }
    endings = {name: Ending(keys[n]["key"], "/orders", 401, act) for n, (name, act) in enumerate(acts.items())}
    demote = Ending(chiefs["key"], f"{people[0].path}/orders", 404, lambda: admin.patch(chief.path, {"role": "user"}))
    return {**endings, "owner demoted": demote}


ENDINGS = ["revoked", "expired", "owner suspended", "owner deleted", "revoked by an admin", "owner demoted"]


async def _seconds(caller: Api, ending: Ending) -> float:
    """How long after its end a key still opens something."""
    program, ended = Keyed(caller, ending.key), time.monotonic()
    while (waited := time.monotonic() - ended) < WITHIN * 1.6:
        if (await program.get(ending.path)).status == ending.after:
            break
        await asyncio.sleep(0.1)
    return waited


@pytest.fixture(scope="module")
async def felt(
    api: Api, bases: Mapping[str, str], make_user: MakeUser, admin: Api, sql: Any
) -> dict[tuple[str, str], float]:
    """How long each ending took to be felt at orders, everywhere side by side."""
    endings = await _endings(make_user, admin, sql)
    callers = {topology: api.at(base) for topology, base in bases.items()}
    for caller in callers.values():
        for name, ending in endings.items():
            # From now on it is remembered as good.
            assert (await Keyed(caller, ending.key).get(ending.path)).status == 200, name
    await asyncio.gather(*(ending.act() for ending in endings.values()))
    places = [(name, topology) for name in endings for topology in callers]
    waits = await asyncio.gather(*(_seconds(callers[topology], endings[name]) for name, topology in places))
    return dict(zip(places, waits, strict=True))


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("ending", ENDINGS)
async def test_the_end_of_a_key_is_felt_within_five_seconds(
    felt: dict[tuple[str, str], float], ending: str, topology: str
) -> None:
    assert felt[ending, topology] < WITHIN


async def test_a_repeated_creation_brings_the_same_key_and_what_is_kept_of_it_tells_nobody(
    person: Person, sql: Callable[..., list[tuple[Any, ...]]]
) -> None:
    named, body = {"Idempotency-Key": f'"{uuid4()}"'}, {"name": "once", "scopes": ["read"]}
    first, second = [await person.api.post("/api-keys", body, headers=named) for _ in range(2)]
    assert (first.status, second.status, second.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.data == second.data
    kept = b"".join(bytes(part) for row in sql("SELECT body, scope::bytea FROM users.idempotency_keys") for part in row)
    told = (first.data["id"], first.data["key"], named["Idempotency-Key"].strip('"'))
    assert kept and not any(text.encode() in kept for text in told)
