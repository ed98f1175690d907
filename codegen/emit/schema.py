"""The modules of gateway/graphql/generated, and the published schema."""

from collections.abc import Mapping

from graphql import GraphQLSchema, print_schema

from codegen.documents import Document
from codegen.emit.rendering import banner, render
from codegen.ir.schema_text import to_schema_text
from codegen.read.schema import FOLDER, Schema

_MODULES = "gateway/graphql/generated"
PUBLISHED = "specs/published/schema.graphql"


def emit_schema(schema: Schema, contracts: Mapping[str, Document]) -> dict[str, str]:
    """Path to text of every module that derives from the schema."""
    text, head = to_schema_text(schema, contracts), banner(FOLDER)
    outputs = {f"{_MODULES}/__init__.py": f'"""{head}"""\n'}
    for name in ("enums", "inputs", "objects", "resolvers", "bindings"):
        outputs[f"{_MODULES}/{name}.py"] = render(f"schema_{name}", schema=text, banner=head)
    return outputs


def published_text(schema: Schema) -> str:
    """The schema as clients see it, without what it says to the generator."""
    types = schema.types
    told = GraphQLSchema(types.query_type, types.mutation_type, types.subscription_type, types.type_map.values())
    return f"# {banner(FOLDER)}\n\n{print_schema(told)}\n"
