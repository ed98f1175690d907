"""Who would be hit, as far as it was recorded."""

import json
from pathlib import Path

import pytest

from codegen.check.breaking.usage import UnreadableUsage, Usage, read_usage
from gateway.usage.__main__ import export
from tests.evolution.edits.breaking import BREAKING
from tests.evolution.studio import Studio

REPORTS, NIGHTLY = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"


def operation(version: str, method: str, path: str, **clients: int) -> dict[str, object]:
    listed = [
        {"client_id": None if name == "anonymous" else name, "requests": count, "last_seen": "2026-10-31T10:00:00Z"}
        for name, count in clients.items()
    ]
    return {"version": version, "method": method, "path": path, "operation_id": "x", "clients": listed}


EXPORT = {
    "generated_at": "2026-11-01T00:00:00Z",
    "days": 14,
    "since": "2026-10-18",
    "until": "2026-10-31",
    "usage": [
        operation("v2", "DELETE", "/api-keys/{id}", **{REPORTS: 1200, NIGHTLY: 3}),
        operation("v1", "DELETE", "/api-keys/{key}", anonymous=2),
        operation("v2", "GET", "/users", **{REPORTS: 50_000}),
    ],
}
TABLE = f"""version,method,path,client_id,requests,last_seen
v2,DELETE,/api-keys/{{id}},{REPORTS},1200,2026-10-31
v2,DELETE,/api-keys/{{id}},{NIGHTLY},3,2026-10-31
v1,DELETE,/api-keys/{{id}},,2,2026-10-31
v2,GET,/users,{REPORTS},50000,2026-10-31
"""


def written(folder: Path, name: str, text: str) -> Usage:
    (folder / name).write_text(text, "utf-8")
    return read_usage(str(folder / name))


@pytest.fixture
def usage(tmp_path: Path) -> Usage:
    return written(tmp_path, "usage.json", json.dumps(EXPORT))


def test_a_table_says_the_same_as_an_export(tmp_path: Path, usage: Usage) -> None:
    table = written(tmp_path, "usage.csv", TABLE)
    assert (table.requests, table.days) == (usage.requests, 30)


def test_a_removed_operation_is_reported_with_its_clients_and_their_requests(studio: Studio, usage: Usage) -> None:
    studio.edit(*BREAKING["removing an operation"].changes)
    verdict = studio.verdict(usage=usage)
    told = verdict.one("operation-removed", "v2").what
    assert f"1,203 requests of 2 clients in {usage.days} days: {REPORTS} (1,200), {NIGHTLY} (3)" in told
    assert f"2 requests of 1 client in {usage.days} days: anonymous (2)" in verdict.one("operation-removed", "v1").what
    assert "requests of" not in verdict.one("operation-removed", "v3").what


def test_other_operations_have_no_part_in_it(studio: Studio, usage: Usage) -> None:
    studio.edit(*BREAKING["another place for a key"].changes)
    told = studio.verdict(usage=usage).one("security-scheme-changed", "v2").what
    assert "51,203 requests of 2 clients" in told


def test_the_end_of_a_version_names_everyone_who_is_still_on_it(studio: Studio, usage: Usage) -> None:
    studio.edit(("specs/versions/lifecycle.yaml", "afterSunset: serve", "afterSunset: gone"))
    assert "2 requests of 1 client" in studio.verdict(usage=usage).one("version-ended", "v1").what


@pytest.mark.parametrize(
    "text", ["{}", '{"days": "many", "usage": []}', "a,b\n1,2\n", "version,method,path,client_id\n", ""]
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "usage"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableUsage, match="usage"):
        read_usage(str(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableUsage, match=r"nothing\.json"):
        read_usage(str(tmp_path / "nothing.json"))


async def test_what_the_gateway_exports_is_what_the_gate_reads(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "usage.json"
    path.write_text(await export(database_url, 7), "utf-8")
    assert read_usage(str(path)).days == 7
