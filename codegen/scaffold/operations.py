"""A new operation, complete enough to pass every rule: examples, statuses, access, closed input."""

import re
from dataclasses import dataclass
from pathlib import Path

from codegen.documents import METHODS, Source, mapping
from codegen.emit.rendering import render
from codegen.ir.naming import pascal, plural, snake
from codegen.read.yaml_lines import read_yaml
from codegen.scaffold.blocks import Blocks, CannotScaffold

_ID = re.compile(r"[a-z]+[A-Z][A-Za-z0-9]*\Z")
_IN_BRACES = re.compile(r"\{([a-z][A-Za-z0-9]*)\}")
_PATH = re.compile(r"(/([a-z0-9._-]+|\{[a-z][A-Za-z0-9]*\}))+\Z")
_METHODS = ("get", "post", "put", "patch", "delete")
_SUCCESS = {"post": "201", "delete": "204"}
_OUTCOMES = {"post": "What was created.", "delete": "It is gone.", "get": "What was asked for."}
_REFUSALS = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "413": "PayloadTooLarge",
    "415": "UnsupportedMediaType",
    "422": "UnprocessableEntity",
    "503": "ServiceUnavailable",
}
_NEW_CONTRACT = """openapi: 3.0.3
info:
  title: {title}
  version: 1.0.0
security:
  - BearerAuth: []
  - ApiKeyAuth: []

paths:

components:
  schemas:
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: `createOrderNote` at `POST /orders/{id}/notes`, a list or not, for whom."""

    service: str
    method: str
    path: str
    operation_id: str
    listing: bool = False
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """What the templates print."""

    service: str
    method: str
    operation_id: str
    summary: str
    access: str
    security: str
    parameters: tuple[str, ...]
    media_types: tuple[str, ...]
    body: str
    success: str
    outcome: str
    answer: str
    refusals: tuple[tuple[str, str], ...]
    resource: str
    noun: str
    new_resource: bool
    new_page: bool


def scaffold_operation(root: Path, wish: Wish) -> dict[Path, str]:
    """The contract's file with the operation in it. Raises CannotScaffold."""
    _check(wish)
    path = root / f"specs/openapi/{wish.service}.yaml"
    blocks = Blocks(path.read_text("utf-8") if path.is_file() else _NEW_CONTRACT.format(title=pascal(wish.service)))
    source = _source(root, wish) if path.is_file() else Source(str(path), {}, {(): 1})
    item = mapping(source.data, "paths", wish.path)
    if wish.method in item:
        raise CannotScaffold(f"{wish.method.upper()} {wish.path} is there already")
    operation = _design(wish, set(mapping(source.data, "components", "schemas")))
    text = render("scaffold_operation", operation=operation)
    if item:
        blocks.append(("paths", wish.path), text)
    else:
        blocks.append(("paths",), f"  {wish.path}:\n{_parameters(wish)}{text}")
    blocks.append(("components", "schemas"), render("scaffold_schemas", operation=operation))
    return {path: blocks.text()}


def _check(wish: Wish) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", wish.service):
        raise CannotScaffold(f"`{wish.service}` is no name of a service: a-z, 0-9, _")
    if wish.method not in _METHODS or wish.method not in METHODS:
        raise CannotScaffold(f"no scaffold for {wish.method}: use {', '.join(_METHODS)}")
    if not _PATH.match(wish.path):
        raise CannotScaffold(f"`{wish.path}` is no path such as /orders/{{id}}/notes")
    if not _ID.match(wish.operation_id):
        raise CannotScaffold(f"`{wish.operation_id}` is no operationId of verb and noun, such as createOrderNote")
    if wish.listing and wish.method != "get":
        raise CannotScaffold("only a GET lists")


def _source(root: Path, wish: Wish) -> Source:
    source, findings = read_yaml(root, f"specs/openapi/{wish.service}.yaml")
    if source is None:
        raise CannotScaffold(str(findings[0]))
    return source


def _design(wish: Wish, known: set[str]) -> Operation:
    words = snake(wish.operation_id).split("_")
    singular = "_".join(words[1:])
    if wish.listing and plural(singular.removesuffix("s")) == singular:
        singular = singular.removesuffix("s")
    resource = pascal(singular)
    body = pascal(wish.operation_id) + "Request" if wish.method in ("post", "put", "patch") else ""
    if body in known:
        raise CannotScaffold(f"there is a schema `{body}` already")
    answer = "" if wish.method == "delete" else f"{resource}Page" if wish.listing else resource
    return Operation(
        service=wish.service,
        method=wish.method,
        operation_id=wish.operation_id,
        summary=" ".join(words).capitalize(),
        access="anonymous: any" if wish.anonymous else "user: own, admin: any",
        security="none" if wish.anonymous else "",
        parameters=("Page", "Limit", "Cursor") if wish.listing else (),
        media_types=("application/merge-patch+json", "application/json")
        if wish.method == "patch"
        else ("application/json",),
        body=body,
        success=_SUCCESS.get(wish.method, "200"),
        outcome="One page." if wish.listing else _OUTCOMES.get(wish.method, "As it is now."),
        answer=answer,
        refusals=tuple((status, name) for status, name in _REFUSALS.items() if _sends(status, wish, bool(body))),
        resource=resource,
        noun=singular,
        new_resource=bool(answer) and resource not in known,
        new_page=wish.listing and answer not in known,
    )


def _sends(status: str, wish: Wish, body: bool) -> bool:
    if status in ("401", "403"):
        return not wish.anonymous
    if status in ("413", "415", "422"):
        return body
    return status != "404" or "{" in wish.path


def _parameters(wish: Wish) -> str:
    """The path's own, once for all its methods."""
    names = _IN_BRACES.findall(wish.path)
    return "".join(["    parameters:\n" if names else "", *(_parameter(name) for name in names)])


def _parameter(name: str) -> str:
    return (
        f"      - name: {name}\n        in: path\n        required: true\n"
        "        schema: {type: string, format: uuid}\n        example: 7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11\n"
    )
