"""The request header Prefer (RFC 7240): what a client would like, and a server may do."""

import re
from dataclasses import dataclass

LONGEST_WAIT = 60
SECONDS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Prefer:
    """`respond-async`, and `wait` in seconds, at most `LONGEST_WAIT`. Preferences that nobody knows are ignored.

    `known` is the If-None-Match that came along: what the client has seen already.
    """

    respond_async: bool = False
    wait: int | None = None
    known: str | None = None

    @classmethod
    def parse(cls, text: str | None, known: str | None = None) -> "Prefer":
        asynchronous, wait = False, None
        for part in (text or "").split(","):
            name, _, value = part.partition(";")[0].partition("=")
            value = value.strip().strip('"')
            match name.strip().lower():
                case "respond-async" if not value:
                    asynchronous = True
                # The first one counts (section 2).
                case "wait" if wait is None and SECONDS.fullmatch(value):
                    wait = min(int(value), LONGEST_WAIT)
        return cls(asynchronous, wait, known)

    @property
    def text(self) -> str | None:
        """As a header; None where there is nothing to say."""
        parts = ["respond-async"] if self.respond_async else []
        parts += [f"wait={self.wait}"] if self.wait is not None else []
        return ", ".join(parts) or None


NO_PREFERENCE = Prefer()
