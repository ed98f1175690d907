"""Fields of Category."""

from collections.abc import Sequence
from typing import Any

from gateway.graphql.connections import connection, slices_of, sort_key, stretch
from gateway.graphql.context import Context, uuids
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.inputs import CategoryProductsArguments
from gateway.graphql.generated.objects import Category, ProductConnection
from services.orders.generated.models import ProductConnectionRequest, ProductSortKey


async def products(
    context: Context, parents: Sequence[Category], arguments: CategoryProductsArguments, wanted: Wanted
) -> Sequence[ProductConnection | Exception]:
    members = stretch(arguments, wanted)
    if key := sort_key(arguments.sort):
        members["order"] = ProductSortKey(key)
    request = ProductConnectionRequest(category_ids=uuids([category["id"] for category in parents]), **members)
    slices = slices_of((await context.services.orders.connect_products(context.caller, request)).body)
    found: list[Any] = [connection(slice, arguments, wanted) for slice in slices]
    return found
