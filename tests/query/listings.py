"""Every list there is, as the documents declare it: by what it can be filtered, sorted and projected."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.access.operations import documents
from tests.oracle.documents import published

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """One parameter that filters, such as `total[gte]`."""

    name: str
    field: str
    operator: str


@dataclass(frozen=True)
class Listing:
    """One list, and the public versions that have it. `plural` is what v1 calls its rows."""

    id: str
    path: str
    plural: str
    parameters: tuple[Parameter, ...]
    sortable: tuple[str, ...]
    includable: tuple[str, ...]
    versions: tuple[str, ...]
    projectable: bool


PLURALS = {
    "ApiKey": "api_keys",
    "BatchItem": "results",
    "BatchJob": "jobs",
    "Category": "categories",
    "OrderItem": "items",
    "UsageClient": "clients",
}
# The one that has all of them comes first.
VERSIONS = ("v2", "v1", "v3")
PUBLISHED = {
    version: {
        operation.get("operationId")
        for item in published(version)["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict)
    }
    for version in VERSIONS
}


def _parameters(document: Any, operation: Any) -> Iterator[Parameter]:
    for parameter in operation["parameters"]:
        name = parameter.get("$ref", "").rpartition("/")[2]
        resolved = document["components"]["parameters"].get(name, parameter)
        if "x-filter" in resolved:
            yield Parameter(resolved["name"], resolved["x-filter"]["field"], resolved["x-filter"]["operator"])


def _listings() -> Iterator[Listing]:
    for document in documents().values():
        for path, item in document["paths"].items():
            operation = item.get("get", {})
            if "x-sortable" not in operation:
                continue
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            resource = document["components"]["schemas"][schema]["x-page-of"]
            yield Listing(
                operation["operationId"],
                path,
                PLURALS.get(resource, f"{resource.lower()}s"),
                tuple(_parameters(document, operation)),
                tuple(operation["x-sortable"]),
                tuple(operation.get("x-includable", ())),
                tuple(version for version in VERSIONS if operation["operationId"] in PUBLISHED[version]),
                bool(operation.get("x-projectable")),
            )


LISTINGS = {listing.id: listing for listing in _listings()}


def comparable(value: Any) -> Any:
    """A value of a row, such that it compares as the service compares it: times as moments, texts by code point."""
    if isinstance(value, str) and value[4:5] == "-" and "T" in value:
        return datetime.fromisoformat(value)
    return value


# What each operator means, told once more; no operator holds of null.
MEANING: Mapping[str, Callable[[Any, list[Any]], bool]] = {
    "eq": lambda value, given: value == given[0],
    "ne": lambda value, given: value != given[0],
    "gt": lambda value, given: value > given[0],
    "gte": lambda value, given: value >= given[0],
    "lt": lambda value, given: value < given[0],
    "lte": lambda value, given: value <= given[0],
    "in": lambda value, given: value in given,
    "nin": lambda value, given: value not in given,
    "contains": lambda value, given: given[0] in value,
    "starts_with": lambda value, given: value.startswith(given[0]),
    "ends_with": lambda value, given: value.endswith(given[0]),
    "between": lambda value, given: given[0] <= value <= given[1],
}


def matches(row: Row, parameter: Parameter, given: list[Any]) -> bool:
    value = row[parameter.field]
    return value is not None and MEANING[parameter.operator](comparable(value), [comparable(each) for each in given])
