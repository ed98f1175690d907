"""What scaffolds write passes every rule, is generated, and says what is left to do."""

import re
import subprocess

from codegen.scaffold.operations import Wish, scaffold_operation
from tests.evolution.edits import LIFE, ORDERS, USERS
from tests.evolution.studio import Studio


def scaffold(studio: Studio, *arguments: str) -> subprocess.CompletedProcess[str]:
    return studio.workshop.command("scaffold", *arguments)


OPERATIONS = {
    ("get", "/parcels", "listParcels", "--list"): "async def list_parcels(self, caller: Caller, query: ListParcels",
    ("patch", "/parcels/{parcel}", "patchParcel"): "async def patch_parcel(self, caller: Caller, parcel: UUID",
    ("delete", "/products/{id}", "deleteProduct"): "async def delete_product(self, caller: Caller",
    ("get", "/parcels/open", "getOpenParcel", "--anonymous"): "async def get_open_parcel(self",
    (
        "post",
        "/orders/{id}/notes",
        "createOrderNote",
    ): "async def create_order_note(self, caller: Caller, order_id: UUID",
}


def test_operations_need_nothing_but_their_handlers(studio: Studio) -> None:
    *before, last = OPERATIONS
    for method, path, operation_id, *options in before:
        wish = Wish("orders", method, path, operation_id, "--list" in options, "--anonymous" in options)
        for file, text in scaffold_operation(studio.workshop.root, wish).items():
            file.write_text(text, "utf-8")
    done = scaffold(studio, "operation", "orders", *last)
    assert done.returncode == 0, done.stdout
    assert f"changed {ORDERS}" in done.stdout
    assert done.stdout.count("missing handler") == len(OPERATIONS)
    for stub in OPERATIONS.values():
        assert stub in done.stdout
    verdict = studio.verdict()
    assert (verdict.printed, verdict.status) == ("", 0)
    assert studio.adapter_gaps() == []


def test_a_service_of_its_own_begins_the_same_way(studio: Studio) -> None:
    done = scaffold(studio, "operation", "parcels", "get", "/parcels/{id}", "getParcel")
    assert done.returncode == 0, done.stdout
    assert "the parcels service has no handlers: 1 operations wait for one" in " ".join(done.stdout.split())
    assert "class Parcels:" in done.stdout


def test_what_people_wrote_stays_as_it_is(studio: Studio) -> None:
    before = studio.workshop.text(USERS)
    wish = Wish("users", "get", "/users/{id}/badges", "listBadges", listing=True)
    [after] = scaffold_operation(studio.workshop.root, wish).values()
    rest = iter(after.splitlines())
    assert all(line in rest for line in before.splitlines())


def test_what_cannot_be_is_refused_and_nothing_written(studio: Studio) -> None:
    before = studio.workshop.text(USERS)
    for arguments, says in {
        ("users", "get", "/users/{id}", "getUser"): "GET /users/{id} is there already",
        ("users", "get", "badges", "getBadge"): "`badges` is no path",
        ("users", "get", "/badges", "badge"): "`badge` is no operationId",
        ("users", "post", "/badges", "createBadge", "--list"): "only a GET lists",
        ("Users", "get", "/badges", "getBadge"): "`Users` is no name of a service",
    }.items():
        done = scaffold(studio, "operation", *arguments)
        assert done.returncode == 2
        assert says in done.stderr
    done = scaffold(studio, "operation", "users", "get", "/badges", "getOrder")
    assert done.returncode == 1
    assert "operationId `getOrder`" in done.stdout
    assert studio.workshop.text(USERS) == before


def test_a_version_begins_as_the_newest_one_is(studio: Studio) -> None:
    done = scaffold(studio, "version", "v4")
    assert done.returncode == 0, done.stdout
    root = studio.workshop.root
    assert "  v4:\n    status: beta\n" in studio.workshop.text(LIFE)
    assert (root / "gateway/generated/v4.py").is_file()
    assert "What v3 clients still see of what v4 changed." in (root / "gateway/versions/v3.py").read_text("utf-8")
    assert '"v4": v4.ROUTES' in (root / "gateway/generated/tables.py").read_text("utf-8")
    v3, v4 = ((root / f"specs/published/{name}.yaml").read_text("utf-8") for name in ("v3", "v4"))
    numbers = re.compile(r"\bv[34]\b|Version [34]|version: [34]")
    assert numbers.sub("N", v4) == numbers.sub("N", v3)
    verdict = studio.verdict()
    assert (verdict.printed, verdict.status) == ("", 0)
    assert studio.adapter_gaps() == []


def test_versions_are_counted(studio: Studio) -> None:
    done = scaffold(studio, "version", "v7")
    assert done.returncode == 2
    assert "after v3 comes v4, not v7" in done.stderr


def test_a_version_that_is_taken_away_is_a_break(studio: Studio) -> None:
    lives = studio.workshop.text(LIFE)
    start, end = lives.index("  v1:\n"), lives.index("  v2:\n")
    studio.workshop.path(LIFE).write_text(lives[:start] + lives[end:], "utf-8")
    studio.workshop.path("specs/versions/v1.overlay.yaml").unlink()
    verdict = studio.verdict()
    assert verdict.errors == {("version-removed", "v1")}
    assert verdict.status == 1


def test_a_version_may_go_once_it_is_gone(studio: Studio) -> None:
    studio.edit((LIFE, "afterSunset: serve", "afterSunset: gone"))
    studio.commit()
    lives = studio.workshop.text(LIFE)
    start, end = lives.index("  v1:\n"), lives.index("  v2:\n")
    studio.workshop.path(LIFE).write_text(lives[:start] + lives[end:], "utf-8")
    studio.workshop.path("specs/versions/v1.overlay.yaml").unlink()
    assert studio.verdict().status == 0
