"""Renders the pages."""

import re
from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from gateway.documents import published_json
from gateway.exchange import Answer
from gateway.generated.lifecycle import DEFAULT, VERSIONS
from gateway.lifecycle import Status, Version
from gateway.portal.reference import Reference

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
# Nothing runs and nothing is fetched; the style stands in the page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


def _page(template: str, **context: object) -> Answer:
    text = TEMPLATES.get_template(template).render(versions=VERSIONS.values(), default=DEFAULT, **context)
    headers = {"content-security-policy": POLICY, "x-content-type-options": "nosniff"}
    return Answer(200, text.encode(), "text/html; charset=utf-8", headers)


def banner_of(version: Version) -> str:
    """What a reader must know first about a version that is not the active one."""
    if version.status is Status.BETA:
        return "This version is in beta: it may still change."
    if version.status is Status.DEPRECATED and version.deprecated_at is not None:
        sunset = f" Its sunset is {version.sunset_at:%-d %B %Y}." if version.sunset_at else ""
        instead = f" Use {version.successor} instead." if version.successor else ""
        return f"This version has been deprecated since {version.deprecated_at:%-d %B %Y}.{sunset}{instead}"
    return ""


@cache
def landing() -> Answer:
    """What is here, and where."""
    return _page("landing.html.jinja", title="Trellis")


@cache
def reference(name: str) -> Answer:
    """The rendered document of one version."""
    version = VERSIONS[name]
    document = msgspec.json.decode(published_json(name))
    return _page(
        "reference.html.jinja",
        title=f"Trellis API {name}",
        version=version,
        banner=banner_of(version),
        groups=Reference(document).groups(),
    )
