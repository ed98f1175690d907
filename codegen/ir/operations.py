"""A service as its generated modules show it."""

from dataclasses import dataclass

from codegen.documents import Document, Node, Parameter, Site, mapping
from codegen.ir import types
from codegen.ir.answers import json_schema
from codegen.ir.headers import request_headers
from codegen.ir.naming import argument, constant, pascal, snake
from codegen.ir.streams import EVENTS, FILE, SOCKET, stream_kind


@dataclass(frozen=True, slots=True)
class OperationText:
    """One operation. `facts` are the arguments of `Operation(…)`, all other fields pieces of a method."""

    name: str
    constant: str
    operation_id: str
    signature: str
    returns: str
    docstring: str
    facts: tuple[tuple[str, str], ...]
    call: str
    transport: str
    result: str


@dataclass(frozen=True, slots=True)
class Service:
    """One service contract. `models` are the names its modules may import from `models`."""

    name: str
    title: str
    source: str
    operations: tuple[OperationText, ...]
    models: tuple[str, ...]
    document: Document


def to_service(document: Document) -> Service:
    # A socket has no request and no answer; what is said on it are messages, and the service's own business.
    sites = [site for site in document.sites() if stream_kind(site) != SOCKET]
    operations = tuple(_Reading(document, site).text() for site in sites)
    schemas = tuple(mapping(document.data, "components", "schemas"))
    queries = tuple(f"{pascal(site.operation_id)}Query" for site in sites if _query(site))
    return Service(
        document.name, pascal(document.name), document.sources[0].path, operations, schemas + queries, document
    )


def _query(site: Site) -> tuple[Parameter, ...]:
    return tuple(parameter for parameter in site.parameters if parameter.node.get("in") == "query")


class _Reading:
    """One operation on its way from document to text."""

    def __init__(self, document: Document, site: Site) -> None:
        self.document = document
        self.site = site
        self.path = [parameter for parameter in site.parameters if parameter.node.get("in") == "path"]
        self.query_type = f"{pascal(site.operation_id)}Query" if _query(site) else None
        self.media_types = tuple(mapping(self._request(), "content"))
        self.body_type = self._body_type()

    def _request(self) -> Node:
        return self.document.follow(self.site.node.get("requestBody"))[0]

    def _body_type(self) -> str | None:
        for media in mapping(self._request(), "content").values():
            return types.annotation(mapping(media, "schema"))
        return None

    def text(self) -> OperationText:
        site, name = self.site, snake(self.site.operation_id)
        arguments = [(argument(p.node["name"], site.path), p.node) for p in self.path]
        signature = ["self", "caller: Caller"]
        signature += [f"{key}: {types.annotation(mapping(node, 'schema'))}" for key, node in arguments]
        call = ["caller"]
        if arguments:
            call.append("path={" + ", ".join(f'"{node["name"]}": {key}' for key, node in arguments) + "}")
        for key, kind in (("query", self.query_type), ("body", self.body_type)):
            if kind:
                signature.append(f"{key}: {kind}")
                call.append(f"{key}={key}")
        for header in request_headers(site):
            if header.argument:
                signature.append(f"{header.argument}: {header.type}")
                call.append(f"{header.argument}={header.argument}")
        returns = self._returns()
        return OperationText(
            name=name,
            constant=constant(site.operation_id),
            operation_id=site.operation_id,
            signature=", ".join(signature),
            returns=returns,
            docstring=self._docstring(),
            facts=tuple(self._facts(name)),
            call=", ".join(call),
            transport={"None": "empty", "EventStream": "events", "FileStream": "file"}.get(returns, "json"),
            result="await" if returns == "None" else "return await",
        )

    def _docstring(self) -> str:
        summary = str(self.site.node.get("summary", self.site.operation_id)).strip().rstrip(".")
        return f"{summary}. `{self.site.method.upper()} {self.site.path}`"

    def _returns(self) -> str:
        if stream_kind(self.site) == EVENTS:
            return "EventStream"
        if stream_kind(self.site) == FILE:
            return "FileStream"
        schemas = [json_schema(self.document, response) for response in self.site.successes.values()]
        kinds = [f"Json[{types.annotation(schema)}]" if schema else "None" for schema in schemas]
        return " | ".join(dict.fromkeys(kinds)) or "None"

    def _facts(self, name: str) -> list[tuple[str, str]]:
        site = self.site
        facts = [
            ("name", repr(name)),
            ("operation_id", repr(site.operation_id)),
            ("method", repr(site.method.upper())),
            ("path", repr(site.path)),
            ("status", next(iter(site.successes))),
            ("access", _access(mapping(site.node, "x-access"))),
        ]
        if self.path:
            facts.append(("path_parameters", "(" + "".join(self._path_parameter(p.node) for p in self.path) + ")"))
        if self.query_type:
            facts.append(("query", self._query_fact(self.query_type)))
        if self.body_type:
            facts.append(("body", f"Body(type={self.body_type}, media_types={self.media_types!r})"))
        facts += [(header.fact, "True") for header in request_headers(site)]
        limits = {"largest_body": "x-largest-body", "deadline": "x-deadline"}
        facts += [(fact, repr(site.node[name])) for fact, name in limits.items() if name in site.node]
        if site.node.get("x-reads") is True:
            facts.append(("reads", "True"))
        return facts

    def _path_parameter(self, node: Node) -> str:
        schema = mapping(node, "schema")
        form = types.lexical(self.document, schema)
        tail = f", lexical=Lexical.{form}" if form else ""
        name, key = node["name"], argument(node["name"], self.site.path)
        return f"PathParameter(name={name!r}, argument={key!r}, type={types.bounded(self.document, schema)}{tail}),"

    def _query_fact(self, query_type: str) -> str:
        nodes = [parameter.node for parameter in _query(self.site)]
        lists = [node["name"] for node in nodes if types.is_list(self.document, node.get("schema"))]
        forms = [(node["name"], types.lexical(self.document, mapping(node, "schema"))) for node in nodes]
        text = f"type={query_type},"
        if lists:
            text += " lists=frozenset({" + ", ".join(repr(name) for name in lists) + "}),"
        if any(form for _, form in forms):
            text += " lexical={" + "".join(f"{name!r}: Lexical.{form}," for name, form in forms if form) + "},"
        return f"Query({text})"


def _access(access: Node) -> str:
    """`x-access` as an expression."""
    roles = [f"{role}=Scope.{str(access[role]).upper()}" for role in ("anonymous", "user", "admin") if role in access]
    owner = [f"owner={access['owner']!r}"] if "owner" in access else []
    return f"Access({', '.join(roles + owner)})"
