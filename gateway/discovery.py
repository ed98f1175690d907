"""What stands outside the versions: discovery, documents, health."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from gateway.backends import Backend
from gateway.documents import published_json
from gateway.exchange import Answer, Exchange, rfc3339_now
from gateway.lifecycle import Lifecycle, Status, Version
from gateway.metrics import CONTENT_TYPE, Metrics
from gateway.portal.assets import Asset, assets
from gateway.portal.pages import Pages
from services.chassis.problems import CODES, Problem, ServiceUnavailable, not_found

Page = Callable[[Exchange], Awaitable[Answer]]


LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
CATALOG = "/.well-known/api-catalog"
# Pages that a gateway may have, in the order of the landing page, and what they are for.
TOOLS = {
    "/graphiql": "Write GraphQL queries and try them out.",
    "/console": "Watch changes as they happen.",
    "/usage": "Who uses which version, and who has to move. For admins.",
}
HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,255}")


def version_entry(lifecycle: Lifecycle, version: Version) -> dict[str, Any]:
    """What `/api/versions` says of one version."""
    default = version.name == lifecycle.default
    return {
        "version": version.name,
        "status": version.status.value,
        "default": default,
        "served": not lifecycle.is_gone(version),
        "url": f"/api/{version.name}",
        "documentation": version.documentation,
        "openapi": f"/openapi/{version.name}.json",
        "features": version.features,
        "breaking_changes": version.breaking_changes,
        "deprecated_at": version.deprecated_at and f"{version.deprecated_at:%Y-%m-%dT%H:%M:%SZ}",
        "sunset_at": version.sunset_at and f"{version.sunset_at:%Y-%m-%dT%H:%M:%SZ}",
        "successor": version.successor,
    }


class Discovery:
    """The unversioned routes."""

    def __init__(self, backends: Mapping[str, Backend], lifecycle: Lifecycle, pages: Pages, metrics: Metrics) -> None:
        self._backends = backends
        self._lifecycle = lifecycle
        self._rendered = pages
        self._metrics = metrics
        self._pages: dict[str, Page] = {
            "/": self._landing,
            "/api/versions": self._versions,
            "/health": self._health,
            "/livez": self._alive,
            "/readyz": self._ready,
            "/metrics": self._figures,
            "/usage": self._usage,
            "/graphiql": self._graphiql,
            "/console": self._console,
            "/.well-known/jwks.json": self._jwks,
            CATALOG: self._catalog,
        }
        for version in lifecycle.versions.values():
            self._pages[f"/openapi/{version.name}.json"] = self._document(version)
            self._pages[f"/api/{version.name}"] = self._version(version)
            self._pages[version.documentation] = self._reference(version)
        for asset in assets().values():
            self._pages[asset.url] = self._asset(asset)

    def knows(self, path: str) -> bool:
        return path in self._pages

    async def answer(self, exchange: Exchange) -> Answer:
        """Raises a 404 for a path that is not here, a 405 for a method other than GET and HEAD."""
        page = self._pages.get(exchange.path)
        if page is None:
            raise not_found()
        if exchange.method not in ("GET", "HEAD"):
            raise Problem(405, CODES[405], "This resource has no such method.", headers=(("allow", "GET, HEAD"),))
        return await page(exchange)

    async def _landing(self, exchange: Exchange) -> Answer:
        tools = {path: purpose for path, purpose in TOOLS.items() if self.knows(path)}
        host = exchange.headers.get("host", "")
        scheme = "https" if exchange.headers.get("x-forwarded-proto") == "https" else "http"
        answer = self._rendered.landing(tools, f"{scheme}://{host if HOST.fullmatch(host) else 'localhost'}")
        answer.links.append(f'<{CATALOG}>; rel="api-catalog"')
        return answer

    async def _usage(self, exchange: Exchange) -> Answer:
        return self._rendered.usage()

    async def _console(self, exchange: Exchange) -> Answer:
        return self._rendered.console()

    async def _graphiql(self, exchange: Exchange) -> Answer:
        return self._rendered.graphiql()

    async def _versions(self, exchange: Exchange) -> Answer:
        versions = self._lifecycle.versions.values()
        return _json({"versions": [version_entry(self._lifecycle, version) for version in versions]})

    def _version(self, version: Version) -> Page:
        async def page(exchange: Exchange) -> Answer:
            # The root of a version is part of it, and carries its headers.
            exchange.version, exchange.path = version, ""
            return _json(version_entry(self._lifecycle, version))

        return page

    def _document(self, version: Version) -> Page:
        async def page(exchange: Exchange) -> Answer:
            return Answer(200, published_json(version.name))

        return page

    def _reference(self, version: Version) -> Page:
        async def page(exchange: Exchange) -> Answer:
            return self._rendered.reference(version.name)

        return page

    def _asset(self, asset: Asset) -> Page:
        async def page(exchange: Exchange) -> Answer:
            return asset.answer()

        return page

    async def _alive(self, exchange: Exchange) -> Answer:
        return _json({"status": "alive"})

    async def _states(self) -> dict[str, str]:
        states = {}
        for name, backend in self._backends.items():
            try:
                answer = await backend.call("GET", "/readyz", "", [], b"")
                states[name] = "ready" if answer.status == 200 else "unavailable"
            except ServiceUnavailable:
                states[name] = "unavailable"
        return states

    async def _ready(self, exchange: Exchange) -> Answer:
        states = await self._states()
        ready = all(state == "ready" for state in states.values())
        return _state("ready" if ready else "unavailable", states, ready)

    async def _health(self, exchange: Exchange) -> Answer:
        states = await self._states()
        healthy = all(state == "ready" for state in states.values())
        return _state("healthy" if healthy else "unhealthy", states, healthy)

    async def _figures(self, exchange: Exchange) -> Answer:
        return Answer(200, await self._metrics.text(), CONTENT_TYPE)

    async def _jwks(self, exchange: Exchange) -> Answer:
        return await self._backends["users"].call("GET", "/.well-known/jwks.json", "", [], b"")

    async def _catalog(self, exchange: Exchange) -> Answer:
        """An API catalog (RFC 9727): one linkset context (RFC 9264) per version that is served."""
        served = [version for version in self._lifecycle.versions.values() if not self._lifecycle.is_gone(version)]
        body = msgspec.json.encode({"linkset": [_context(version) for version in served]})
        # RFC 9727, section 2: so that a HEAD tells as much.
        link = f'<{CATALOG}>; rel="api-catalog"; type="application/linkset+json"'
        return Answer(200, body, LINKSET, links=[link])


def _context(version: Version) -> dict[str, Any]:
    context: dict[str, Any] = {
        "anchor": f"/api/{version.name}",
        "service-desc": [{"href": f"/openapi/{version.name}.json", "type": "application/json"}],
        "service-doc": [{"href": version.documentation, "type": "text/html"}],
        "status": [{"href": "/health", "type": "application/json"}],
    }
    if version.status is Status.DEPRECATED:
        context["deprecation"] = [{"href": version.documentation, "type": "text/html"}]
    if version.successor is not None:
        context["successor-version"] = [{"href": f"/api/{version.successor}"}]
    return context


def _json(value: object, status: int = 200) -> Answer:
    return Answer(status, msgspec.json.encode(value))


def _state(status: str, states: Mapping[str, str], good: bool) -> Answer:
    answer = _json({"status": status, "timestamp": rfc3339_now(), "services": states}, 200 if good else 503)
    if not good:
        answer.headers["retry-after"] = "1"
    return answer
