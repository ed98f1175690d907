"""The users endpoints as a careful FastAPI team would write them: asyncpg, pydantic v2, PyJWT."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response

from bench.peers.fastapi_auth import require_admin, require_self_or_admin
from bench.peers.fastapi_requests import Limit, Page, Pool, add_page_headers, meta_of, page_links, pagination_of
from bench.peers.fastapi_schemas import Money, User, UserAnswer, UserDetail, UserPageAnswer

USER_COLUMNS = "id, email, username, first_name, last_name, role, status, created_at, updated_at"
SELECT_USER = f"SELECT {USER_COLUMNS}, last_login_at, version FROM users.users WHERE id = $1"
# By the index on (user_id, created_at, id). Cancelled orders count, but nothing was spent on them.
SELECT_FIGURES = """
SELECT currency, count(*) AS orders, sum(total) FILTER (WHERE status <> 'cancelled') AS spent
FROM orders.orders WHERE user_id = $1 GROUP BY currency ORDER BY currency
"""
COUNT_USERS = "SELECT count(*) FROM users.users"
# Both keys in one direction, so that the index on (created_at, id) is read backwards without a sort.
SELECT_PAGE = f"SELECT {USER_COLUMNS} FROM users.users ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2"

router = APIRouter(prefix="/api/v2/users")


@router.get("/{user_id}", dependencies=[Depends(require_self_or_admin)], response_model=UserAnswer)
async def get_user(
    user_id: UUID,
    request: Request,
    response: Response,
    pool: Pool,
    if_none_match: Annotated[str | None, Header()] = None,
) -> UserAnswer | Response:
    async with pool.acquire() as connection:
        row = await connection.fetchrow(SELECT_USER, user_id)
        if row is None:
            raise HTTPException(404, "There is no such user.")
        figures = await connection.fetch(SELECT_FIGURES, user_id)
    etag = f'"v{row["version"]}"'
    if if_none_match == etag:
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    user = UserDetail(
        **row,
        order_count=sum(each["orders"] for each in figures),
        total_spent=[
            Money(currency=each["currency"], amount=each["spent"]) for each in figures if each["spent"] is not None
        ],
    )
    return UserAnswer(data=user, meta=meta_of(request))


@router.get("", dependencies=[Depends(require_admin)])
async def list_users(
    request: Request, response: Response, pool: Pool, page: Page = 1, limit: Limit = 20
) -> UserPageAnswer:
    async with pool.acquire() as connection:
        total = await connection.fetchval(COUNT_USERS)
        rows = await connection.fetch(SELECT_PAGE, limit, (page - 1) * limit)
    pagination = pagination_of(page, limit, total)
    links = page_links(request.url.path, pagination)
    add_page_headers(response, pagination, links)
    return UserPageAnswer(data=[User(**row) for row in rows], meta=meta_of(request), pagination=pagination, links=links)
