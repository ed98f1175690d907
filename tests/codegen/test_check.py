"""What `check` finds, and how it says so."""

import re
import subprocess

import pytest

from codegen.check.adapters import adapter_gaps
from codegen.check.drift import deviations
from codegen.check.handlers import handler_gaps
from codegen.findings import Finding
from codegen.lock import digest
from codegen.outputs import build
from tests.codegen.workshop import REPOSITORY, Workshop

MODELS = "services/users/generated/models.py"
HANDLERS = "services/users/handlers.py"


@pytest.fixture(scope="module")
def outputs() -> dict[str, str]:
    """What should be there as long as nobody touches the specs."""
    return build(REPOSITORY)


def told(findings: list[Finding]) -> list[str]:
    """One line per finding, with what it gives to paste."""
    return [" ".join(str(finding).split()) for finding in findings]


def one(findings: list[Finding], start: str) -> str:
    """The only finding that starts so."""
    [found] = [text for text in told(findings) if text.startswith(start)]
    return found


def test_what_is_committed_has_nothing_to_mend(workshop: Workshop, outputs: dict[str, str]) -> None:
    findings = [*deviations(workshop.root, outputs), *handler_gaps(workshop.root), *adapter_gaps(workshop.root)]
    assert told(findings) == []


def test_the_command_tells_everything_and_fails(workshop: Workshop) -> None:
    workshop.path(MODELS).unlink()
    workshop.replace(HANDLERS, "async def get_user(", "async def _get_user(")
    workshop.replace("gateway/versions/v1.py", "def user(", "def _user(")

    done = workshop.run("check")

    assert done.returncode == 1
    kinds = re.findall(r"^\S+:\d+: ([a-z ]+):", done.stdout, re.MULTILINE)
    assert kinds == ["missing adapter", "missing", "missing handler"]
    assert done.stdout.endswith("\n3 to mend\n")


def test_an_edited_file_is_found(workshop: Workshop, outputs: dict[str, str]) -> None:
    workshop.replace(MODELS, "kw_only=True", "kw_only=False")
    assert "changed by hand" in one(deviations(workshop.root, outputs), f"{MODELS}:1: edited:")


def test_an_edited_file_whose_lock_was_edited_too_is_stale(workshop: Workshop, outputs: dict[str, str]) -> None:
    before = digest(workshop.path(MODELS).read_bytes())
    workshop.replace(MODELS, "kw_only=True", "kw_only=False")
    workshop.replace("codegen.lock", before, digest(workshop.path(MODELS).read_bytes()))
    assert "run `make generate`" in one(deviations(workshop.root, outputs), f"{MODELS}:1: stale:")


def test_a_missing_file_is_found(workshop: Workshop, outputs: dict[str, str]) -> None:
    workshop.path(MODELS).unlink()
    assert "the file is gone" in one(deviations(workshop.root, outputs), f"{MODELS}:1: missing:")


def test_an_orphan_is_found(workshop: Workshop, outputs: dict[str, str]) -> None:
    workshop.path("gateway/generated/notes.txt").write_text("mine")
    assert "nothing generates this file" in one(
        deviations(workshop.root, outputs), "gateway/generated/notes.txt:1: orphan:"
    )


def test_files_older_than_a_spec_are_stale(workshop: Workshop) -> None:
    workshop.replace("specs/openapi/users.yaml", "maxLength: 50", "maxLength: 60")
    found = told(deviations(workshop.root, build(workshop.root)))
    assert any(finding.startswith(f"{MODELS}:1: stale:") for finding in found)
    assert any(finding.startswith("specs/published/v2.yaml:1: stale:") for finding in found)
    assert not any(finding.startswith("gateway/generated/lifecycle.py") for finding in found)


def test_a_changed_comment_makes_only_the_lock_stale(workshop: Workshop) -> None:
    workshop.replace("specs/openapi/users.yaml", "openapi: 3.0.3", "# new\nopenapi: 3.0.3")
    [found] = told(deviations(workshop.root, build(workshop.root)))
    assert found.startswith("codegen.lock:1: stale:")


def test_a_generated_file_that_git_does_not_track_is_found(workshop: Workshop, outputs: dict[str, str]) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(workshop.root), *arguments], check=True, capture_output=True)

    git("init")
    git("add", "--all")
    git("rm", "--cached", MODELS)
    untracked = [finding for finding in told(deviations(workshop.root, outputs)) if ": untracked: " in finding]
    assert len(untracked) == 1
    assert untracked[0].startswith(f"{MODELS}:1: untracked:")


def test_outside_a_checkout_nothing_is_untracked(workshop: Workshop, outputs: dict[str, str]) -> None:
    assert not [finding for finding in told(deviations(workshop.root, outputs)) if "untracked" in finding]


def test_a_missing_handler_is_named_with_its_stub(workshop: Workshop) -> None:
    line = workshop.replace(HANDLERS, "class Users:", "class Users :")
    workshop.replace(HANDLERS, "async def get_user(", "async def _get_user(")
    found = one(handler_gaps(workshop.root), f"{HANDLERS}:{line}: missing handler:")
    assert "class Users has no handler `get_user`" in found
    assert "async def get_user(self, caller: Caller, user_id: UUID) -> Json[UserDetail]:" in found


def test_a_service_that_nobody_has_begun_is_one_finding_with_all_its_stubs(workshop: Workshop) -> None:
    workshop.path(HANDLERS).unlink()
    found = one(handler_gaps(workshop.root), f"{HANDLERS}:1: missing module:")
    operations = workshop.text("services/users/generated/api.py").count("async def ")
    assert f"the users service has no handlers: {operations} operations wait for one" in found
    assert "class Users:" in found
    assert found.count("async def ") == found.count("raise NotImplementedError") == operations


def test_a_handler_that_no_operation_asks_for_is_found(workshop: Workshop) -> None:
    line = workshop.replace(
        HANDLERS, "    async def get_user(", "    async def stroll(self) -> None: ...\n\n    async def get_user("
    )
    assert "`stroll` is in no contract" in one(handler_gaps(workshop.root), f"{HANDLERS}:{line}: extra handler:")


def test_a_wrong_signature_is_found_whatever_differs(workshop: Workshop) -> None:
    right = "async def get_user(self, caller: Caller, user_id: UUID) -> Json[UserDetail]:"
    wrong = (
        "async def get_user(self, user_id: UUID, caller: Caller) -> Json[UserDetail]:",
        "async def get_user(self, caller: Caller, id: UUID) -> Json[UserDetail]:",
        "async def get_user(self, caller: Caller, user_id: str) -> Json[UserDetail]:",
        "async def get_user(self, caller: Caller, user_id: UUID) -> Json[User]:",
        "async def get_user(self, caller: Caller, user_id: UUID, *rest: int) -> Json[UserDetail]:",
        "def get_user(self, caller: Caller, user_id: UUID) -> Json[UserDetail]:",
    )
    for signature in wrong:
        line = workshop.replace(HANDLERS, right, signature)
        found = one(handler_gaps(workshop.root), f"{HANDLERS}:{line}: handler signature:")
        assert right.removesuffix(":") in found
        workshop.replace(HANDLERS, signature, right)


def test_an_annotation_may_be_spelled_differently(workshop: Workshop) -> None:
    workshop.replace(HANDLERS, "user_id: UUID) -> Json[UserDetail]", 'user_id: uuid.UUID) -> "Json[models.UserDetail]"')
    assert not [finding for finding in told(handler_gaps(workshop.root)) if "get_user" in finding]


def test_a_handler_file_that_is_not_python_is_told(workshop: Workshop) -> None:
    line = workshop.replace(HANDLERS, "class Users:", "class Users")
    assert "not Python" in one(handler_gaps(workshop.root), f"{HANDLERS}:{line}: syntax:")


def test_an_adapter_with_a_wrong_signature_is_found(workshop: Workshop) -> None:
    line = workshop.replace("gateway/versions/v1.py", "def user(newer:", "def user(older:")
    assert "def user(newer: v2.User) -> v1.User" in one(
        adapter_gaps(workshop.root), f"gateway/versions/v1.py:{line}: adapter signature:"
    )
