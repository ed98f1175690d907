"""Rich reject: every violation of a request that the compiled decoder has already refused, by openapi-core."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Any

from openapi_core import Config, OpenAPI
from openapi_core.casting.schemas.exceptions import CastError
from openapi_core.datatypes import RequestParameters
from openapi_core.validation.request.exceptions import ParameterValidationError, RequestBodyValidationError
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from werkzeug.datastructures import Headers, ImmutableMultiDict

from services.chassis.operations import Operation
from services.chassis.problems import Violation


def _exact_json(body: bytes) -> Any:
    # 19.90 is a multiple of 0.01 only as long as nobody makes floats of them. Python refuses to make an int of
    # thousands of digits; such a number is no integer to any schema of ours.
    return json.loads(body, parse_float=Decimal, parse_int=_exact_int)


def _exact_int(text: str) -> int | Decimal:
    return int(text) if len(text) < 1000 else Decimal(text)


# The generator has validated the document; a service need not do it again at every start.
_NO_VALIDATOR: Any = None
_CONFIG = Config(
    spec_validator_cls=_NO_VALIDATOR,
    extra_media_type_deserializers={"application/json": _exact_json, "application/merge-patch+json": _exact_json},
)


@dataclass(slots=True)
class Inspected:
    """A request as openapi-core's protocol wants to see it."""

    method: str
    path: str
    path_pattern: str
    body: bytes | None
    content_type: str
    parameters: RequestParameters = field(repr=False)
    host_url: str = "http://service"

    @property
    def full_url_pattern(self) -> str:
        return self.host_url + self.path_pattern


class Inspector:
    """openapi-core over one service document, whose numbers are best given as Decimal."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        # Walking the sixty parameters of a listing for one that is wrong would cost more than serving it.
        self._about = lru_cache(maxsize=512)(self._narrowed)

    def violations(
        self,
        operation: Operation,
        path: Mapping[str, str],
        query: Mapping[str, str],
        content_type: str,
        body: bytes,
    ) -> list[Violation]:
        """All violations openapi-core finds; empty where only the compiled decoder objects."""
        request = Inspected(
            method=operation.method.lower(),
            path=operation.path,
            path_pattern=operation.path,
            body=body if operation.body is not None else None,
            content_type=content_type.partition(";")[0].strip().lower() or "application/json",
            parameters=RequestParameters(
                query=ImmutableMultiDict(query), header=Headers(), cookie=ImmutableMultiDict(), path=dict(path)
            ),
        )
        found: list[Violation] = []
        # 1e300 divided by 0.01 has more digits than a Decimal holds; without a trap it is simply not a multiple.
        with localcontext(Context(traps=[])):
            for error in self._about(operation, frozenset(query)).iter_request_errors(request):
                found += _violations(error)
        return list(dict.fromkeys(found))

    def _narrowed(self, operation: Operation, sent: frozenset[str]) -> OpenAPI:
        """The document cut down to one operation and those of its parameters that were sent or must be. Who may call
        is decided elsewhere, so there is no security in it."""
        item = self._document["paths"][operation.path]
        whole = item[operation.method.lower()]
        parameters = [
            parameter
            for parameter in map(self._resolved, whole.get("parameters", ()))
            if parameter["in"] == "query" and (parameter["name"] in sent or parameter.get("required"))
        ]
        narrow = {key: value for key, value in whole.items() if key != "security"} | {"parameters": parameters}
        shared = {key: value for key, value in item.items() if key == "parameters"}
        return OpenAPI.from_dict(
            {
                **{key: value for key, value in self._document.items() if key != "security"},
                "servers": [{"url": "/"}],
                "paths": {operation.path: {**shared, operation.method.lower(): narrow}},
            },
            config=_CONFIG,
        )

    def _resolved(self, parameter: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in parameter:
            return parameter
        found: Mapping[str, Any] = self._document["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
        return found


def _violations(error: Exception) -> Iterator[Violation]:
    within = ""
    if isinstance(error, ParameterValidationError):
        within = error.name
    elif not isinstance(error, RequestBodyValidationError):
        return
    cause = error.__cause__
    if isinstance(cause, InvalidSchemaValue):
        for schema_error in cause.schema_errors:
            yield from _of_schema(within, schema_error)
    elif isinstance(cause, CastError):
        yield Violation(within, f"Cannot be read as {cause.type}.")
    elif within:
        yield Violation(within, str(cause or error))


def _of_schema(within: str, error: Any) -> Iterator[Violation]:
    """A violation for each field one jsonschema `ValidationError` speaks of."""
    path = [within] if within else []
    path += [str(part) for part in error.absolute_path]
    if error.validator == "required":
        missing = [name for name in error.validator_value if error.message.startswith(f"{name!r} ")]
        for name in missing:
            yield Violation(".".join([*path, name]), "Required.")
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for name in error.instance:
            if name not in known:
                yield Violation(".".join([*path, str(name)]), "Unknown field.")
    else:
        yield Violation(".".join(path), _message(error.validator, error.validator_value))


def _message(rule: str, value: Any) -> str:
    """The broken rule without the value that broke it: values may be secrets."""
    match rule:
        case "enum":
            return f"Must be one of {', '.join(map(str, value))}."
        case "type":
            return f"Must be of type {value}."
        case "format":
            return f"Must be in the format {value}."
        case "pattern":
            return "Does not match the pattern of this field."
        case "minLength" | "minItems" | "minProperties":
            return f"Too short: at least {value}."
        case "maxLength" | "maxItems" | "maxProperties":
            return f"Too long: at most {value}."
        case "minimum":
            return f"Must be at least {value}."
        case "maximum":
            return f"Must be at most {value}."
        case _:
            return f"Breaks the rule {rule}."
