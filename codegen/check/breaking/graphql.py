"""The GraphQL schema of two states; what breaks is graphql-core's to say."""

import re
from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLNamedType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    get_named_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_union_type,
    parse,
)

from codegen.check.breaking.changes import Change
from codegen.documents import Pointer

SCHEMA = "specs/published/schema.graphql"
SOURCES = "specs/graphql"
_COORDINATE = re.compile(r"@?\w+(?:\.\w+)?(?:\(\w+:\))?")


def schema_changes(old: str, new: str, version: str, live: str) -> tuple[list[Change], list[Change]]:
    """What breaks, and what is only dangerous. `version` is where the schema is promised; `live` where those types are
    that only subscriptions reach."""
    before, after = build_schema(old), build_schema(new)
    stable = _reachable(before)

    def change(kind: str, said: str) -> Change:
        coordinate = _coordinate(said, before, after)
        owner = coordinate.lstrip("@").partition(".")[0].partition("(")[0]
        where: Pointer = ("graphql", coordinate)
        name = f"graphql-{kind.lower().replace('_', '-')}"
        promised = version if owner in stable or coordinate.startswith("@") else live
        return Change(promised, name, where, where, said.rstrip("."), said)

    broken = [change(found.type.name, found.description) for found in find_breaking_changes(before, after)]
    dangerous = [change(found.type.name, found.description) for found in find_dangerous_changes(before, after)]
    return broken, dangerous


def _coordinate(said: str, before: GraphQLSchema, after: GraphQLSchema) -> str:
    """The first thing in the sentence that one of the schemas knows."""
    known = {**before.type_map, **after.type_map}
    words: list[str] = _COORDINATE.findall(said)
    named = (word for word in words if word.startswith("@") or word.partition(".")[0].partition("(")[0] in known)
    return next(named, words[0])


def _reachable(schema: GraphQLSchema) -> set[str]:
    """Names of the types that queries and mutations lead to."""
    found: set[str] = set()
    waiting: list[GraphQLNamedType] = [root for root in (schema.query_type, schema.mutation_type) if root]
    while waiting:
        current = waiting.pop()
        if current.name not in found:
            found.add(current.name)
            waiting.extend(_beside(current, schema))
    return found


def _beside(current: GraphQLNamedType, schema: GraphQLSchema) -> Iterator[GraphQLNamedType]:
    if is_object_type(current) or is_interface_type(current):
        yield from current.interfaces
        for field in current.fields.values():
            yield get_named_type(field.type)
            yield from (get_named_type(argument.type) for argument in field.args.values())
    if is_input_object_type(current):
        yield from (get_named_type(member.type) for member in current.fields.values())
    if is_union_type(current) or is_interface_type(current):
        yield from schema.get_possible_types(current)


def place(root: Path, coordinate: str) -> tuple[str, int]:
    """File and line where a type or member is written, or the type that it was a member of; else the whole schema."""
    owner, _, member = coordinate.lstrip("@").partition("(")[0].partition(".")
    found: tuple[str, int] | None = None
    for path in sorted((root / SOURCES).glob("*.graphql")):
        name = str(path.relative_to(root))
        for definition in parse(path.read_text("utf-8")).definitions:
            written = getattr(definition, "name", None)
            if written is None or written.value != owner:
                continue
            members = (*(getattr(definition, "fields", None) or ()), *(getattr(definition, "values", None) or ()))
            for part in members:
                if part.name.value == member and part.name.loc:
                    return name, part.name.loc.start_token.line
            found = found or (name, written.loc.start_token.line)
    return found or (SCHEMA, 1)
