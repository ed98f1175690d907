"""What clients are told when a resolver fails. No SQL, no stack, no constraint's name ever leaves."""

from typing import Any

import msgspec
import structlog
from graphql import GraphQLError

from services.chassis.problems import (
    CODES,
    DatabaseUnavailable,
    IdentityUnavailable,
    Problem,
    ServiceUnavailable,
    Violation,
)

log = structlog.get_logger("graphql")


class BadInput(Exception):
    """An argument that the schema cannot forbid. `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def camel(path: str) -> str:
    """`items.0.product_id` as the schema has it: items.0.productId."""
    first, *rest = path.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def violations(details: tuple[Violation, ...]) -> list[dict[str, str]]:
    return [{"field": camel(violation.field), "message": violation.message} for violation in details]


def told(error: Exception, request_id: str) -> Exception:
    """The error for clients, with a code for programs. What nobody foresaw is logged and told as such."""
    match error:
        case GraphQLError():
            return error
        case BadInput():
            return coded(error.message, "BAD_USER_INPUT", details=[{"field": error.field, "message": error.message}])
        case Problem() if error.status < 500:
            code = "BAD_USER_INPUT" if error.status in (400, 422) else error.code
            details = violations(error.violations)
            return coded(error.message, code, **({"details": details} if details else {}))
        case ServiceUnavailable() | IdentityUnavailable() | DatabaseUnavailable() | Problem(status=503):
            log.error("field failed", request_id=request_id, exc_info=error)
            return coded("A service this needs is away for the moment.", CODES[503])
        case msgspec.ValidationError():
            return coded(str(error), "BAD_USER_INPUT")
    log.error("field failed", request_id=request_id, exc_info=error)
    return coded("Something went wrong on our side.", CODES[500])


def coded(message: str, code: str, **extensions: Any) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code, **extensions})
