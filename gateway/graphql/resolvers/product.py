"""Fields of Product."""

from collections.abc import Sequence
from typing import Any

from gateway.graphql.context import Context
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.objects import Category, Product


async def category(context: Context, parents: Sequence[Product], wanted: Wanted) -> Sequence[Category | Exception]:
    found: Sequence[Any] = await context.categories.load([product["category_id"] for product in parents])
    return found


def is_available(product: Product) -> bool:
    return product["inventory"] > 0
