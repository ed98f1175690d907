"""Documents: parsed, measured and validated once, and kept with their plans."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    Undefined,
    VariableNode,
    get_nullable_type,
    is_leaf_type,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.language import Visitor, visit
from graphql.utilities import coerce_input_value
from graphql.validation import MaxIntrospectionDepthRule

from gateway.graphql.compile import Compiler
from gateway.graphql.limits import COMMENTS, TOKENS, TooMuch, check_extent, check_text
from gateway.graphql.plan import Selection

V = TypeVar("V")
DOCUMENTS = 500
PLANS = 16
ERRORS = 20
RULES = [*specified_rules, MaxIntrospectionDepthRule]
DECIDING = frozenset({"skip", "include"})


class Recent(Generic[V]):
    """What was used last, up to so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Any, V] = OrderedDict()

    def get(self, key: Any) -> V | None:
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def keep(self, key: Any, value: V) -> None:
        self._values[key] = value
        if len(self._values) > self._most:
            self._values.popitem(last=False)


class Refused(Exception):
    """A request that is not executed: it cannot be parsed, is not valid, or names no operation."""

    def __init__(self, errors: Collection[GraphQLError], code: str) -> None:
        super().__init__(code)
        self.errors = errors
        self.code = code


@dataclass(slots=True)
class Operation:
    """One operation of a valid document. `deciding` are the variables that its directives look at."""

    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    deciding: tuple[str, ...]
    plans: Recent[Selection] = field(default_factory=lambda: Recent(PLANS))
    _signatures: tuple[GraphQLVariableSignature, ...] | None = None

    @property
    def mutates(self) -> bool:
        return self.node.operation.value == "mutation"

    @property
    def subscribes(self) -> bool:
        return self.node.operation.value == "subscription"

    def leaves(self, schema: GraphQLSchema, given: Mapping[str, Any]) -> VariableValues | None:
        """The variables, where all are scalars and enums that were given and fit. None for whatever takes a closer
        look, which graphql-core then has: it works out anew for each request what type a variable has."""
        if self._signatures is None:
            found = [get_variable_signature(schema, node) for node in self.node.variable_definitions or ()]
            self._signatures = tuple(one for one in found if not isinstance(one, GraphQLError))
        sources, coerced = {}, {}
        for signature in self._signatures:
            value = given.get(signature.name)
            if value is None or not is_leaf_type(get_nullable_type(signature.type)):
                return None
            fitting = coerce_input_value(value, signature.type)
            if fitting is Undefined:
                return None
            sources[signature.name] = VariableValueSource(signature, value)
            coerced[signature.name] = fitting
        return VariableValues(sources, coerced)

    def plan(self, compiler: Compiler, variables: VariableValues) -> Selection:
        key = tuple(variables.coerced.get(name) for name in self.deciding)
        plan = self.plans.get(key)
        if plan is None:
            plan = compiler.compile(self.node, self.fragments, variables)
            self.plans.keep(key, plan)
        return plan


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document."""

    node: DocumentNode
    operations: dict[str | None, Operation]

    def operation(self, name: str | None) -> Operation:
        """Raises `Refused` where the name is none of the document's, or there is none and several operations."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None:
            raise _unnamed("Must provide operation name if query contains multiple operations.")
        if name not in self.operations:
            raise _unnamed(f"Unknown operation named {name!r}.")
        return self.operations[name]


def _unnamed(message: str) -> Refused:
    return Refused([GraphQLError(message)], "OPERATION_RESOLUTION_FAILURE")


class Documents:
    """Reads documents of one schema; those that are valid are remembered by their text."""

    def __init__(self, compiler: Compiler) -> None:
        self._schema = compiler.schema
        self._known: Recent[Document] = Recent(DOCUMENTS)

    def read(self, text: str) -> Document:
        """Raises `TooMuch` or `Refused`."""
        known = self._known.get(text)
        if known is not None:
            return known
        check_text(text)
        node = _parse(text)
        check_extent(node)
        if errors := validate(self._schema, node, RULES, max_errors=ERRORS, allow_empty_selection_sets=False):
            raise Refused(errors, "GRAPHQL_VALIDATION_FAILED")
        document = Document(node, _operations(node))
        self._known.keep(text, document)
        return document


def _parse(text: str) -> DocumentNode:
    try:
        return parse(text, max_lexical_tokens=TOKENS, max_comments=COMMENTS, allow_empty_selection_sets=False)
    except GraphQLSyntaxError as error:
        if "Parsing aborted" in error.message:
            raise TooMuch(
                "TOO_MANY_TOKENS", f"The query has more than {TOKENS} tokens or {COMMENTS} comments."
            ) from error
        raise Refused([error], "GRAPHQL_PARSE_FAILED") from error
    except RecursionError as error:
        raise TooMuch("QUERY_TOO_DEEP", "The query is nested too deeply.") from error


def _operations(document: DocumentNode) -> dict[str | None, Operation]:
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    deciding = _Deciding()
    visit(document, deciding)
    return {
        node.name.value if node.name else None: Operation(node, fragments, tuple(sorted(deciding.names)))
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
    }


class _Deciding(Visitor):
    """Variables that @skip and @include look at, in the whole document."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:
        if node.name.value in DECIDING:
            self.names.update(
                argument.value.name.value for argument in node.arguments if isinstance(argument.value, VariableNode)
            )
