"""What `generate` writes, leaves alone and removes."""

import shutil
import statistics
import time

import pytest

from tests.codegen.workshop import GENERATED, REPOSITORY, Workshop, copy_repository


def test_generating_anew_gives_the_committed_files_byte_for_byte(workshop: Workshop) -> None:
    committed = workshop.generated()
    workshop.path("codegen.lock").unlink()
    for pattern in GENERATED:
        for folder in workshop.root.glob(pattern):
            shutil.rmtree(folder)

    done = workshop.command("generate")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert workshop.generated() == committed


def test_generating_twice_writes_once(workshop: Workshop) -> None:
    workshop.replace("specs/openapi/users.yaml", "summary: List users", "summary: List all users")

    first = workshop.run("generate")
    written = {path: workshop.path(path).stat().st_mtime_ns for path in workshop.generated()}
    second = workshop.run("generate")

    assert "wrote services/users/generated/api.py" in first.stdout
    assert "wrote services/users/generated/__init__.py" not in first.stdout
    assert second.stdout == "nothing to do\n"
    assert written == {path: workshop.path(path).stat().st_mtime_ns for path in workshop.generated()}


def test_nothing_to_do_takes_no_time(workshop: Workshop) -> None:
    workshop.run("generate")
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        assert workshop.command("generate").returncode == 0
        taken.append(time.perf_counter() - start)

    print(f"nothing to do: {statistics.median(taken):.3f} s")
    assert statistics.median(taken) < 1.0


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, str]:
    """A repository in disorder after `generate`, and what that printed."""
    workshop = copy_repository(tmp_path_factory.mktemp("mended") / "repository")
    orphan = workshop.path("services/parcels/generated/models.py")
    orphan.parent.mkdir(parents=True)
    orphan.write_text("x = 1\n")
    workshop.replace("gateway/generated/v1.py", "ROUTES", "ROADS")
    workshop.path("services/users/handlers.py").write_text("# mine\n")
    return workshop, workshop.run("generate").stdout


def test_a_file_that_nothing_generates_any_more_is_removed(mended: tuple[Workshop, str]) -> None:
    workshop, printed = mended
    folder = workshop.path("services/parcels/generated")
    assert "removed services/parcels/generated/models.py" in printed
    assert not folder.exists()
    assert folder.parent.exists(), "only what is generated may go"


def test_an_edited_file_is_written_again(mended: tuple[Workshop, str]) -> None:
    workshop, printed = mended
    assert (
        workshop.path("gateway/generated/v1.py").read_bytes() == (REPOSITORY / "gateway/generated/v1.py").read_bytes()
    )
    assert "wrote gateway/generated/v1.py" in printed


def test_handwritten_files_are_never_touched(mended: tuple[Workshop, str]) -> None:
    workshop, _ = mended
    assert workshop.text("services/users/handlers.py") == "# mine\n"


def test_a_missing_adapter_is_named_with_its_stub_after_writing(workshop: Workshop) -> None:
    workshop.replace("gateway/versions/v1.py", "def user_detail(", "def user_details(")
    workshop.replace("specs/openapi/users.yaml", "summary: List users", "summary: List all users")

    first, second = workshop.run("generate"), workshop.run("generate")

    assert "wrote services/users/generated/api.py" in first.stdout
    for done in (first, second):
        assert done.returncode == 1
        assert "gateway/versions/v1.py:1: missing adapter:" in done.stdout
        assert "def user_detail(newer: v2.UserDetail) -> v1.UserDetail:" in done.stdout


def test_diff_shows_what_generate_would_change_and_changes_nothing(workshop: Workshop) -> None:
    before = workshop.generated()
    workshop.replace("specs/openapi/users.yaml", "summary: List users", "summary: List all users")

    done = workshop.run("diff")

    assert done.returncode == 1
    assert "--- a/services/users/generated/api.py" in done.stdout
    assert '+        """List all users. `GET /users`"""' in done.stdout
    assert workshop.generated() == before


def test_unusable_arguments_exit_with_2(workshop: Workshop) -> None:
    shutil.rmtree(workshop.path("specs"))
    assert workshop.command("generate").returncode == 2
    assert workshop.command("conjure").returncode == 2
