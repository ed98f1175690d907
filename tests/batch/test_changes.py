"""Changing and removing many users; placing, changing and cancelling many orders."""

import json
from decimal import Decimal
from uuid import uuid4

from tests.api import Api
from tests.batch.jobs import Sql, done, new_users
from tests.orders.shop import Shop, order
from tests.people import PASSWORD, MakeUser


def failed(result: dict[str, object]) -> dict[int, str]:
    errors = result["errors"]
    assert isinstance(errors, list)
    return {error["index"]: error["error"] for error in errors}


async def test_users_are_changed_as_patch_would(admin: Api, make_user: MakeUser) -> None:
    first, second = await make_user(first_name="Ada", last_name="Lovelace"), await make_user()
    result = await done(
        admin,
        "users",
        [
            {"id": first.id, "first_name": None, "status": "inactive"},
            {"id": second.id, "email": first.email},
            {"id": str(uuid4()), "first_name": "Nobody"},
            {"id": second.id, "first_name": "Grace"},
            {"id": second.id, "last_name": "Hopper"},
            {"first_name": "Nobody"},
            {"id": second.id, "shoe_size": 38},
        ],
        operation="update",
    )
    errors = failed(result)
    assert errors.keys() == {1, 2, 5, 6}
    assert errors[1] == "Another account has this e-mail address."
    assert errors[2] == "There is no such resource."
    assert "shoe_size" in errors[6]
    changed = (await admin.get(first.path)).data
    assert (changed["first_name"], changed["last_name"], changed["status"]) == (None, "Lovelace", "inactive")
    twice = (await admin.get(second.path)).data
    assert (twice["first_name"], twice["last_name"], twice["email"]) == ("Grace", "Hopper", second.email)
    assert result["updated"][-1]["last_name"] == "Hopper"
    assert result["created"] == []


async def test_a_changed_password_is_hashed_and_ends_sessions(admin: Api, make_user: MakeUser) -> None:
    person = await make_user()
    await done(admin, "users", [{"id": person.id, "password": "another-password-1"}], operation="update")
    anybody = admin.holding(None)
    assert (await anybody.sign_in(person.username, "another-password-1")).status == 200
    assert (await anybody.sign_in(person.username, PASSWORD)).status == 401


async def test_users_are_deleted_but_for_those_with_orders(
    admin: Api, shop: Shop, make_user: MakeUser, sql: Sql
) -> None:
    """R19: the rule of the single operation, found out row by row among many."""
    created = (await done(admin, "users", new_users(40)))["created"]
    buyers = [await make_user() for _ in range(2)]
    for buyer in buyers:
        await shop.order(buyer)
    [(own,)] = sql("SELECT id::text FROM users.users WHERE username = 'admin'")
    ids = [user["id"] for user in created]
    ids[7:7], ids[31:31] = [buyers[0].id], [buyers[1].id]
    ids += [ids[0], own]
    result = await done(admin, "users", [{"id": id} for id in ids], operation="delete")
    assert failed(result) == {
        7: "The user has orders and stays.",
        31: "The user has orders and stays.",
        42: "There is no such resource.",
        43: "An admin cannot delete, demote or suspend the account they are signed in with.",
    }
    assert set(result["deleted"]) == {user["id"] for user in created}
    assert (await admin.get(f"/users/{created[0]['id']}")).status == 404


async def test_orders_are_priced_by_the_shop_and_never_sold_twice(shop: Shop, admin: Api, make_user: MakeUser) -> None:
    """R1, G14, G16, G20: the first rows get what there is; an order has one currency."""
    person = await make_user()
    lamp = await shop.product(price=19.9, inventory=5)
    chair = await shop.product(price=10.05, inventory=100)
    euro = await shop.product(price=1, currency="EUR")
    result = await done(
        person.api,
        "orders",
        [
            order((lamp, 2), (chair, 1), (lamp, 1)),
            order((lamp, 3)),
            order((chair, 1), (euro, 1)),
            order((lamp, 2)),
            order((str(uuid4()), 1)),
            {"items": [{"product_id": lamp, "quantity": 1, "unit_price": 0.01}]},
            order(),
        ],
    )
    errors = failed(result)
    assert errors.keys() == {1, 2, 4, 5, 6}
    assert "There is not enough of a product." in errors[1]
    assert "one currency" in errors[2]
    assert "items.0.product_id" in errors[4]
    assert "unit_price" in errors[5]
    raw = await person.api.get(f"/orders/{result['created'][0]['id']}")
    assert json.loads(raw.body, parse_float=Decimal)["data"]["total"] == Decimal("69.75")
    assert {placed["user_id"] for placed in result["created"]} == {person.id}
    assert (await shop.stock(lamp), await shop.stock(chair)) == (0, 99)


async def test_nobody_orders_for_somebody_else_but_an_admin(shop: Shop, admin: Api, make_user: MakeUser) -> None:
    """G7."""
    person, other = await make_user(), await make_user()
    goods = await shop.product()
    wanted = [{**order((goods, 1)), "user_id": other.id}, {**order((goods, 1)), "user_id": person.id}]
    mine = await done(person.api, "orders", wanted)
    assert failed(mine) == {0: "user_id: Only an admin orders for others."}
    nobody = {**order((goods, 1)), "user_id": str(uuid4())}
    result = await done(admin, "orders", [*wanted, nobody, *wanted])
    assert failed(result) == {2: "There is no such resource."}
    assert [placed["user_id"] for placed in result["created"]] == [other.id, person.id] * 2


async def test_orders_are_changed_and_cancelled_by_the_rules(shop: Shop, admin: Api, make_user: MakeUser) -> None:
    person, other = await make_user(), await make_user()
    goods = await shop.product(inventory=50)
    placed = (await done(person.api, "orders", [order((goods, 2)) for _ in range(4)]))["created"]
    foreign = (await done(other.api, "orders", [order((goods, 1))]))["created"][0]
    ids = [row["id"] for row in placed]
    moved = await done(
        person.api,
        "orders",
        [
            {"id": ids[0], "shipping_address": "2 Main Street"},
            {"id": foreign["id"], "shipping_address": "Mine now"},
            {"id": ids[1], "status": "delivered"},
        ],
        operation="update",
    )
    assert failed(moved) == {1: "There is no such resource.", 2: "Only an admin may change the status of an order."}
    steps = [{"id": ids[1], "status": status} for status in ("processing", "shipped", "processing")]
    assert failed(await done(admin, "orders", steps, operation="update")) == {
        2: "An order cannot go from its present status to this one. (status: Not a step from where the order is.)"
    }
    gone = [{"id": id} for id in (ids[2], ids[1], ids[2], foreign["id"], ids[3])]
    result = await done(person.api, "orders", gone, operation="delete")
    assert failed(result).keys() == {1, 2, 3}
    assert await shop.stock(goods) == 50 - 2 * 4 - 1 + 2 * 2
    assert (await person.api.get(f"/orders/{ids[3]}")).data["status"] == "cancelled"
