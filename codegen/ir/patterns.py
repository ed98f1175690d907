"""Regular expressions: JSON Schema speaks ECMA-262, what we generate is executed by Python's `re`.

Three things differ where our specs can notice: Python's `$` also matches before a trailing newline, and its
`\\d` and `\\w` match digits and letters of every script.
"""

import re

from codegen.documents import Node, clone
from codegen.places import schemas

_TOKEN = re.compile(r"\\[\s\S]|\[\^?|\]|\$|[\s\S]")
_OUTSIDE = {"$": r"\Z", r"\d": "[0-9]", r"\w": "[A-Za-z0-9_]", r"\D": "[^0-9]", r"\W": "[^A-Za-z0-9_]"}
_INSIDE = {r"\d": "0-9", r"\w": "A-Za-z0-9_"}


def to_python(pattern: str) -> str:
    """The pattern as `re` must read it to mean what ECMA-262 (22.2) says."""
    written: list[str] = []
    in_class = False
    for token in _TOKEN.findall(pattern):
        if in_class:
            in_class = token != "]"
            # `[` is an ordinary character inside a class; the token may have swallowed a `^` after it.
            written.append(_INSIDE.get(token, token))
        else:
            in_class = token.startswith("[")
            written.append(_OUTSIDE.get(token, token))
    return "".join(written)


def with_python_patterns(document: Node) -> Node:
    """A copy of a document in which every `pattern` of a schema is Python's."""
    rewritten: Node = clone(document)
    for _, schema in schemas(rewritten):
        if isinstance(pattern := schema.get("pattern"), str):
            schema["pattern"] = to_python(pattern)
    return rewritten
