"""How much one request may ask for. What is too much is refused before any work is done for it."""

import re
from dataclasses import dataclass, replace

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

CHARACTERS = 20_000
TOKENS = 1_500
COMMENTS = 200
NESTING = 40
DEPTH = 15
FIELDS = 200
ALIASES = 30
DIRECTIVES = 50
FRAGMENTS = 50
INTROSPECTION = frozenset({"__schema", "__type"})

# Strings and comments are skipped; what is left of brackets is how deep the parser would have to go.
BRACKETS = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n\r]*|([{(\[])|([})\]])', re.DOTALL)


class TooMuch(Exception):
    """A request past a limit. `code` names the limit for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def check_text(text: str) -> None:
    """Raises `TooMuch` for a text that is not worth parsing."""
    if len(text) > CHARACTERS:
        raise TooMuch("QUERY_TOO_LONG", f"The query is longer than {CHARACTERS} characters.")
    depth = 0
    for match in BRACKETS.finditer(text):
        depth += bool(match[1]) - bool(match[2])
        if depth > NESTING:
            raise TooMuch("QUERY_TOO_DEEP", f"The query is nested deeper than {NESTING} brackets.")


@dataclass(frozen=True, slots=True)
class Extent:
    """What a selection holds with its fragments spread out: levels, fields, aliases, directives."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: "Extent") -> "Extent":
        return Extent(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
        )


def check_extent(document: DocumentNode) -> None:
    """Raises `TooMuch` for a document with an operation past a limit. Each fragment is measured once."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    if len(fragments) > FRAGMENTS:
        raise TooMuch("TOO_MANY_FRAGMENTS", f"The query has more than {FRAGMENTS} fragments.")
    measure = _Measure(fragments)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode):
            _compare(measure.selections(node.selection_set), len(node.directives or ()))


def _compare(extent: Extent, directives: int) -> None:
    if extent.depth > DEPTH:
        raise TooMuch("QUERY_TOO_DEEP", f"The query is deeper than {DEPTH} levels.")
    if extent.aliases > ALIASES:
        raise TooMuch("TOO_MANY_ALIASES", f"The query has more than {ALIASES} aliases.")
    if extent.directives + directives > DIRECTIVES:
        raise TooMuch("TOO_MANY_DIRECTIVES", f"The query has more than {DIRECTIVES} directives.")
    if extent.fields > FIELDS:
        raise TooMuch("TOO_MANY_FIELDS", f"The query has more than {FIELDS} fields.")


class _Measure:
    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        # A fragment within itself counts as nothing: validation refuses it.
        self._known: dict[str, Extent] = {}

    def selections(self, selections: SelectionSetNode) -> Extent:
        extent, spread = Extent(), set[str]()
        for node in selections.selections:
            extent = extent.beside(Extent(directives=len(node.directives or ())))
            if isinstance(node, FieldNode):
                inner = self.selections(node.selection_set) if node.selection_set else Extent()
                if node.name.value in INTROSPECTION:
                    # Tools ask for a lot of the schema, which graphql-core answers without a plan.
                    inner = replace(inner, fields=0)
                aliases = inner.aliases + (node.alias is not None)
                extent = extent.beside(Extent(inner.depth + 1, inner.fields + 1, aliases, inner.directives))
            elif isinstance(node, InlineFragmentNode):
                extent = extent.beside(self.selections(node.selection_set))
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                spread.add(node.name.value)
                extent = extent.beside(self._fragment(node.name.value))
        return extent

    def _fragment(self, name: str) -> Extent:
        if name not in self._known:
            self._known[name] = Extent()
            fragment = self._fragments.get(name)
            if fragment is not None:
                self._known[name] = self.selections(fragment.selection_set)
        return self._known[name]
