"""The one way in which a filter is refused."""

from dataclasses import dataclass

SHOWN = 40


@dataclass(slots=True)
class InvalidFilter(Exception):
    """A filter that breaks a rule. `field` is the offending field or operator, empty when it is neither.

    `message` is for people and names what offends.
    """

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


def shown(text: str) -> str:
    """A client's text as a message may hold it: in quotes, short, and without unprintable characters."""
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
