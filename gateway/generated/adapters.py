"""Generated from specs/versions and specs/openapi by `make generate`. DO NOT EDIT.

What the modules of gateway/versions must define: pure functions between neighbouring shapes.
"""

from collections.abc import Mapping
from typing import Protocol

from gateway.generated.shapes import v1, v2


class V1Adapters(Protocol):
    """What gateway/versions/v1.py must define: steps between v1 and its newer neighbour."""

    def order(self, newer: v2.Order) -> v1.Order: ...

    def order_detail(self, newer: v2.OrderDetail) -> v1.OrderDetail: ...

    def order_stats(self, newer: v2.OrderStats) -> v1.OrderStats: ...

    def product(self, newer: v2.Product) -> v1.Product: ...

    def category(self, newer: v2.Category) -> v1.Category: ...

    def user(self, newer: v2.User) -> v1.User: ...

    def list_users_query(self, older: Mapping[str, str]) -> dict[str, str]: ...

    def user_detail(self, newer: v2.UserDetail) -> v1.UserDetail: ...
