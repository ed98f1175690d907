"""What two answers to the same question must have in common, whatever their versions and envelopes."""

from collections.abc import Callable
from typing import Any

Facts = Callable[[Any], object]

# An order has these from the server that placed it.
OWN = frozenset({"id", "order_id", "created_at", "updated_at"})


def row_ids(answer: Any) -> list[str]:
    """Ids of the rows in an answer of any version's envelope."""
    content = answer["data"] if "data" in answer else answer["response"]
    rows = content if isinstance(content, list) else content.get("users") or [content.get("user") or content]
    return [row["id"] for row in rows]


def numbered_page(answer: Any) -> dict[str, object]:
    """A page with numbers (v2): its rows, those included, and how many there are in all."""
    ids = row_ids(answer)
    if not ids:  # two empty pages say nothing
        return {}
    included = {name: [row["id"] for row in rows] for name, rows in answer.get("included", {}).items()}
    return {"ids": ids, "included": included, "pagination": answer["pagination"]}


def user_figures(answer: Any) -> tuple[str, int, list[tuple[str, float]]]:
    """Who it is (v2), how many orders they have and what they spent in each currency."""
    user = answer["data"]
    return user["id"], user["order_count"], [(money["currency"], money["amount"]) for money in user["total_spent"]]


def placed_order(answer: Any) -> dict[str, object]:
    """A new order (v2) without what differs between two of the same."""
    order = answer["data"]
    items = sorted((_shared(item) for item in order["items"]), key=lambda item: str(item["product_id"]))
    return {**_shared(order), "items": items}


def _shared(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in OWN}
