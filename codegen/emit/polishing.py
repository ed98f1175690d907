"""What the model generator leaves undone, line by line on its unformatted text.

Closed structs refuse unknown members, an absent member is told from null, moments carry an offset, enum
members, parameters and parameter structs have readable names, decimals keep to their bounds.
"""

import re
from ast import literal_eval
from collections.abc import Mapping
from dataclasses import dataclass

from codegen.emit.rendering import render
from codegen.ir.decimals import DecimalCheck
from codegen.ir.naming import attribute, enum_member

_CLASS = re.compile(r"class (?P<name>\w+)\((?P<arguments>.*)\):\Z")
_ENUM = re.compile(r"^class (\w+)\(StrEnum\):", re.MULTILINE)
_FIELD = re.compile(r"    (?P<name>\w+): (?P<rest>.+)\Z")
_ALIAS = re.compile(r"(?P<name>\w+): TypeAlias = (?P<type>.+)\Z")
_BRACKETS = re.compile(r"field\(name='(?P<wire>[^']+\])'")
_MEMBER = re.compile(r"    (?P<name>[A-Z]\w*) = (?P<value>'.*'|\".*\")\Z")
_QUERY = "ParametersQuery"
_AWARE = "Annotated[datetime, Meta(tz=True)]"
# String literals first, so that a word inside a description stays as it is.
_WORD = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|\w+")
_IMPORTS = "from msgspec import UNSET, Meta, Struct, UnsetType, field\nfrom typing import Annotated, Literal\n"


def polish_structs(text: str, closed: frozenset[str], checks: Mapping[str, tuple[DecimalCheck, ...]]) -> str:
    """Structs as the services need them; `closed` names the schemas with `additionalProperties: false`."""
    # Top-level statements start in the first column.
    statements = re.split(r"\n(?=\S)", "\n".join(_body(text)))
    aliases = [found for statement in statements if (found := _ALIAS.match(statement.rstrip()))]
    written_out = {"datetime": _AWARE} | {found["name"]: found["type"] for found in aliases}
    work = _Structs(frozenset(_ENUM.findall(text)), closed, checks, written_out)
    polished = [work.statement(statement) for statement in statements if not _ALIAS.match(statement.rstrip())]
    # Double imports are merged, unused ones dropped by the formatter.
    return _IMPORTS + "\n".join(polished) + "\n"


@dataclass(frozen=True, slots=True)
class _Structs:
    """`written_out` are words that stand for a longer annotation."""

    enums: frozenset[str]
    closed: frozenset[str]
    checks: Mapping[str, tuple[DecimalCheck, ...]]
    written_out: Mapping[str, str]

    def statement(self, statement: str) -> str:
        head, *lines = statement.splitlines() or [""]
        if not (found := _CLASS.match(head)):
            return statement
        name = found["name"]
        if name.endswith(_QUERY):
            name = f"{name.removesuffix(_QUERY)}Query"
        extra = ", forbid_unknown_fields=True" if name in self.closed or found["name"].endswith(_QUERY) else ""
        body = "\n".join(self._line(line) for line in lines)
        method = render("post_init", checks=self.checks[name]) if name in self.checks else ""
        return f"class {name}({found['arguments']}{extra}):\n{body.rstrip()}\n{method}"

    def _line(self, line: str) -> str:
        if member := _MEMBER.match(line):
            return f"    {enum_member(literal_eval(member['value']))} = {member['value']}"
        if field := _FIELD.match(line):
            wire = _BRACKETS.search(field["rest"])
            name = attribute(wire["wire"]) if wire else field["name"]
            return f"    {name}: {self._field(field['rest'])}"
        return line

    def _field(self, rest: str) -> str:
        annotation, equals, default = self._write_out(rest).partition(" = ")
        if not equals:
            return annotation
        if default == "None" and annotation.endswith("| None"):
            return f"{annotation} | UnsetType = UNSET"
        if annotation.endswith(" | UnsetType") and "UNSET" not in default and "name=" not in default:
            annotation = annotation.removesuffix(" | UnsetType")
        kind = annotation.partition(" ")[0]
        if kind in self.enums and default.startswith(("'", '"')):
            default = f"{kind}.{enum_member(literal_eval(default))}"
        return f"{annotation} = {default}"

    def _write_out(self, text: str) -> str:
        return _WORD.sub(lambda word: self.written_out.get(word[0], word[0]), text)


def polish_dicts(text: str) -> str:
    """TypedDicts of the standard library."""
    lines = [line.replace("from typing_extensions import", "from typing import") for line in _body(text)]
    return "\n".join(lines) + "\n"


def _body(text: str) -> list[str]:
    return [line for line in text.splitlines() if line != "#" and not line.startswith("from __future__")]
