"""What stands against a request to orders, and how HTTP calls it."""

from collections.abc import Iterable

from services.chassis.problems import Fact, Violation


class OrderNotFound(Fact):
    """There is no such resource."""


class UserNotFound(Fact):
    """There is no such resource."""


class ProductNotFound(Fact):
    """There is no such resource."""


class _Lines(Fact):
    """A fact about some lines of an order, by their indexes."""

    reason = ""

    def __init__(self, lines: Iterable[int]) -> None:
        super().__init__()
        self.violations = tuple(Violation(f"items.{line}.product_id", self.reason) for line in lines)


class UnknownProducts(_Lines):
    """The order names products that do not exist."""

    reason = "There is no such product."


class OutOfStock(_Lines):
    """There is not enough of a product."""

    reason = "There is not enough of this product."


class MixedCurrencies(Fact):
    """The products of an order must share one currency."""

    violations = (Violation("items", "These products are priced in different currencies."),)


class StatusRefused(Fact):
    """An order cannot go from its present status to this one."""

    violations = (Violation("status", "Not a step from where the order is."),)


class OrderAlreadyShipped(Fact):
    """The order has left the house; it cannot be cancelled or sent elsewhere."""


class OrderAlreadyCancelled(Fact):
    """The order has been cancelled."""


class AdminFieldRefused(Fact):
    """Only an admin may change the status of an order."""


class CategoryNameTaken(Fact):
    """Another category has this name."""

    violations = (Violation("name", "Already in use."),)


class UnknownCategory(Fact):
    """There is no such category."""

    violations = (Violation("category_id", "There is no such category."),)


STATUS: dict[type[Fact], tuple[int, str]] = {
    OrderNotFound: (404, "NOT_FOUND"),
    UserNotFound: (404, "NOT_FOUND"),
    ProductNotFound: (404, "NOT_FOUND"),
    UnknownProducts: (409, "UNKNOWN_PRODUCT"),
    OutOfStock: (409, "OUT_OF_STOCK"),
    MixedCurrencies: (422, "MIXED_CURRENCIES"),
    StatusRefused: (409, "CONFLICT"),
    OrderAlreadyShipped: (409, "CONFLICT"),
    OrderAlreadyCancelled: (409, "CONFLICT"),
    AdminFieldRefused: (403, "FORBIDDEN"),
    CategoryNameTaken: (409, "DUPLICATE_ENTRY"),
    UnknownCategory: (409, "UNKNOWN_CATEGORY"),
}
