"""Array literals of PostgreSQL, to JSON."""

import re
from collections.abc import Callable

Encode = Callable[[bytes], bytes]

# An element in quotes, one without, or the punctuation around them.
_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|([^{},"]+)|([{},])', re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def array_of(element: Encode) -> Encode:
    """How to write an array whose elements `element` writes. Arrays of more dimensions nest."""

    def encode(text: bytes) -> bytes:
        # Arrays that do not start at 1 say so before the brace: [0:1]={…}
        body = text[text.index(b"{") :]
        parts: list[bytes] = []
        for quoted, plain, mark in _TOKEN.findall(body):
            if mark:
                parts.append(_PUNCTUATION[mark])
            elif plain:
                parts.append(b"null" if plain == b"NULL" else element(plain))
            else:
                parts.append(element(_ESCAPED.sub(rb"\1", quoted)))
        return b"".join(parts)

    return encode


_PUNCTUATION = {b"{": b"[", b"}": b"]", b",": b","}
