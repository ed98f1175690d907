"""Rules for schemas: names, pages, patterns."""

import re
from collections.abc import Iterator

from codegen.documents import Document, Pointer, mapping
from codegen.ir.patterns import to_python
from codegen.places import schemas

Breach = tuple[Pointer, str, str]

_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*\Z")


def names(document: Document) -> Iterator[Breach]:
    """Schemas become classes of the same name."""
    for name in mapping(document.data, "components", "schemas"):
        if not _PASCAL.match(name):
            yield ("components", "schemas", name), f"schema `{name}` is not PascalCase", "write it like `UserDetail`"


def pages(document: Document) -> Iterator[Breach]:
    """A page holds items of the schema it names."""
    known = mapping(document.data, "components", "schemas")
    for name, schema in known.items():
        item = mapping(schema).get("x-page-of")
        if item is None:
            continue
        pointer: Pointer = ("components", "schemas", name, "x-page-of")
        if str(item) not in known:
            yield pointer, f"x-page-of names `{item}`, which is no schema", "name a schema of this contract"
            continue
        if not {"x-resource", "x-unresolved"} & set(mapping(known, item)):
            place = ("components", "schemas", item)
            yield place, f"`{item}` is listed and has no x-resource", "name what it is, such as `x-resource: user`"
        held = mapping(schema, "properties", "items", "items").get("$ref")
        if held != f"#/components/schemas/{item}":
            yield pointer, f"the page's `items` are not of {item}", "give it `items: {type: array, items: …}`"


def patterns(document: Document) -> Iterator[Breach]:
    """Every pattern is one that Python can run too."""
    for pointer, schema in schemas(document.data):
        pattern = schema.get("pattern")
        if isinstance(pattern, str):
            try:
                re.compile(to_python(pattern))
            except re.error as error:
                yield (*pointer, "pattern"), f"pattern does not compile: {error}", "mend the regular expression"


SCHEMA_RULES = (names, pages)
