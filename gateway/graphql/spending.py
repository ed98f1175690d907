"""Sums of money: currencies are never added up."""

from collections.abc import Sequence
from typing import Any


def total_of(amounts: Sequence[Any]) -> float | None:
    """The amount where there is one currency, 0 where there is none, None where there are several."""
    if len(amounts) > 1:
        return None
    return amounts[0]["amount"] if amounts else 0.0
