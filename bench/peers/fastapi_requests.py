"""What every endpoint of the FastAPI peer shares: the pool, `meta`, pages with their links, request ids."""

import re
import time
from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import asyncpg
from fastapi import Depends, Query, Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench.peers.fastapi_schemas import Links, Meta, Pagination

API_VERSION = "v2"
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


class RequestContext:
    """Gives every request an id and a start time, and every answer its `X-Request-ID` and `API-Version`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {}).update(request_id=request_id, started=time.perf_counter())

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                headers["API-Version"] = API_VERSION
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def get_pool(request: Request) -> asyncpg.Pool:
    return request.app.state.pool


Pool = Annotated[asyncpg.Pool, Depends(get_pool)]
Page = Annotated[int, Query(ge=1, le=10_000)]
Limit = Annotated[int, Query(ge=1, le=100)]


def meta_of(request: Request) -> Meta:
    return Meta(
        request_id=request.state.request_id,
        timestamp=datetime.now(UTC),
        processing_time_ms=round((time.perf_counter() - request.state.started) * 1000, 3),
    )


def pagination_of(page: int, limit: int, total: int) -> Pagination:
    pages = -(-total // limit)
    return Pagination(page=page, limit=limit, total=total, total_pages=pages, has_next=page < pages, has_prev=page > 1)


def page_links(path: str, at: Pagination, others: str = "") -> Links:
    """`others` are the query parameters that go along to every page, such as `&include=items`."""

    def link(page: int) -> str:
        return f"{path}?page={page}&limit={at.limit}{others}"

    return Links(
        self=link(at.page),
        first=link(1),
        prev=link(at.page - 1) if at.has_prev else None,
        next=link(at.page + 1) if at.has_next else None,
        last=link(max(at.total_pages, 1)),
    )


def add_page_headers(response: Response, at: Pagination, links: Links) -> None:
    response.headers["X-Total-Count"] = str(at.total)
    response.headers["X-Total-Pages"] = str(at.total_pages)
    response.headers["X-Current-Page"] = str(at.page)
    response.headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links if url)
