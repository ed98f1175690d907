"""`python -m services.batch.upload users.csv --url http://127.0.0.1:8080 --token …`: a CSV file as a batch.

The first line names the members of an item: email, username, first_name, last_name, role, status, password or
password_hash; for other operations also id. A cell that is empty is a member that is not there. Orders have one line
per product: an order's lines share what is in the column `order`, and have product_id and quantity.
"""

import argparse
import asyncio
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from services.chassis.settings import process_environment

MOST_ITEMS = 10_000
MOST_SHOWN = 20
# Longer than any answer takes that hashes ten thousand passwords.
PATIENCE = aiohttp.ClientTimeout(total=600, sock_connect=10)

Item = dict[str, Any]


class Failed(Exception):
    """The upload cannot go on. The message is for whoever started it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What to send, and the line of the file that each item begins on."""

    items: list[Item]
    lines: list[int]


def read(path: Path, resource: str) -> Source:
    """Raises `Failed`, naming the line that is wrong."""
    try:
        # A byte order mark is what spreadsheets begin with.
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(_rows(path, csv.DictReader(file, strict=True)))
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{path}: {error}") from error
    source = _orders(rows) if resource == "orders" else Source([row for _, row in rows], [line for line, _ in rows])
    if not source.items:
        raise Failed(f"{path}: no rows below the header")
    return source


def _rows(path: Path, reader: "csv.DictReader[str]") -> Iterator[tuple[int, Item]]:
    names = [name.strip() for name in reader.fieldnames or []]
    if not names or not all(names):
        raise Failed(f"{path}:1: the first line must name every column")
    reader.fieldnames = names
    try:
        for row in reader:
            if None in row or None in row.values():
                raise Failed(f"{path}:{reader.line_num}: not as many cells as there are columns")
            yield reader.line_num, {name: value for name, value in row.items() if value != ""}
    except csv.Error as error:
        raise Failed(f"{path}:{reader.line_num}: {error}") from error


def _orders(rows: Sequence[tuple[int, Item]]) -> Source:
    """One item per value of `order`; rows that have an id instead stand for themselves."""
    items: dict[str, Item] = {}
    lines: dict[str, int] = {}
    for line, row in rows:
        key = row.pop("order", None) or f"line {line}"
        item = items.setdefault(key, {})
        lines.setdefault(key, line)
        if "product_id" in row:
            quantity = row.pop("quantity", "1")
            entry = {"product_id": row.pop("product_id"), "quantity": int(quantity) if quantity.isdigit() else quantity}
            item.setdefault("items", []).append(entry)
        item |= row
    return Source(list(items.values()), list(lines.values()))


class Upload:
    """One client of the API."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._base = f"{url.rstrip('/')}/api/v2"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def submit(self, resource: str, operation: str, items: Sequence[Item]) -> dict[str, Any]:
        """The job that was accepted. It is sent again when the connection breaks, and done once all the same."""
        headers = {"Prefer": "respond-async", "Idempotency-Key": str(uuid4())}
        body = {"operation": operation, resource: list(items)}
        accepted: dict[str, Any] = await self._ask("POST", f"/batch/{resource}", json=body, headers=headers)
        return accepted

    async def job(self, job_id: str) -> dict[str, Any]:
        found: dict[str, Any] = await self._ask("GET", f"/batch/jobs/{job_id}")
        return found

    async def failures(self, job_id: str) -> list[dict[str, Any]]:
        """All failed items, in order."""
        failed: list[dict[str, Any]] = []
        for page in range(1, MOST_ITEMS // 100 + 1):
            path = f"/batch/jobs/{job_id}/results?status=FAILED&limit=100&page={page}"
            rows = await self._ask("GET", path)
            failed += rows
            if len(rows) < 100:
                break
        return failed

    async def _ask(self, method: str, path: str, headers: dict[str, str] | None = None, json: Any = None) -> Any:
        for attempt in range(4):
            try:
                async with self._session.request(
                    method, self._base + path, json=json, headers={**self._headers, **(headers or {})}
                ) as response:
                    if response.status not in (429, 503) or attempt == 3:
                        return _data(response.status, await response.json())
                    pause = int(response.headers.get("Retry-After", "1"))
            except (aiohttp.ClientError, TimeoutError) as error:
                if attempt == 3:
                    raise Failed(f"{self._base} cannot be reached: {error}") from error
                pause = 1
            await asyncio.sleep(pause + attempt)
        raise AssertionError("the last attempt answers or raises")


def _data(status: int, body: Any) -> Any:
    if status < 400:
        return body["data"]
    details = "".join(f"\n  {detail['field']}: {detail['message']}" for detail in body.get("details", ()))
    raise Failed(f"{status}: {body.get('message', 'refused')}{details}")


async def _follow(upload: Upload, accepted: dict[str, Any], console: Console) -> dict[str, Any]:
    """The job once it has ended, with a bar that moves until then."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("[red]{task.fields[failed]} failed"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("working", total=accepted["total_count"], failed=0)
        while True:
            job = await upload.job(accepted["job_id"])
            progress.update(bar, completed=job["processed_count"], failed=job["failure_count"])
            if job["completed_at"] is not None:
                progress.update(bar, description=job["status"].lower().replace("_", " "))
                return job
            await asyncio.sleep(0.2)


def _show(failures: Sequence[dict[str, Any]], source: Source, console: Console) -> None:
    table = Table(title=f"{len(failures)} failed", title_justify="left")
    table.add_column("line", justify="right")
    table.add_column("item")
    table.add_column("error", overflow="fold")
    for failure in failures[:MOST_SHOWN]:
        item = source.items[failure["index"]]
        name = item.get("username") or item.get("email") or item.get("id") or f"no. {failure['index']}"
        table.add_row(str(source.lines[failure["index"]]), str(name), failure["error"])
    console.print(table)
    if len(failures) > MOST_SHOWN:
        console.print(f"… and {len(failures) - MOST_SHOWN} more; download them with the job's id")


async def run(arguments: argparse.Namespace, console: Console) -> int:
    """The exit status: 0 when all of it is done, 2 when some rows failed."""
    source = read(arguments.file, arguments.resource)
    if len(source.items) > MOST_ITEMS:
        raise Failed(f"{arguments.file}: {len(source.items)} items; a batch takes {MOST_ITEMS}")
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        upload = Upload(session, arguments.url, arguments.token)
        with console.status(f"sending {len(source.items)} {arguments.resource}"):
            accepted = await upload.submit(arguments.resource, arguments.operation, source.items)
        console.print(f"job {accepted['job_id']}")
        job = await _follow(upload, accepted, console)
        failures = await upload.failures(job["id"]) if job["failure_count"] else []
    console.print(f"{job['success_count']} done, {job['failure_count']} failed")
    if job["error"]:
        console.print(job["error"], style="red")
    if failures:
        _show(failures, source, console)
    return 0 if job["status"] == "COMPLETED" else 2


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m services.batch.upload", description="Sends a CSV file as a batch.")
    parser.add_argument("file", type=Path, help="a CSV file whose first line names the members")
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="where the gateway is (%(default)s)")
    given = process_environment().get("TRELLIS_TOKEN")
    parser.add_argument("--token", default=given, help="an access token; or TRELLIS_TOKEN in the environment")
    parser.add_argument("--resource", choices=("users", "orders"), default="users")
    parser.add_argument("--operation", choices=("create", "update", "delete"), default="create")
    arguments = parser.parse_args()
    if not arguments.token:
        parser.error("a token is needed: --token, or TRELLIS_TOKEN in the environment")
    return arguments


def main() -> None:
    console = Console()
    try:
        sys.exit(asyncio.run(run(_arguments(), console)))
    except Failed as error:
        console.print(str(error), style="red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit("stopped; the job goes on")


if __name__ == "__main__":
    main()
