"""`specs/versions/lifecycle.yaml` alone decides on a version's end: edited, compiled and served."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.api import Api
from tests.rooms.sources import ROOT

V1 = re.compile(r"  v1:\n.*?(?=  v2:)", re.DOTALL)
COPIED = ("codegen", "gateway", "services", "specs", "sql")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as somebody who edits it has it."""
    target = tmp_path_factory.mktemp("edited")
    for name in COPIED:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "codegen.lock"):
        shutil.copy(ROOT / name, target / name)
    return target


def edit(copy: Path, *lines: str) -> None:
    """v1 was deprecated ten days ago and had its sunset yesterday; what follows is in the lines."""
    now = datetime.now(UTC).date()
    dates = (f"deprecatedAt: {now - timedelta(days=10)}", f"sunsetAt: {now - timedelta(days=1)}")
    facts = ("status: deprecated", *dates, "successor: v2", "features: [basic_crud]", "breakingChanges: []", *lines)
    file = copy / "specs" / "versions" / "lifecycle.yaml"
    file.write_text(V1.sub("  v1:\n" + "".join(f"    {fact}\n" for fact in facts), file.read_text()))


@asynccontextmanager
async def served(copy: Path, database_url: str) -> AsyncIterator[str]:
    """Compiles the copy and runs its gateway; yields the base URL."""
    environment = {**os.environ, "DATABASE_URL": database_url, "GATEWAY_PORT": "0", "TOPOLOGY": "embedded"}
    generate = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "codegen", "generate", cwd=copy, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await generate.communicate()
    assert generate.returncode == 0, said.decode()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway", cwd=copy, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            async for line in process.stdout:
                found = re.search(r"serving on (http://\S+)", line.decode())
                if found:
                    yield found[1]
                    return
        raise AssertionError("the gateway ended before it served")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def test_brownouts_in_the_file_are_410_for_their_hours(copy: Path, api: Api, database_url: str) -> None:
    now = datetime.now(UTC)
    ends = now + timedelta(hours=1)
    interval = f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}/{ends:%Y-%m-%dT%H:%M:%SZ}"
    edit(copy, "afterSunset: brownout", f"brownouts: ['{interval}']")
    async with served(copy, database_url) as url:
        answer = await api.at(url).version("v1").get("/products")
        assert answer.status == 410
        assert 3500 < int(answer.headers["Retry-After"]) <= 3600
        assert answer.links["successor-version"] == "/api/v2/products"
        assert (await api.at(url).get("/products")).status == 200
        assert f"{ends:%H:%M} UTC" in (await api.at(url).root.get("/api-docs/v1")).body.decode()
        document = (await api.at(url).root.get("/openapi/v1.json")).json()
        assert "410" in document["paths"]["/products"]["get"]["responses"]
