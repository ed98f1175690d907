"""What stands outside the versions: discovery, documents, health."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from gateway.backends import Backend
from gateway.documents import published_json
from gateway.exchange import Answer, Exchange, rfc3339_now
from gateway.generated.lifecycle import DEFAULT, VERSIONS
from gateway.lifecycle import Version
from gateway.portal import pages
from services.chassis.problems import CODES, Problem, ServiceUnavailable, not_found

Page = Callable[[Exchange], Awaitable[Answer]]


def version_entry(version: Version) -> dict[str, Any]:
    """What `/api/versions` says of one version."""
    return {
        "version": version.name,
        "status": version.status.value,
        "default": version.name == DEFAULT,
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

    def __init__(self, backends: Mapping[str, Backend]) -> None:
        self._backends = backends
        self._pages: dict[str, Page] = {
            "/": self._landing,
            "/api/versions": self._versions,
            "/health": self._health,
            "/livez": self._alive,
            "/readyz": self._ready,
            "/.well-known/jwks.json": self._jwks,
            "/.well-known/api-catalog": self._catalog,
        }
        for name in VERSIONS:
            self._pages[f"/openapi/{name}.json"] = self._document(name)
            self._pages[f"/api/{name}"] = self._version(name)
            self._pages[VERSIONS[name].documentation] = self._reference(name)

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
        return _copy(pages.landing())

    async def _versions(self, exchange: Exchange) -> Answer:
        return _json({"versions": [version_entry(version) for version in VERSIONS.values()]})

    def _version(self, name: str) -> Page:
        async def page(exchange: Exchange) -> Answer:
            # The root of a version is part of it, and carries its headers.
            exchange.version, exchange.path = VERSIONS[name], ""
            return _json(version_entry(VERSIONS[name]))

        return page

    def _document(self, name: str) -> Page:
        async def page(exchange: Exchange) -> Answer:
            return Answer(200, published_json(name))

        return page

    def _reference(self, name: str) -> Page:
        async def page(exchange: Exchange) -> Answer:
            return _copy(pages.reference(name))

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

    async def _jwks(self, exchange: Exchange) -> Answer:
        return await self._backends["users"].call("GET", "/.well-known/jwks.json", "", [], b"")

    async def _catalog(self, exchange: Exchange) -> Answer:
        """An API catalog (RFC 9727): one linkset context per version."""
        linkset = [
            {
                "anchor": f"/api/{version.name}",
                "service-desc": [{"href": f"/openapi/{version.name}.json", "type": "application/json"}],
                "service-doc": [{"href": version.documentation, "type": "text/html"}],
                "status": [{"href": "/health", "type": "application/json"}],
            }
            for version in VERSIONS.values()
        ]
        content_type = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
        return Answer(200, msgspec.json.encode({"linkset": linkset}), content_type)


def _copy(page: Answer) -> Answer:
    """A rendered page is kept; what is added to one answer must not stick to it."""
    return replace(page, headers=dict(page.headers), links=[])


def _json(value: object, status: int = 200) -> Answer:
    return Answer(status, msgspec.json.encode(value))


def _state(status: str, states: Mapping[str, str], good: bool) -> Answer:
    answer = _json({"status": status, "timestamp": rfc3339_now(), "services": states}, 200 if good else 503)
    if not good:
        answer.headers["retry-after"] = "1"
    return answer
