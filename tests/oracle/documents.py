"""The documents as the interpreters read them: openapi-core for requests and answers, jsonschema for shapes."""

import json
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, localcontext
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest

from services.chassis.operations import Operation

PUBLISHED = Path(__file__).resolve().parents[2] / "specs" / "published"
Document = dict[str, Any]


@cache
def published(version: str) -> Document:
    """The document of a public version, as it lies in the repository."""
    document: Document = yaml.safe_load((PUBLISHED / f"{version}.yaml").read_text())
    return document


def resolved(document: Mapping[str, Any], schema: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: references put in, `nullable` as a second type."""
    if isinstance(schema, list):
        return [resolved(document, item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        target: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return resolved(document, target)
    kept = {name: value for name, value in schema.items() if name not in ("nullable", "example", "examples")}
    plain = {name: resolved(document, value) for name, value in kept.items()}
    if schema.get("nullable") and isinstance(plain.get("type"), str):
        plain["type"] = [plain["type"], "null"]
    return plain


def component(version: str, name: str) -> Any:
    """A schema of a published document, on its own. Where only `<name>Fields` is published, because a client may
    choose members, the whole of it."""
    document = published(version)
    schemas = document["components"]["schemas"]
    if name in schemas:
        return resolved(document, schemas[name])
    fields = resolved(document, schemas[f"{name}Fields"])
    return {**fields, "required": list(fields["properties"])}


def broken_rules(schema: Any, value: object) -> list[str]:
    """What jsonschema has against a value; formats count."""
    validator = Draft202012Validator(_exact(schema), format_checker=FormatChecker())
    with localcontext(Context(prec=1000)):
        return [error.message for error in validator.iter_errors(_exact(value))]


def _exact(value: object) -> Any:
    """The same JSON with decimals: 19.9 is a multiple of 0.01 only as long as nobody makes floats of them."""
    return json.loads(json.dumps(value, default=float), parse_float=Decimal)


def parameters(document: Mapping[str, Any], path: str, method: str, place: str) -> dict[str, Any]:
    """The schemas of an operation's parameters in the query or the path, by name."""
    return {one["name"]: one["schema"] for one in _parameters(document, path, method) if one["in"] == place}


def required(document: Mapping[str, Any], path: str, method: str, place: str) -> set[str]:
    """The names of those that must be there."""
    given = _parameters(document, path, method)
    return {one["name"] for one in given if one["in"] == place and one.get("required")}


def _parameters(document: Mapping[str, Any], path: str, method: str) -> list[dict[str, Any]]:
    item = document["paths"][path]
    return [resolved(document, one) for one in (*item.get("parameters", []), *item[method].get("parameters", []))]


class Interpreter:
    """openapi-core over a document, asked whether a request is valid and nothing else."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        # Who may call is another question, and so is where the service stands.
        plain = {name: value for name, value in document.items() if name != "security"} | {"servers": [{"url": "/"}]}
        plain["paths"] = {path: _unsecured(item) for path, item in document["paths"].items()}
        # Numbers as they are written, and merge patches as the JSON they are.
        exact: Callable[[bytes], Any] = partial(json.loads, parse_float=Decimal)
        deserializers = {"application/json": exact, "application/merge-patch+json": exact}
        # No spec validator: patterns stand in Python's dialect here, which no OpenAPI document may.
        config = Config(spec_validator_cls=None, extra_media_type_deserializers=deserializers)  # type: ignore[arg-type]
        self._openapi = OpenAPI.from_dict(plain, config=config)

    def accepts(
        self,
        operation: Operation,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        media_type: str = "application/json",
    ) -> bool:
        # The paths of these contracts hold ids; where none is asked about, one that is right.
        ids = {parameter.name: "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11" for parameter in operation.path_parameters}
        request = MockRequest(
            "http://service",
            operation.method,
            operation.path,
            path_pattern=operation.path,
            view_args={**ids, **(path or {})},
            args=dict(query or {}),
            data=body,
            content_type=media_type,
        )
        return not list(self._openapi.iter_request_errors(request))


def _unsecured(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        method: {name: value for name, value in operation.items() if name != "security"}
        if isinstance(operation, dict)
        else operation
        for method, operation in item.items()
    }
