"""A shop with goods that no other test sells, and orders as buyers place them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.api import Answer, Api
from tests.people import Person, fresh_name

# The id of nothing.
NOWHERE = "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
# The steps an admin takes to bring a new order there.
STEPS: Mapping[str, tuple[str, ...]] = {
    "pending": (),
    "processing": ("processing",),
    "shipped": ("processing", "shipped"),
    "delivered": ("processing", "shipped", "delivered"),
}

Line = tuple[str, int]


def order(*wanted: Line, **fields: Any) -> dict[str, Any]:
    """The body of an order of these products and quantities, a line each."""
    return {"items": [{"product_id": product, "quantity": quantity} for product, quantity in wanted], **fields}


def exact(answer: Answer) -> Any:
    """The resource of v2 and v3, its amounts with the digits they were sent with."""
    return json.loads(answer.body, parse_float=Decimal)["data"]


@dataclass(frozen=True)
class Shop:
    """A category of its own, and the admin who fills it."""

    admin: Api
    category: str

    @classmethod
    async def open(cls, admin: Api) -> "Shop":
        answer = await admin.post("/categories", {"name": fresh_name("Shop")})
        assert answer.status == 201, answer.body
        return cls(admin, answer.data["id"])

    def goods(self, **fields: Any) -> dict[str, Any]:
        """A body that `POST /products` accepts; `fields` change or add members."""
        known = {"name": fresh_name("Lamp"), "price": 19.9, "currency": "USD", "inventory": 100}
        return {**known, "category_id": self.category, **fields}

    async def product(self, **fields: Any) -> str:
        """The id of a new product."""
        answer = await self.admin.post("/products", self.goods(**fields))
        assert answer.status == 201, answer.body
        product_id: str = answer.data["id"]
        return product_id

    async def stock(self, product_id: str) -> int:
        inventory: int = (await self.admin.get(f"/products/{product_id}")).data["inventory"]
        return inventory

    async def order(self, buyer: Person, *wanted: Line, **fields: Any) -> Any:
        """An order that was placed; of one new product, where none is named."""
        wanted = wanted or ((await self.product(), 1),)
        answer = await buyer.api.post(f"{buyer.path}/orders", order(*wanted, **fields))
        assert answer.status == 201, answer.body
        return answer.data

    async def order_that_is(self, status: str, buyer: Person, *wanted: Line) -> Any:
        """An order that has come to a status."""
        placed = await self.order(buyer, *wanted)
        path = f"/orders/{placed['id']}"
        if status == "cancelled":
            answer = await buyer.api.post(f"{path}/cancel")
            assert answer.status == 200, answer.body
        for step in STEPS.get(status, ()):
            answer = await self.admin.patch(path, {"status": step})
            assert answer.status == 200, answer.body
        return (await buyer.api.get(path)).data
