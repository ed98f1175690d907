"""The headers that tell a client which version answered, and how long it will live."""

from functools import cache

from gateway.exchange import Answer, Exchange
from gateway.generated.lifecycle import VERSIONS
from gateway.lifecycle import Status, Version, http_date, structured_date


@cache
def _dates(version: Version) -> dict[str, str]:
    """Deprecation (RFC 9745) and Sunset (RFC 8594) of a deprecated version."""
    if version.status is not Status.DEPRECATED or version.deprecated_at is None:
        return {}
    dates = {"deprecation": structured_date(version.deprecated_at)}
    if version.sunset_at is not None:
        dates["sunset"] = http_date(version.sunset_at)
    return dates


def mark(exchange: Exchange, answer: Answer) -> None:
    """Adds the version, what it varies on, and for a deprecated one its dates and where to go instead."""
    version = exchange.version
    if version is None:
        return
    answer.headers["api-version"] = version.name
    if exchange.negotiated:
        answer.headers["vary"] = "API-Version, Accept"
    if exchange.vendor_media_type and answer.content_type == "application/json":
        answer.content_type = f"application/vnd.api.{version.name}+json"
    dates = _dates(version)
    if dates:
        answer.headers.update(dates)
        answer.links.append(f'<{version.documentation}>; rel="deprecation"; type="text/html"')
        if version.successor is not None and version.successor in VERSIONS:
            # Where the successor has no such route, its own root is the place to look.
            path = exchange.path if exchange.route is not None and exchange.route.in_successor else ""
            answer.links.append(f'</api/{version.successor}{path}>; rel="successor-version"')
