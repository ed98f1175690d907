"""What a version wraps around an answer (`specs/versions/envelopes.yaml`)."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from gateway.exchange import Answer, Exchange, rfc3339_now
from gateway.routes import Route, Shape
from gateway.stages.adapt import adapt_items, adapt_object, prefixed
from services.chassis.problems import ErrorBody

DEFAULT_LIMIT = 20
POSITIONS = ("page=", "cursor=", "version=")


class PageBody(msgspec.Struct):
    """The page schema of the service contracts; the items stay bytes."""

    items: msgspec.Raw
    next_cursor: str | None = None
    total: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """A page in the version's shapes: the array, and `,"included":{…}` where something is."""

    items: bytes
    included: bytes = b""


_page = msgspec.json.Decoder(PageBody).decode
_error = msgspec.json.Decoder(ErrorBody).decode
_encode = msgspec.json.encode


def _meta(exchange: Exchange) -> bytes:
    return b'"meta":{"request_id":"%s","timestamp":"%s","processing_time_ms":%.3f}' % (
        exchange.request_id.encode(),
        rfc3339_now().encode(),
        exchange.elapsed_ms,
    )


def _base_url(exchange: Exchange) -> str:
    """This list without its place: the path and what the client asked for, still encoded, up to the place itself."""
    kept = [part for part in exchange.query_string.split("&") if part and not part.startswith(POSITIONS)]
    return f"{exchange.public_path}?{'&'.join(kept)}{'&' if kept else ''}"


def _self_url(exchange: Exchange) -> str:
    kept = [part for part in exchange.query_string.split("&") if part and not part.startswith("version=")]
    return f"{exchange.public_path}?{'&'.join(kept)}" if kept else exchange.public_path


def _limit(exchange: Exchange) -> int:
    return int(exchange.query.get("limit", DEFAULT_LIMIT))


class Numbers:
    """Where a numbered page stands among its neighbours."""

    def __init__(self, exchange: Exchange, total: int, answer: Answer) -> None:
        self.page = int(exchange.query.get("page", 1))
        self.limit = _limit(exchange)
        self.total = total
        self.pages = math.ceil(total / self.limit)
        base = _base_url(exchange)
        last = max(self.pages, 1)
        self.urls = {"first": f"{base}page=1", "last": f"{base}page={last}"}
        if self.page > 1:
            self.urls["prev"] = f"{base}page={min(self.page - 1, last)}"
        if self.page < self.pages:
            self.urls["next"] = f"{base}page={self.page + 1}"
        answer.links += [f'<{url}>; rel="{relation}"' for relation, url in self.urls.items()]
        answer.headers["x-total-count"] = str(total)
        answer.headers["x-total-pages"] = str(self.pages)
        answer.headers["x-current-page"] = str(self.page)


def response_item(exchange: Exchange, route: Route, body: bytes) -> bytes:
    return b'{"response":{"%s":%s}}' % (route.singular.encode(), body)


def response_list(exchange: Exchange, route: Route, page: PageBody, content: Content, answer: Answer) -> bytes:
    numbers = Numbers(exchange, page.total, answer)
    pagination = {"page": numbers.page, "limit": numbers.limit, "total": numbers.total, "pages": numbers.pages}
    return b'{"response":{"%s":%s,"pagination":%s%s}}' % (
        route.plural.encode(),
        content.items,
        _encode(pagination),
        content.included,
    )


def data_item(exchange: Exchange, route: Route, body: bytes) -> bytes:
    return b'{"data":%s,%s}' % (body, _meta(exchange))


def data_list(exchange: Exchange, route: Route, page: PageBody, content: Content, answer: Answer) -> bytes:
    numbers = Numbers(exchange, page.total, answer)
    pagination = {
        "page": numbers.page,
        "limit": numbers.limit,
        "total": numbers.total,
        "total_pages": numbers.pages,
        "has_next": "next" in numbers.urls,
        "has_prev": "prev" in numbers.urls,
    }
    links = {"self": _self_url(exchange)} | {
        relation: numbers.urls.get(relation) for relation in ("first", "prev", "next", "last")
    }
    return b'{"data":%s,%s,"pagination":%s,"links":%s%s}' % (
        content.items,
        _meta(exchange),
        _encode(pagination),
        _encode(links),
        content.included,
    )


def cursor_list(exchange: Exchange, route: Route, page: PageBody, content: Content, answer: Answer) -> bytes:
    following = None
    if page.next_cursor is not None:
        following = f"{_base_url(exchange)}cursor={page.next_cursor}"
        answer.links.append(f'<{following}>; rel="next"')
    pagination = {
        "limit": _limit(exchange),
        "cursor": page.next_cursor,
        "has_more": page.next_cursor is not None,
    }
    links = {"self": _self_url(exchange), "next": following}
    return b'{"data":%s,%s,"pagination":%s,"links":%s%s}' % (
        content.items,
        _meta(exchange),
        _encode(pagination),
        _encode(links),
        content.included,
    )


ItemEnvelope = Callable[[Exchange, Route, bytes], bytes]
ListEnvelope = Callable[[Exchange, Route, PageBody, Content, Answer], bytes]

ITEM: dict[str, ItemEnvelope] = {"response": response_item, "data": data_item, "cursor": data_item}
LIST: dict[str, ListEnvelope] = {"response": response_list, "data": data_list, "cursor": cursor_list}


def page_items(answer: Answer) -> bytes:
    """The array of a page as the service gave it."""
    return bytes(_page(answer.body).items)


def wrap(
    exchange: Exchange,
    route: Route,
    answer: Answer,
    fields: tuple[str, ...] = (),
    included: bytes | None = None,
) -> None:
    """Puts a success into the shapes of its version: adapters first, then the fields asked for, then the envelope."""
    assert exchange.version is not None
    envelope = exchange.version.envelope
    steps = route.answers + prefixed(route.links, f"/api/{exchange.version.name}")
    if route.shape is Shape.ITEM and answer.body:
        answer.body = ITEM[envelope](exchange, route, adapt_object(answer.body, steps, fields))
    elif route.shape is Shape.LIST:
        page = _page(answer.body)
        content = Content(
            adapt_items(page.items, steps, fields),
            b"" if included is None else b',"included":' + included,
        )
        answer.body = LIST[envelope](exchange, route, page, content, answer)


def wrap_error(envelope: str, body: bytes) -> bytes:
    """The contracts' error body in the version's words: flat as it is, or nested without details."""
    if envelope != "response":
        return body
    error = _error(body)
    return _encode({"error": {"code": error.code, "message": error.message}})
