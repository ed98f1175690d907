"""Refusals of the FastAPI peer and the one shape they are answered in."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

CODES = {401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}

Details = list[dict[str, str]]


@dataclass(slots=True)
class Refusal(Exception):
    """A refusal with a code of its own and the fields it is about."""

    status: int
    code: str
    message: str
    details: Details


async def refuse(request: Request, error: Refusal) -> JSONResponse:
    return error_answer(request, error.status, error.code, error.message, error.details)


async def refuse_plainly(request: Request, error: StarletteHTTPException) -> JSONResponse:
    code = CODES.get(error.status_code, "ERROR")
    return error_answer(request, error.status_code, code, str(error.detail), [], error.headers)


async def refuse_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    errors = error.errors()
    details = [{"field": ".".join(map(str, item["loc"][1:])), "message": item["msg"]} for item in errors]
    if any(item["type"] == "json_invalid" for item in errors):
        return error_answer(request, 400, "BAD_REQUEST", "The body is not JSON.", [])
    if all(item["loc"][0] == "body" for item in errors):
        return error_answer(request, 422, "VALIDATION_FAILED", "The body breaks a rule.", details)
    return error_answer(request, 400, "BAD_REQUEST", "A parameter is invalid.", details)


def error_answer(
    request: Request,
    status: int,
    code: str,
    message: str,
    details: Details,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    body = {"code": code, "message": message, "details": details, "request_id": request.state.request_id}
    return JSONResponse(body, status_code=status, headers=headers)


def add_error_handlers(app: FastAPI) -> None:
    app.exception_handler(Refusal)(refuse)
    app.exception_handler(StarletteHTTPException)(refuse_plainly)
    app.exception_handler(RequestValidationError)(refuse_invalid)
