"""GraphQL over HTTP: from a request to what is asked, and from a result to an answer.

https://graphql.github.io/graphql-over-http/draft/; a client that accepts anything gets `application/json`, as the
audits of `graphql-http` have it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from gateway.exchange import Answer, Exchange
from services.chassis.problems import CODES, Problem

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
UTF8 = re.compile(r'\s*charset="?utf-8"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `query` is None where only the digest of a persisted one was sent."""

    query: str | None
    variables: dict[str, Any]
    operation_name: str | None
    digest: str | None


class Malformed(Exception):
    """A request that is none. `message` names what is wrong."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@lru_cache(maxsize=256)
def answering(accept: str) -> str:
    """The media type to answer in, by preference of the client (RFC 9110, 12.5.1). Raises a 406."""
    best, found = 0.0, ""
    for item in accept.split(",") if accept.strip() else [JSON]:
        media_type, *parameters = (part.strip().lower() for part in item.split(";"))
        if any(name.startswith("charset") and not UTF8.fullmatch(name) for name in parameters):
            continue
        quality = next((_quality(name[2:]) for name in parameters if name.startswith("q=")), 1.0)
        offered = GRAPHQL if media_type == GRAPHQL else JSON if _is_json(media_type) else ""
        if offered and quality > best:
            best, found = quality, offered
    if not found:
        raise Problem(406, CODES[406], f"Only {GRAPHQL} and {JSON} can be produced here.")
    return found


def _is_json(media_type: str) -> bool:
    return media_type in (JSON, "application/*", "*/*") or (
        media_type.startswith("application/vnd.api.") and media_type.endswith("+json")
    )


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def read_request(exchange: Exchange) -> Asked:
    """Raises `Malformed`, or a 415."""
    if exchange.method == "POST":
        return asked(_members(exchange))
    given = dict(parse_qsl(exchange.query_string, keep_blank_values=True))
    members: dict[str, Any] = {name: given[name] for name in ("query", "operationName") if name in given}
    for name in ("variables", "extensions"):
        if given.get(name):
            members[name] = _decoded(given[name].encode(), f"The parameter {name}")
    return asked(members)


def _members(exchange: Exchange) -> dict[str, Any]:
    media_type, _, parameters = exchange.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != JSON or (parameters.strip() and not UTF8.fullmatch(parameters)):
        raise Problem(415, CODES[415], f"The body must be {JSON} in UTF-8.", headers=(("accept", JSON),))
    members = _decoded(exchange.body, "The body")
    if not isinstance(members, dict):
        raise Malformed("The body must be one JSON object; requests are not batched.")
    return members


def _decoded(text: bytes, what: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"{what} is not JSON: {error}.") from error


def asked(members: dict[str, Any]) -> Asked:
    """Raises `Malformed`."""
    query, variables = members.get("query"), members.get("variables")
    name, extensions = members.get("operationName"), members.get("extensions")
    if query is not None and not isinstance(query, str):
        raise Malformed("query must be a string.")
    if variables is not None and not isinstance(variables, dict):
        raise Malformed("variables must be an object.")
    if name is not None and not isinstance(name, str):
        raise Malformed("operationName must be a string.")
    if extensions is not None and not isinstance(extensions, dict):
        raise Malformed("extensions must be an object.")
    digest = _digest(extensions or {})
    if not query and digest is None:
        raise Malformed("There is no query.")
    return Asked(query or None, variables or {}, name or None, digest)


def _digest(extensions: dict[str, Any]) -> str | None:
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    digest = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(digest, str) or persisted.get("version") != 1:
        raise Malformed("persistedQuery takes version 1 and a sha256Hash.")
    return digest


def encode(media_type: str, status: int, result: dict[str, Any]) -> Answer:
    return Answer(status, msgspec.json.encode(result), f"{media_type}; charset=utf-8")


def refusal(media_type: str, errors: Sequence[Mapping[str, Any]], *, well_formed: bool) -> Answer:
    """A request that was not executed: 400, but 200 in `application/json` where the request itself was well-formed."""
    status = 200 if well_formed and media_type == JSON else 400
    return encode(media_type, status, {"errors": errors})
