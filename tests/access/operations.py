"""The operations of all services as their documents declare them, and what the contract says of each."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.rooms.sources import ROOT

METHODS = ("get", "put", "post", "delete", "patch")
# Anonymous, user, admin: the table of the contract, once more and by hand.
CONTRACT: Mapping[str, tuple[str | None, str | None, str | None]] = {
    "listUsers": (None, None, "any"),
    "createUser": (None, None, "any"),
    "getUser": (None, "own", "any"),
    "replaceUser": (None, "own", "any"),
    "patchUser": (None, "own", "any"),
    "deleteUser": (None, None, "any"),
    "listApiKeys": (None, "own", "any"),
    "createApiKey": (None, "own", "any"),
    "revokeApiKey": (None, "own", "any"),
    "issueToken": ("any", None, None),
    "refreshToken": ("any", None, None),
    "revokeToken": ("any", None, None),
    "getJwks": ("any", None, None),
    "listUserOrders": (None, "own", "any"),
    "createUserOrder": (None, "own", "any"),
    "getUserOrderStats": (None, "own", "any"),
    "listOrders": (None, "own", "any"),
    "getOrder": (None, "own", "any"),
    "patchOrder": (None, "own", "any"),
    "listOrderItems": (None, "own", "any"),
    "cancelOrder": (None, "own", "any"),
    "listProducts": ("any", "any", "any"),
    "createProduct": (None, None, "any"),
    "getProduct": ("any", "any", "any"),
    "patchProduct": (None, None, "any"),
    "listCategories": ("any", "any", "any"),
    "createCategory": (None, None, "any"),
    "batchUsers": (None, None, "any"),
    "batchOrders": (None, "own", "any"),
    "listBatchJobs": (None, "own", "any"),
    "getBatchJob": (None, "own", "any"),
    "listBatchResults": (None, "own", "any"),
    "downloadBatchResults": (None, "own", "any"),
    "cancelBatchJob": (None, "own", "any"),
    "openSocket": ("any", "own", "any"),
    "streamChanges": (None, "own", "any"),
    "getCdc": (None, None, "any"),
    "createCdcSignal": (None, None, "any"),
    "getUsage": (None, None, "any"),
    "listUsageClients": (None, None, "any"),
}


@dataclass(frozen=True)
class Operation:
    """One public operation. `open` is one that looks at no credentials at all."""

    service: str
    id: str
    method: str
    path: str
    access: Mapping[str, str]
    success: int
    open: bool
    body: Mapping[str, Any] | None
    stream: bool = False

    @property
    def row(self) -> tuple[str | None, str | None, str | None]:
        """As the contract's table has it."""
        return self.access.get("anonymous"), self.access.get("user"), self.access.get("admin")

    def expected(self, who: str, version: str) -> int:
        """The status `who` gets for a request with nothing else wrong with it."""
        if self.open:
            return self.success
        anonymous = self.access.get("anonymous") if version != "v3" else None
        if who == "anonymous":
            return self.success if anonymous else 401
        if who == "suspended":
            return 401
        scope = self.access.get("admin" if who == "admin" else "user", anonymous)
        if scope is None or not self._in_scope(who):
            return 403
        if who == "other" and scope == "own" and "{id}" in self.path:
            return 404
        return self.success

    def _in_scope(self, who: str) -> bool:
        """Whether a key may do this at all; everybody else has no scopes to stay in."""
        if who == "reading key":
            return self.method == "GET"
        # No key makes or revokes another.
        return who != "writing key" or (self.method != "GET" and not self.path.startswith("/api-keys"))


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return _resolved(document, found)


def _body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    content = operation.get("requestBody", {}).get("content")
    return None if content is None else _resolved(document, next(iter(content.values()))["schema"])


def documents() -> dict[str, Any]:
    """Each service's document, by the service's name."""
    paths = ROOT.glob("services/*/generated/document.json")
    return {path.parent.parent.name: json.loads(path.read_text()) for path in sorted(paths)}


def _operations() -> Iterator[Operation]:
    for service, document in documents().items():
        for path, item in document["paths"].items():
            for method in METHODS:
                operation = item.get(method)
                if operation is None or operation.get("x-internal"):
                    continue
                yield Operation(
                    service,
                    operation["operationId"],
                    method.upper(),
                    path,
                    operation["x-access"],
                    min(int(status) for status in operation["responses"] if status < "3"),
                    operation.get("security") == [],
                    _body(document, operation),
                    "x-stream" in operation,
                )


DECLARED = {operation.id: operation for operation in _operations()}
# A stream has no end, and a socket no answer: tests/realtime tries those.
OPERATIONS = {name: operation for name, operation in DECLARED.items() if not operation.stream}


def properties(service: str) -> set[str]:
    """The name of every property of every schema a service answers with or takes."""
    names: set[str] = set()

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            names.update(schema.get("properties", ()))
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    walk(documents()[service]["components"]["schemas"])
    return names
