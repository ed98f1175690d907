"""The published schema as graphql-core has it, its enums and scalars taught what the services say."""

import re
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from graphql import GraphQLEnumType, GraphQLError, GraphQLScalarType, GraphQLSchema, build_schema

from gateway.documents import PUBLISHED
from gateway.graphql.generated import enums

WRITTEN_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
WRITTEN_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


def read_uuid(value: Any) -> UUID:
    """Any case; a malformed one is told before anything is asked of a service."""
    if not isinstance(value, str) or not WRITTEN_UUID.fullmatch(value):
        raise GraphQLError(f"UUID cannot represent value: {str(value)[:40]!r}")
    return UUID(value)


def read_moment(value: Any) -> datetime:
    if not isinstance(value, str) or not WRITTEN_MOMENT.fullmatch(value):
        raise GraphQLError(f"DateTime cannot represent value: {str(value)[:40]!r}; write it like 2026-01-31T00:00:00Z")
    try:
        return msgspec.convert(value.upper(), datetime)
    except msgspec.ValidationError as error:
        raise GraphQLError(f"DateTime cannot represent value: {value!r}; there is no such moment") from error


SCALARS = {"UUID": read_uuid, "DateTime": read_moment}


@cache
def published_schema(*, subscriptions: bool = True) -> GraphQLSchema:
    """`specs/published/schema.graphql`, or what a version shows of it that has no subscriptions."""
    if not subscriptions:
        whole = published_schema()
        told = GraphQLSchema(whole.subscription_type).type_map.keys()
        asked = GraphQLSchema(whole.query_type, whole.mutation_type).type_map.keys()
        types = [type_ for name, type_ in whole.type_map.items() if name not in told - asked]
        return GraphQLSchema(whole.query_type, whole.mutation_type, types=types, directives=whole.directives)
    return taught(build_schema((PUBLISHED / "schema.graphql").read_text("utf-8"), assume_valid=True))


def taught(schema: GraphQLSchema) -> GraphQLSchema:
    """The schema, its enums with the services' values, its own scalars with their readers."""
    for name, type_ in schema.type_map.items():
        if isinstance(type_, GraphQLEnumType) and hasattr(enums, name):
            for member in getattr(enums, name):
                type_.values[member.name].value = member.value
        elif isinstance(type_, GraphQLScalarType) and name in SCALARS:
            setattr(type_, "parse_value", SCALARS[name])  # noqa: B010 - methods, to the type checker
            type_.coerce_input_value = SCALARS[name]
    return schema
