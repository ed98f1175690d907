"""What the model generator leaves undone, line by line on its unformatted text.

Closed structs refuse unknown members, an absent member is told from null, moments carry an offset, enum
members and parameter structs have readable names, decimals keep to their bounds.
"""

import re
from ast import literal_eval
from collections.abc import Mapping

from codegen.emit.rendering import render
from codegen.ir.decimals import DecimalCheck
from codegen.ir.naming import enum_member

_CLASS = re.compile(r"class (?P<name>\w+)\((?P<arguments>.*)\):\Z")
_ENUM = re.compile(r"^class (\w+)\(StrEnum\):", re.MULTILINE)
_FIELD = re.compile(r"    (?P<name>\w+): (?P<rest>.+)\Z")
_MEMBER = re.compile(r"    (?P<name>[A-Z]\w*) = (?P<value>'.*'|\".*\")\Z")
_QUERY = "ParametersQuery"
_AWARE = "Annotated[datetime, Meta(tz=True)]"
# String literals first, so that a word inside a description stays as it is.
_MOMENT = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|\bdatetime\b")
_IMPORTS = "from msgspec import UNSET, Meta, Struct, UnsetType, field\nfrom typing import Annotated, Literal\n"


def polish_structs(text: str, closed: frozenset[str], checks: Mapping[str, tuple[DecimalCheck, ...]]) -> str:
    """Structs as the services need them; `closed` names the schemas with `additionalProperties: false`."""
    enums = frozenset(_ENUM.findall(text))
    # Top-level statements start in the first column.
    statements = re.split(r"\n(?=\S)", "\n".join(_body(text)))
    polished = [_statement(statement, enums, closed, checks) for statement in statements]
    # Double imports are merged, unused ones dropped by the formatter.
    return _IMPORTS + "\n".join(polished) + "\n"


def polish_dicts(text: str) -> str:
    """TypedDicts of the standard library."""
    lines = [line.replace("from typing_extensions import", "from typing import") for line in _body(text)]
    return "\n".join(lines) + "\n"


def _body(text: str) -> list[str]:
    return [line for line in text.splitlines() if line != "#" and not line.startswith("from __future__")]


def _statement(
    statement: str, enums: frozenset[str], closed: frozenset[str], checks: Mapping[str, tuple[DecimalCheck, ...]]
) -> str:
    head, *lines = statement.splitlines() or [""]
    if not (found := _CLASS.match(head)):
        return statement
    name = found["name"]
    if name.endswith(_QUERY):
        name = f"{name.removesuffix(_QUERY)}Query"
    extra = ", forbid_unknown_fields=True" if name in closed or found["name"].endswith(_QUERY) else ""
    body = "\n".join(_class_line(line, enums) for line in lines)
    method = render("post_init", checks=checks[name]) if name in checks else ""
    return f"class {name}({found['arguments']}{extra}):\n{body.rstrip()}\n{method}"


def _class_line(line: str, enums: frozenset[str]) -> str:
    if member := _MEMBER.match(line):
        return f"    {enum_member(literal_eval(member['value']))} = {member['value']}"
    if field := _FIELD.match(line):
        return f"    {field['name']}: {_field(field['rest'], enums)}"
    return line


def _field(rest: str, enums: frozenset[str]) -> str:
    rest = _MOMENT.sub(lambda found: _AWARE if found[0] == "datetime" else found[0], rest)
    annotation, equals, default = rest.partition(" = ")
    if not equals:
        return annotation
    if default == "None" and annotation.endswith("| None"):
        return f"{annotation} | UnsetType = UNSET"
    if annotation.endswith(" | UnsetType") and "UNSET" not in default and "name=" not in default:
        annotation = annotation.removesuffix(" | UnsetType")
    kind = annotation.partition(" ")[0]
    if kind in enums and default.startswith(("'", '"')):
        default = f"{kind}.{enum_member(literal_eval(default))}"
    return f"{annotation} = {default}"
