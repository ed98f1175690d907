"""Conditional requests (RFC 9110, section 13): entity tags and If-Match."""

import re
from dataclasses import dataclass

from services.chassis.problems import Fact

TAG = re.compile(r'\s*(W/)?"([^"]*)"\s*')


class PreconditionFailed(Fact):
    """The resource has changed since the version that If-Match names."""


def entity_tag(version: int, variant: str = "") -> str:
    """The strong tag of a row's version: `"v7"`, or `"v7.1a2b3c4d"` for a body that holds more than the row."""
    return f'"v{version}.{variant}"' if variant else f'"v{version}"'


def _tags(text: str) -> list[tuple[bool, str]]:
    """Each listed tag: whether it is strong, and the tag with its quotes."""
    return [(weak == "", f'"{tag}"') for weak, tag in TAG.findall(text)]


def _row_tag(tag: str) -> str:
    row, dot, _ = tag.partition(".")
    return f'{row}"' if dot else tag


def unchanged(if_none_match: str, tag: str) -> bool:
    """Whether If-None-Match covers the tag (weak comparison, 8.8.3.2), so that a GET is answered 304."""
    return if_none_match == "*" or any(tag == listed for _, listed in _tags(if_none_match))


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The header of a change. Without one there is nothing to fulfil."""

    text: str | None = None

    @classmethod
    def parse(cls, text: str | None) -> "IfMatch":
        return cls(text)

    def require(self, version: int) -> None:
        """Raises `PreconditionFailed` unless the row's version is among those named (strong comparison)."""
        if self.text is None or self.text == "*":
            return
        tag = entity_tag(version)
        # What a change touches is the row; a body's variant beside it does not matter.
        if not any(strong and tag == _row_tag(listed) for strong, listed in _tags(self.text)):
            raise PreconditionFailed


NO_CONDITION = IfMatch()
