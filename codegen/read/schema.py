"""The GraphQL schema of `specs/graphql/`: one schema, one file per owning service."""

from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    Source,
    build_ast_schema,
    concat_ast,
    parse,
    validate_schema,
)
from graphql.language import Node
from graphql.validation.validate import validate_sdl

from codegen.findings import Finding, SpecErrors

FOLDER = "specs/graphql"
_MEND = "see the GraphQL specification, sections 3 and 4"


@dataclass(frozen=True, slots=True)
class Schema:
    """All files as one document, and what it means. Each node still knows its file."""

    document: DocumentNode
    types: GraphQLSchema


def place(node: Node) -> tuple[str, int]:
    """File and line of a definition."""
    if node.loc is None:
        return FOLDER, 1
    return node.loc.source.name, node.loc.start_token.line


def read_schema(root: Path) -> Schema | None:
    """The schema; None where the repository has none. Raises SpecErrors with everything that is wrong in it."""
    paths = sorted((root / FOLDER).glob("*.graphql"))
    if not paths:
        return None
    findings: list[Finding] = []
    documents = [document for path in paths if (document := _parsed(root, path, findings))]
    if findings:
        raise SpecErrors(findings)
    document = concat_ast(documents)
    if errors := validate_sdl(document):
        raise SpecErrors(_finding(error) for error in errors)
    types = build_ast_schema(document, assume_valid_sdl=True)
    if errors := validate_schema(types):
        raise SpecErrors(_finding(error) for error in errors)
    return Schema(document, types)


def _parsed(root: Path, path: Path, findings: list[Finding]) -> DocumentNode | None:
    try:
        return parse(Source(path.read_text("utf-8"), str(path.relative_to(root))))
    except GraphQLError as error:
        findings.append(_finding(error))
        return None


def _finding(error: GraphQLError) -> Finding:
    path = error.source.name if error.source else FOLDER
    line = error.locations[0].line if error.locations else 1
    return Finding(path, line, error.message.partition("\n")[0].rstrip("."), _MEND)
