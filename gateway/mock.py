"""`python -m gateway.mock`: every version from its published document, with examples in place of services.

For those who write clients before the services are there. Requests are checked, credentials are not; headers are those
of the real gateway.
"""

import sys
from collections.abc import Mapping
from typing import Any

import uvicorn
from connexion import AsyncApp
from connexion.mock import MockResolver
from connexion.options import SwaggerUIOptions
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.documents import published
from gateway.exchange import Answer, Exchange
from gateway.generated.lifecycle import VERSIONS
from gateway.generated.tables import TABLES
from gateway.matching import Matcher
from gateway.samples import sample
from gateway.settings import GatewaySettings
from gateway.stages.lifecycle_headers import mark
from gateway.stages.request_id import request_id
from services.chassis.settings import InvalidSetting, process_environment


class Examples(MockResolver):
    """connexion's mock; where an answer has no example, one is made of those of its parts."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__(mock_all=True)
        self._document = document

    def mock_operation(self, operation: Any, *args: Any, **kwargs: Any) -> Any:
        status = min(operation.responses)
        content = operation.responses[status].get("content", {})
        media_type = next((name for name in ("application/json", *content) if name in content), None)
        if media_type is None:
            return super().mock_operation(operation, *args, **kwargs)
        media = content[media_type]
        named = [holder["value"] for holder in media.get("examples", {}).values() if "value" in holder]
        examples = [media["example"]] if "example" in media else named
        found = examples[0] if examples else sample(self._document, media.get("schema", {}))
        return found, int(status), {"Content-Type": media_type}


class Marked:
    """Adds to every answer what the gateway adds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._matchers = {name: Matcher(table) for name, table in TABLES.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers(scope)]
            await send(message)

        await self._app(scope, receive, marked if scope["type"] == "http" else send)

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        exchange = Exchange(scope["method"], scope["path"], "", sent, "", request_id(sent.get("x-request-id")))
        answer = Answer(200)
        name, _, path = scope["path"].removeprefix("/api/").partition("/")
        if scope["path"].startswith("/api/") and name in VERSIONS:
            exchange.version, exchange.path = VERSIONS[name], f"/{path}"
            exchange.route = (self._matchers[name].find(exchange.path) or {}).get(exchange.method)
            mark(exchange, answer)
        headers = {"x-request-id": exchange.request_id, **answer.headers}
        if answer.links:
            headers["link"] = ", ".join(answer.links)
        return [(name.encode(), value.encode()) for name, value in headers.items()]


def mock_app() -> ASGIApp:
    """All versions below /api."""
    app = AsyncApp("mock", swagger_ui_options=SwaggerUIOptions(swagger_ui=False))
    for name in VERSIONS:
        document = _open(published(name))
        app.add_api(document, base_path=f"/api/{name}", name=name, resolver=Examples(document))
    return Marked(app)


def _open(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without credentials, which nobody is there to issue."""
    plain: dict[str, Any] = _inexact({key: value for key, value in document.items() if key != "security"})
    for item in plain["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("security", None)
    return plain


def _inexact(node: Any) -> Any:
    """A copy without steps of decimals: connexion reads 19.9 as a float, which is no multiple of 0.01."""
    if isinstance(node, list):
        return [_inexact(part) for part in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if not (key == "multipleOf" and isinstance(value, float))}
    return {key: _inexact(value) for key, value in kept.items()}


def main() -> None:
    try:
        settings = GatewaySettings.read(process_environment())
    except InvalidSetting as error:
        sys.exit(f"trellis: {error}")
    for name in VERSIONS:
        print(f"mock of {name}: http://{settings.host}:{settings.port}/api/{name}", flush=True)
    uvicorn.run(mock_app(), host=settings.host, port=settings.port, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
