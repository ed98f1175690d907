"""The SQL of products and categories. Writes take the transaction and never commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec import UNSET

from services.chassis.coalesce import Coalescer
from services.chassis.database import Database, Transaction
from services.chassis.listing import Collection
from services.chassis.refusals import StillReferenced, UniqueViolated
from services.orders.generated import filters
from services.orders.generated.models import CreateProductRequest
from services.orders.problems import CategoryNameTaken, ProductNotFound, UnknownCategory
from services.orders.store import NEWEST_FIRST, QUERIES

CHANGEABLE = ("name", "description", "price", "inventory", "category_id")

PRODUCTS = Collection(
    QUERIES["page_of_products"],
    QUERIES["count_products"],
    filters.LIST_PRODUCTS_FIELDS,
    filters.LIST_PRODUCTS_PARAMETERS,
    NEWEST_FIRST,
)
CATEGORIES = Collection(
    QUERIES["page_of_categories"],
    QUERIES["count_categories"],
    filters.LIST_CATEGORIES_FIELDS,
    filters.LIST_CATEGORIES_PARAMETERS,
    ("name",),
)
# Against the indexed column; websearch_to_tsquery takes any text without an error.
SEARCH = "search @@ websearch_to_tsquery('english', %(search)s)"


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """A product as JSON, and its version."""

    id: UUID
    version: int
    body: bytes


class Catalog:
    """Reads and writes `orders.products` and `orders.categories`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id: Coalescer[UUID, StoredProduct] = Coalescer(self._fetch)

    async def _fetch(self, ids: Sequence[UUID]) -> dict[UUID, StoredProduct]:
        rows = await self._database.rows(QUERIES["products_by_id"], {"ids": list(ids)})
        return {row[0]: StoredProduct(row[0], row[1], row[2].encode()) for row in rows}

    async def get(self, product_id: UUID) -> StoredProduct:
        """One product. Raises `ProductNotFound`."""
        product = await self._by_id.load(product_id)
        if product is None:
            raise ProductNotFound
        return product

    async def create(self, transaction: Transaction, request: CreateProductRequest) -> StoredProduct:
        """Raises `UnknownCategory`."""
        parameters = {
            "name": request.name,
            "description": None if request.description is UNSET else request.description,
            "price": request.price,
            "currency": request.currency,
            "inventory": request.inventory,
            "category_id": request.category_id,
        }
        try:
            row = await transaction.row(QUERIES["create_product"], parameters)
        except StillReferenced as error:
            raise UnknownCategory from error
        assert row is not None
        return StoredProduct(row[0], row[1], row[2].encode())

    async def lock(self, transaction: Transaction, product_id: UUID) -> int:
        """The version of a product that nobody else changes until the transaction ends. Raises `ProductNotFound`."""
        row = await transaction.row(QUERIES["lock_product"], {"id": product_id})
        if row is None:
            raise ProductNotFound
        version: int = row[0]
        return version

    async def change(self, transaction: Transaction, product_id: UUID, values: Mapping[str, object]) -> StoredProduct:
        """Writes the given columns; the product as it is then. Raises `UnknownCategory`."""
        columns = [column for column in CHANGEABLE if column in values]
        if columns:
            assignments = ", ".join(f"{column} = %({column})s" for column in columns)
            statement = QUERIES["change_product"].replace("{assignments}", assignments)
            try:
                await transaction.run(statement, {**values, "id": product_id})
            except StillReferenced as error:
                raise UnknownCategory from error
        row = await transaction.row(QUERIES["products_by_id"], {"ids": [product_id]})
        assert row is not None
        return StoredProduct(row[0], row[1], row[2].encode())

    async def create_category(self, transaction: Transaction, name: str) -> tuple[UUID, bytes]:
        """The new category's id, and the category as JSON. Raises `CategoryNameTaken`."""
        try:
            row = await transaction.row(QUERIES["create_category"], {"name": name})
        except UniqueViolated as error:
            raise CategoryNameTaken from error
        assert row is not None
        return row[0], row[1].encode()

    async def categories(self, ids: Sequence[UUID]) -> bytes:
        """Those of the categories that exist, as one array."""
        row = await self._database.row(QUERIES["categories_by_id"], {"ids": list(ids)})
        assert row is not None
        body: str = row[0]
        return body.encode()
