"""What a client sees of the changes it follows."""

import pytest

from tests.api import Api
from tests.orders.shop import Shop
from tests.people import PASSWORD, MakeUser, Person, fresh_name
from tests.realtime.wire import Client, connected


async def test_a_change_arrives_in_the_row_s_v3_shape(socket: Client, boss: Api) -> None:
    """W2, W5: delivered at all, under the names of the protocol, whatever PostgreSQL calls them."""
    await socket.following("users")
    name = fresh_name()
    body = {"email": f"{name}@people.example", "username": name, "password": PASSWORD}
    made = await boss.version("v3").post("/users", body)
    path = f"/users/{made.data['id']}"
    created = await socket.event()
    assert (created["event"], created["data"]) == ("create", made.data)
    patched = await boss.version("v3").patch(path, {"first_name": "Ada"})
    updated = await socket.event()
    assert (updated["event"], updated["data"]) == ("update", patched.data)
    assert (await boss.delete(path)).status == 204
    deleted = await socket.event()
    assert (deleted["event"], deleted["data"]) == ("delete", patched.data)
    assert len({event["resume"] for event in (created, updated, deleted)}) == 3


async def test_no_column_that_is_hidden_leaves(socket: Client, make_user: MakeUser) -> None:
    """W6."""
    await socket.following("users")
    await make_user()
    event = await socket.event()
    assert event["data"].keys() & {"password_hash", "last_login_at", "version", "search"} == set()


async def test_every_frame_carries_the_client_s_id_and_the_subscription_s(socket: Client, person: Person) -> None:
    """W17: acknowledgement and data alike."""
    await socket.send(type="subscribe", id="mine", payload={"channel": "users"})
    ack = await socket.answer("mine")
    assert (ack["type"], ack["id"]) == ("ack", "mine")
    assert ack["subscription_id"] == ack["payload"]["subscription_id"]
    assert (await person.api.patch(person.path, {"first_name": "Ada"})).status == 200
    data = await socket.receive()
    assert (data["type"], data["id"], data["subscription_id"]) == ("data", "mine", ack["subscription_id"])


async def test_an_update_that_leaves_or_enters_the_filter_says_so(socket: Client, boss: Api, person: Person) -> None:
    """W8: both images are looked at."""
    await socket.following("users", filter={"status": "active", "id": person.id}, fields=["id", "status"])
    for change in ({"first_name": "Ada"}, {"status": "inactive"}, {"first_name": "Eve"}, {"status": "active"}):
        assert (await boss.patch(person.path, change)).status == 200
    assert await socket.events(3) == [
        ("update", {"id": person.id, "status": "active"}),
        ("leave", {"id": person.id, "status": "inactive"}),
        ("enter", {"id": person.id, "status": "active"}),
    ]


async def test_fields_are_the_members_that_arrive(socket: Client, shop: Shop) -> None:
    """W13."""
    await socket.following("products", fields=["id", "price"], filter={"category_id": shop.category})
    product = await shop.product(price=19.90)
    assert await socket.events(1) == [("create", {"id": product, "price": 19.9})]


@pytest.mark.parametrize(
    "wish",
    [
        {"channel": "invoices"},
        {"channel": "users", "fields": ["id", "password_hash"]},
        {"channel": "users", "filter": "abc"},
        {"channel": "users", "filter": "password_hash eq 'x'"},
        {"channel": "users", "filter": {"password_hash": "x"}},
        {"channel": "users", "filter": {"status": "ACTIVE"}},
        {"channel": "users", "filter": {"status": {"like": "a"}}},
        {"channel": "users", "filter": {"id": "nobody"}},
        {"channel": "orders", "filter": {"total": "much"}},
        {"channel": "orders", "filter": {"total": {"between": [1]}}},
        {"channel": "orders", "filter": {"total": True}},
        {"channel": "orders", "filter": {"created_at": "yesterday"}},
        {"channel": "users", "since": "0-ffffffffffffffff"},
    ],
    ids=str,
)
async def test_a_wish_that_cannot_be_met_is_refused_and_the_socket_stays(socket: Client, wish: dict[str, str]) -> None:
    """W14: fields and operators of the REST list and no others."""
    answer = await socket.subscribe(**wish)
    assert (answer["type"], answer["payload"]["code"]) == ("error", "BAD_REQUEST")
    assert answer["payload"]["details"]
    assert (await socket.subscribe("users"))["type"] == "ack"


async def test_a_filter_reads_as_an_object_or_as_an_expression(socket: Client, shop: Shop) -> None:
    """W14."""
    written = f"category_id eq {shop.category} and price ge 10 and price lt 20"
    await socket.following("products", filter=written, fields=["price"])
    asked = {"category_id": shop.category, "price": {"gte": 10, "lt": 20}, "currency": ["USD", "EUR"]}
    await socket.following("products", filter=asked, fields=["price"])
    for price in (9.99, 20, 10):
        await shop.product(price=price)
    assert await socket.events(2) == [("create", {"price": 10}), ("create", {"price": 10})]
    await socket.silence()


async def test_an_unsubscribed_client_hears_nothing_more(socket: Client, shop: Shop) -> None:
    kept = await socket.following("products", fields=["id"])
    dropped = await socket.following("products", fields=["name"])
    await socket.send(type="unsubscribe", id="bye", payload={"subscription_id": dropped["subscription_id"]})
    answer = await socket.answer("bye")
    assert (answer["type"], answer["payload"]["status"]) == ("ack", "unsubscribed")
    product = await shop.product()
    message = await socket.receive()
    assert (message["subscription_id"], message["payload"]["data"]) == (kept["subscription_id"], {"id": product})
    await socket.silence()
    await socket.send(type="unsubscribe", id="again", payload={"subscription_id": dropped["subscription_id"]})
    assert (await socket.answer("again"))["payload"]["code"] == "NOT_FOUND"


async def test_a_client_sees_the_rows_it_may_get_and_no_others(
    anybody: Api, shop: Shop, make_user: MakeUser, boss: Api
) -> None:
    """W15: by the rules of GET, for each row."""
    owner, other = await make_user(), await make_user()
    product = await shop.product()
    async with connected(anybody.holding(owner.api.token)) as mine, connected(boss) as all_of_them:
        for channel in ("orders", "users"):
            await mine.following(channel, fields=["id"])
        await all_of_them.following("orders", fields=["id"])
        theirs = await shop.order(other, (product, 1))
        ours = await shop.order(owner, (product, 1))
        assert (await other.api.patch(other.path, {"first_name": "Ada"})).status == 200
        assert (await owner.api.patch(owner.path, {"first_name": "Ada"})).status == 200
        assert await mine.events(2) == [("create", {"id": ours["id"]}), ("update", {"id": owner.id})]
        assert await all_of_them.events(2) == [("create", {"id": theirs["id"]}), ("create", {"id": ours["id"]})]
        await mine.silence()


async def test_a_filter_of_somebody_else_s_rows_finds_nothing(
    anybody: Api, person: Person, make_user: MakeUser
) -> None:
    """W15: nor does it tell that there are any."""
    other = await make_user()
    async with connected(anybody.holding(person.api.token)) as client:
        await client.following("users", filter={"id": other.id})
        assert (await other.api.patch(other.path, {"first_name": "Ada"})).status == 200
        await client.silence()


async def test_ping_is_answered(socket: Client) -> None:
    await socket.send(type="ping", id="p")
    answer = await socket.answer("p")
    assert answer["type"] == "pong"
    assert answer["payload"]["timestamp"].endswith("Z")
