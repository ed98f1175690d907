"""Refusals: what went wrong, before anybody decides how HTTP says it."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec


class Violation(msgspec.Struct, frozen=True):
    """One rule that one field breaks. `field` is a dotted path, empty for the whole."""

    field: str
    message: str


@dataclass(slots=True)
class Problem(Exception):
    """A refusal in HTTP terms. `code` is stable for programs, `message` is for people."""

    status: int
    code: str
    message: str
    violations: tuple[Violation, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.status} {self.code}: {self.message}"


class Fact(Exception):
    """Something a service knows that stands against a request. Its first docstring line is the message.

    Each service's `problems.py` says with one table which status a fact has in HTTP.
    """

    violations: tuple[Violation, ...] = ()

    @property
    def message(self) -> str:
        return (self.__doc__ or type(self).__name__).strip().split("\n")[0]


class DatabaseUnavailable(Exception):
    """The database cannot be reached, or has no connection free in time."""


class IdentityUnavailable(Exception):
    """Nobody can say at the moment whether a credential is still good."""


class ServiceUnavailable(Exception):
    """Another service did not answer in time."""


CODES: Mapping[int, str] = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    409: "CONFLICT",
    410: "GONE",
    412: "PRECONDITION_FAILED",
    413: "PAYLOAD_TOO_LARGE",
    414: "URI_TOO_LONG",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "VALIDATION_FAILED",
    426: "UPGRADE_REQUIRED",
    429: "TOO_MANY_REQUESTS",
    500: "INTERNAL_ERROR",
    503: "SERVICE_UNAVAILABLE",
}

# RFC 6750, section 3: without credentials the challenge carries no error code.
CHALLENGE = (("WWW-Authenticate", 'Bearer realm="trellis"'),)
CHALLENGE_INVALID = (("WWW-Authenticate", 'Bearer realm="trellis", error="invalid_token"'),)


def bad_request(message: str, *violations: Violation) -> Problem:
    return Problem(400, CODES[400], message, violations)


def unauthorized(message: str, *, presented: bool) -> Problem:
    """401. `presented` says whether a credential came along; only then is there an error to name."""
    return Problem(401, CODES[401], message, headers=CHALLENGE_INVALID if presented else CHALLENGE)


def forbidden(message: str = "The caller may not do this.") -> Problem:
    return Problem(403, CODES[403], message)


def not_found() -> Problem:
    return Problem(404, CODES[404], "There is no such resource.")


def unavailable(what: str) -> Problem:
    return Problem(503, CODES[503], f"{what} is away for the moment.", headers=(("Retry-After", "1"),))


class ErrorBody(msgspec.Struct):
    """The error of the service contracts (`shared.yaml`, Error)."""

    code: str
    message: str
    details: tuple[Violation, ...] = ()
    request_id: str = ""
