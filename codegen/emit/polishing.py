"""What the model generator leaves undone, line by line on its unformatted text.

Closed structs refuse unknown members, an absent member is told from null, moments carry an offset, enum
members and parameter structs have readable names.
"""

import re
from ast import literal_eval

from codegen.ir.naming import enum_member

_CLASS = re.compile(r"class (?P<name>\w+)\((?P<arguments>.*)\):\Z")
_FIELD = re.compile(r"    (?P<name>\w+): (?P<rest>.+)\Z")
_MEMBER = re.compile(r"    (?P<name>[A-Z]\w*) = (?P<value>'.*'|\".*\")\Z")
_QUERY = "ParametersQuery"
_AWARE = "Annotated[datetime, Meta(tz=True)]"
# String literals first, so that a word inside a description stays as it is.
_MOMENT = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|\bdatetime\b")
_IMPORTS = "from msgspec import UNSET, Meta, Struct, UnsetType, field\nfrom typing import Annotated, Literal\n"


def polish_structs(text: str, closed: frozenset[str]) -> str:
    """Structs as the services need them; `closed` names the schemas with `additionalProperties: false`."""
    lines = [_struct_line(line, closed) for line in _body(text)]
    # Double imports are merged, unused ones dropped by the formatter.
    return _IMPORTS + "\n".join(lines) + "\n"


def polish_dicts(text: str) -> str:
    """TypedDicts of the standard library."""
    lines = [line.replace("from typing_extensions import", "from typing import") for line in _body(text)]
    return "\n".join(lines) + "\n"


def _body(text: str) -> list[str]:
    return [line for line in text.splitlines() if line != "#" and not line.startswith("from __future__")]


def _struct_line(line: str, closed: frozenset[str]) -> str:
    if head := _CLASS.match(line):
        return _header(head["name"], head["arguments"], closed)
    if member := _MEMBER.match(line):
        return f"    {enum_member(literal_eval(member['value']))} = {member['value']}"
    if field := _FIELD.match(line):
        return f"    {field['name']}: {_field(field['rest'])}"
    return line


def _header(name: str, arguments: str, closed: frozenset[str]) -> str:
    if name.endswith(_QUERY):
        return f"class {name.removesuffix(_QUERY)}Query({arguments}, forbid_unknown_fields=True):"
    extra = ", forbid_unknown_fields=True" if name in closed else ""
    return f"class {name}({arguments}{extra}):"


def _field(rest: str) -> str:
    rest = _MOMENT.sub(lambda found: _AWARE if found[0] == "datetime" else found[0], rest)
    annotation, equals, default = rest.partition(" = ")
    if not equals:
        return annotation
    if default == "None" and annotation.endswith("| None"):
        return f"{annotation} | UnsetType = UNSET"
    if annotation.endswith(" | UnsetType") and "UNSET" not in default and "name=" not in default:
        return f"{annotation.removesuffix(' | UnsetType')} = {default}"
    return f"{annotation} = {default}"


