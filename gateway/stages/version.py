"""Which version a request is for: path, header, media type or query, else the default."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from gateway.exchange import Exchange
from gateway.generated.lifecycle import DEFAULT, VERSIONS
from gateway.lifecycle import Version
from gateway.routes import Route, Stream
from services.chassis.decoding import parse_query
from services.chassis.problems import CODES, Problem, Violation

IN_PATH = re.compile(r"/api/(v[0-9]+)(?=/|$)")
IN_MEDIA_TYPE = re.compile(r"application/vnd\.api\.(v[0-9]+)\+json")
IN_HEADER = re.compile(r"v?[0-9]{1,9}")


@dataclass(slots=True)
class UnknownVersion(Problem):
    """A version nobody publishes. The answer lists those that exist."""

    available: tuple[str, ...] = field(default=tuple(VERSIONS))


def _unknown(status: int, name: str) -> UnknownVersion:
    return UnknownVersion(status, CODES[status], f"There is no version {name}.")


def _known(name: str, status: int) -> Version:
    version = VERSIONS.get(name)
    if version is None:
        raise _unknown(status, name)
    return version


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an Accept header says: whether JSON will do, or an event stream, and the version it names."""

    acceptable: bool
    version: str | None
    events: bool = False


@lru_cache(maxsize=1024)
def read_accept(header: str) -> Accepted:
    """RFC 9110, 12.5.1, as far as an API that speaks JSON needs it."""
    acceptable, version, events = False, None, False
    for item in header.split(","):
        media_type, *parameters = (part.strip().lower() for part in item.split(";"))
        if any(re.fullmatch(r"q=0(\.0{0,3})?", parameter) for parameter in parameters):
            continue
        named = IN_MEDIA_TYPE.fullmatch(media_type)
        if named:
            version = version or named[1]
            acceptable = True
        elif media_type in ("*/*", "application/*", "application/json", ""):
            acceptable = True
        elif media_type in ("text/event-stream", "text/*"):
            events = True
    return Accepted(acceptable, version, events)


def find_version(exchange: Exchange, *, raw_path: str) -> None:
    """Sets version, path and query. Raises a 404, 406 or 400 for a version that does not exist, a 400 for two that
    disagree and a 406 where JSON is not accepted."""
    in_path = IN_PATH.match(raw_path)
    header = exchange.headers.get("api-version")
    accepted = read_accept(exchange.headers.get("accept", ""))
    if in_path is None and header is None and accepted.version is None and "version=" not in exchange.query_string:
        exchange.version = VERSIONS[DEFAULT]
        exchange.negotiated = True
        exchange.path = raw_path[4:]
        exchange.query = parse_query(exchange.query_string)
    else:
        exchange.path = raw_path[in_path.end() :] if in_path else raw_path[4:]
        exchange.negotiated = in_path is None
        # First of all the version the path names: the problems below are told in its words.
        if in_path is not None:
            exchange.version = _known(in_path[1], 404)
        exchange.query = parse_query(exchange.query_string)
        _reconcile(exchange, header, accepted)
    # GraphQL has media types of its own, and looks itself.
    if not accepted.acceptable and not accepted.events and exchange.path != "/graphql":
        raise Problem(406, CODES[406], "Only application/json can be produced here.")


def check_accepted(exchange: Exchange, route: Route) -> None:
    """Raises a 406 where an event stream alone is accepted, and there is none."""
    if exchange.path == "/graphql":
        return
    if not read_accept(exchange.headers.get("accept", "")).acceptable and route.stream is not Stream.EVENTS:
        raise Problem(406, CODES[406], "Only application/json can be produced here.")


def _reconcile(exchange: Exchange, header: str | None, accepted: Accepted) -> None:
    named = [exchange.version] if exchange.version else []
    if header is not None:
        if not IN_HEADER.fullmatch(header):
            raise UnknownVersion(400, CODES[400], "API-Version does not name a version.")
        named.append(_known("v" + header.removeprefix("v"), 400))
    if accepted.version is not None:
        named.append(_known(accepted.version, 406))
        exchange.vendor_media_type = True
    asked = exchange.query.pop("version", None)
    if asked is not None:
        if not IN_HEADER.fullmatch(asked):
            raise UnknownVersion(400, CODES[400], "The parameter version does not name a version.")
        named.append(_known("v" + asked.removeprefix("v"), 400))
    exchange.version = exchange.version or (named[0] if named else VERSIONS[DEFAULT])
    if any(version is not named[0] for version in named):
        names = ", ".join(version.name for version in named)
        raise Problem(
            400, CODES[400], f"The request names more than one version: {names}.", (Violation("version", names),)
        )
