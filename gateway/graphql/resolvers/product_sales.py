"""Fields of ProductSales."""

from collections.abc import Sequence
from typing import Any

from gateway.graphql.context import Context
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.objects import Product, ProductSales


async def product(context: Context, parents: Sequence[ProductSales], wanted: Wanted) -> Sequence[Product | Exception]:
    found: Sequence[Any] = await context.products.load([sales["product_id"] for sales in parents])
    return found
