"""Renders the pages."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from gateway.documents import published_json
from gateway.exchange import Answer
from gateway.lifecycle import AfterSunset, Lifecycle, Status, Version
from gateway.portal.assets import assets
from gateway.portal.changes import Changes, changes_between
from gateway.portal.reference import Reference
from gateway.routes import Route

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def ticked(text: str) -> Markup:
    """Text with `this` set as code; everything else is escaped."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


TEMPLATES.filters["ticked"] = ticked
TEMPLATES.globals["asset"] = lambda name: assets()[name].url
# Style and scripts are files of ours, and scripts ask nobody but us.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
# GraphiQL's editor writes style elements, and its own style has its fonts and pictures within.
GRAPHIQL_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "img-src 'self'", "img-src 'self' data:; font-src 'self' data:"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


class Pages:
    """The pages of one gateway. `routes` are those of each version, oldest version first."""

    def __init__(self, lifecycle: Lifecycle, routes: Mapping[str, tuple[Route, ...]]) -> None:
        self._lifecycle = lifecycle
        self._routes = routes
        # A reference is large, and changes with its banner alone.
        self._reference = lru_cache(maxsize=32)(self._render_reference)

    def landing(self, tools: Mapping[str, str], origin: str) -> Answer:
        """What is here, and where. `tools` are paths of other pages and what those are for."""
        banners = {name: self.banner(version) for name, version in self._lifecycle.versions.items()}
        return self._page("landing.html.jinja", title="Trellis", banners=banners, tools=tools, origin=origin)

    def reference(self, name: str) -> Answer:
        """The rendered document of one version."""
        text = self._reference(name, self.banner(self._lifecycle.versions[name]))
        return _html(text)

    def usage(self) -> Answer:
        """The dashboard, without any figures: a script asks for those with the credentials of whoever signs in."""
        return self._page("usage.html.jinja", title="Usage")

    def graphiql(self) -> Answer:
        """An editor of GraphQL queries, which asks with the credentials of whoever signs in."""
        return _html(self._render("graphiql.html.jinja", title="GraphiQL"), GRAPHIQL_POLICY)

    def console(self) -> Answer:
        """Changes as they happen, followed with the credentials of whoever signs in."""
        return self._page("console.html.jinja", title="Console")

    def banner(self, version: Version) -> str:
        """What a reader must know first about a version that is not the active one."""
        if version.status is Status.BETA:
            return "This version is in beta: it may still change."
        if version.status is not Status.DEPRECATED or version.deprecated_at is None:
            return ""
        said = [f"This version has been deprecated since {version.deprecated_at:%-d %B %Y}.", self._sunset(version)]
        if version.successor:
            said.append(f"Use {version.successor} instead.")
        return " ".join(text for text in said if text)

    def _sunset(self, version: Version) -> str:
        if version.sunset_at is None:
            return ""
        day = f"{version.sunset_at:%-d %B %Y}"
        over = self._lifecycle.has_sunset(version)
        match version.after_sunset:
            case AfterSunset.GONE:
                return f"It ended on {day} and answers no more." if over else f"It ends on {day}."
            case AfterSunset.BROWNOUT:
                coming = self._lifecycle.next_brownout(version)
                switched = (
                    f" It is switched off from {coming.since:%-d %B %Y, %H:%M} to {coming.until:%H:%M} UTC."
                    if coming is not None
                    else ""
                )
                return (f"Its sunset was {day}." if over else f"Its sunset is {day}.") + switched
            case _:
                return f"Its sunset was {day}; it still answers for now." if over else f"Its sunset is {day}."

    def _render_reference(self, name: str, banner: str) -> bytes:
        version = self._lifecycle.versions[name]
        document = msgspec.json.decode(published_json(name))
        return self._render(
            "reference.html.jinja",
            title=f"Trellis API {name}",
            version=version,
            banner=banner,
            groups=Reference(document).groups(),
            changes=self._changes(version),
        )

    def _changes(self, version: Version) -> Changes | None:
        """From the version before; None for the first one."""
        versions = list(self._lifecycle.versions.values())
        at = versions.index(version)
        if at == 0:
            return None
        older = versions[at - 1]
        documents = {each.name: msgspec.json.decode(published_json(each.name)) for each in (older, version)}
        return changes_between(older, version, documents, self._routes[older.name])

    def _render(self, template: str, **context: object) -> bytes:
        known = {"versions": self._lifecycle.versions.values(), "default": self._lifecycle.default}
        return TEMPLATES.get_template(template).render(**known, **context).encode()

    def _page(self, template: str, **context: object) -> Answer:
        return _html(self._render(template, **context))


def _html(text: bytes, policy: str = POLICY) -> Answer:
    return Answer(200, text, "text/html; charset=utf-8", {**HEADERS, "content-security-policy": policy})
