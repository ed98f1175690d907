"""A published document as the page about it needs it: every decision here, none in the template."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a member of an object; `depth` is how far it is indented."""

    name: str
    type: str
    required: bool
    note: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    status: str
    description: str


@dataclass(frozen=True, slots=True)
class OperationEntry:
    anchor: str
    method: str
    path: str
    summary: str
    description: str
    access: str
    parameters: tuple[Field, ...]
    media_types: str
    body: tuple[Field, ...]
    example: str
    answer: tuple[Field, ...]
    responses: tuple[Response, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations of one tag, which is the group's anchor, too."""

    name: str
    anchor: str
    operations: tuple[OperationEntry, ...]


class Reference:
    """Reads one published document."""

    def __init__(self, document: Node) -> None:
        self._document = document

    def groups(self) -> tuple[Group, ...]:
        """Operations by their first tag, in the document's order but for those of admins."""
        groups: dict[str, list[OperationEntry]] = {}
        for path, item in self._document["paths"].items():
            for method in METHODS:
                if method in item:
                    tag = (item[method].get("tags") or ["other"])[0]
                    groups.setdefault(tag, []).append(self._operation(path, method, item))
        # What few may use stands last.
        order = sorted(groups, key=lambda tag: tag == "admin")
        return tuple(Group(_title(tag), tag, tuple(groups[tag])) for tag in order)

    def _operation(self, path: str, method: str, item: Node) -> OperationEntry:
        operation = item[method]
        parameters = [self._resolved(each) for each in (*item.get("parameters", ()), *operation.get("parameters", ()))]
        content = self._resolved(operation.get("requestBody", {})).get("content", {})
        responses = {status: self._resolved(each) for status, each in operation["responses"].items()}
        success = next((each for status, each in responses.items() if status.startswith("2")), {})
        security = operation.get("security", self._document.get("security", []))
        return OperationEntry(
            anchor=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation.get("summary", ""),
            description=operation.get("description", ""),
            access="Open to everybody" if not all(security) or not security else "Needs an access token",
            parameters=tuple(self._parameter(each) for each in parameters),
            media_types=", ".join(content),
            body=tuple(self._members(_schema(content))),
            example=_example(content),
            answer=tuple(self._members(_schema(success.get("content", {})))),
            responses=tuple(Response(status, each.get("description", "")) for status, each in responses.items()),
        )

    def _resolved(self, node: Node) -> Node:
        while "$ref" in node:
            at: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                at = at[part.replace("~1", "/").replace("~0", "~")]
            node = at
        return node

    def _parameter(self, parameter: Node) -> Field:
        schema = self._resolved(parameter.get("schema", {}))
        note = " ".join(part for part in (parameter.get("description", ""), _rules(schema)) if part)
        return Field(
            parameter["name"], f"{self._type(schema)}, in {parameter['in']}", parameter.get("required", False), note
        )

    def _members(self, schema: Node, depth: int = 0) -> Iterator[Field]:
        """The members of an object or of an array's items, nested ones below their parent."""
        schema = self._resolved(schema)
        for part in schema.get("allOf", ()):
            yield from self._members(part, depth)
        if "items" in schema:
            yield from self._members(schema["items"], depth)
        required = set(schema.get("required", ()))
        for name, each in schema.get("properties", {}).items():
            member = self._resolved(each)
            note = " ".join(part for part in (member.get("description", ""), _rules(member)) if part)
            yield Field(name, self._type(member), name in required, note, depth)
            if depth < 3:
                yield from self._members(member, depth + 1)

    def _type(self, schema: Node) -> str:
        alternatives = schema.get("oneOf") or schema.get("anyOf")
        if alternatives:
            return " or ".join(self._type(self._resolved(each)) for each in alternatives)
        name = str(schema.get("format") or schema.get("type") or "object")
        if schema.get("type") == "array":
            name = f"list of {self._type(self._resolved(schema['items']))}"
        return f"{name} or null" if schema.get("nullable") else name


def _title(tag: str) -> str:
    first, *rest = ("API" if word == "api" else word for word in tag.split("-"))
    return " ".join([first[0].upper() + first[1:], *rest])


def _schema(content: Node) -> Node:
    """The schema of the first media type; all media types of a body share one."""
    schemas: list[Node] = [media.get("schema", {}) for media in content.values()]
    return schemas[0] if schemas else {}


def _rules(schema: Node) -> str:
    rules = []
    if "enum" in schema:
        rules.append(f"One of {', '.join(map(str, schema['enum']))}.")
    elif "enum" in schema.get("items", {}):
        rules.append(f"Of {', '.join(map(str, schema['items']['enum']))}, separated by commas.")
    low, high = schema.get("minimum", schema.get("minLength")), schema.get("maximum", schema.get("maxLength"))
    unit = " characters" if "maxLength" in schema or "minLength" in schema else ""
    if low is not None and high is not None:
        rules.append(f"{low} to {high}{unit}.")
    elif low is not None:
        rules.append(f"At least {low}{unit}.")
    elif high is not None:
        rules.append(f"At most {high}{unit}.")
    if "default" in schema:
        rules.append(f"Default {schema['default']}.")
    return " ".join(rules)


def _example(content: Node) -> str:
    for media in content.values():
        for example in media.get("examples", {}).values():
            return json.dumps(example["value"], indent=2, ensure_ascii=False)
    return ""
