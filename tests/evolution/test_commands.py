"""The command line as people and CI call it: messages and exit statuses."""

import subprocess
import sys

from codegen.check.breaking.kinds import kinds
from tests.codegen.workshop import REPOSITORY
from tests.evolution.edits.breaking import BREAKING
from tests.evolution.edits.harmless import HARMLESS
from tests.evolution.studio import Studio


def codegen(studio: Studio, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "codegen", *arguments]
    if arguments[0] != "explain":
        command += ["--root", str(studio.workshop.root)]
    return subprocess.run(command, cwd=REPOSITORY, input=stdin, capture_output=True, text=True, check=False)


def test_what_nobody_changed_passes(studio: Studio) -> None:
    done = codegen(studio, "check", "--against", "HEAD")
    assert (done.stdout, done.returncode) == ("", 0)


def test_a_break_fails_until_it_is_committed_and_against_older_refs_ever_after(studio: Studio) -> None:
    before = studio.git("rev-parse", "HEAD")
    studio.edit(*BREAKING["narrowing a bound"].changes)
    assert studio.workshop.run("generate").returncode == 0
    done = codegen(studio, "check")
    assert done.returncode == 1
    assert done.stdout.endswith("\n2 to mend, 1 to know\n")
    assert max(map(len, done.stdout.split("\n\n")[0].splitlines())) <= 80
    studio.commit()
    assert codegen(studio, "check").returncode == 0
    assert codegen(studio, "check", "--against", before).returncode == 1


def test_a_change_that_breaks_nothing_ends_with_nought(studio: Studio) -> None:
    studio.edit(*HARMLESS["wider bounds of a request"].changes)
    assert studio.workshop.run("generate").returncode == 0
    studio.git("add", "--all")
    done = codegen(studio, "check", "--against", "HEAD")
    assert (done.stdout, done.returncode) == ("", 0)


def test_a_ref_that_is_none_ends_with_two(studio: Studio) -> None:
    for ref in ("nowhere", "--all"):
        done = codegen(studio, "check", f"--against={ref}")
        assert done.returncode == 2
        assert f"git knows no commit `{ref}` here" in done.stderr


def test_usage_comes_from_a_file_or_from_standard_input(studio: Studio) -> None:
    studio.edit(*BREAKING["removing an operation"].changes)
    studio.workshop.run("generate")
    table = "version,method,path,client_id,requests\nv2,DELETE,/api-keys/{id},reports,1200\n"
    done = codegen(studio, "check", "--usage", "-", stdin=table)
    assert "1,200 requests of 1 client in 30 days: reports (1,200)" in " ".join(done.stdout.split())
    done = codegen(studio, "check", "--usage", "/nowhere/usage.json")
    assert done.returncode == 2
    assert "/nowhere/usage.json" in done.stderr


def test_every_kind_that_is_found_is_explained(studio: Studio) -> None:
    listed = codegen(studio, "explain").stdout.split()
    assert listed == list(kinds())
    found = {kind for edit in BREAKING.values() for kind in edit.kinds}
    assert found <= set(listed)
    done = codegen(studio, "explain", "response-enum-widened")
    assert done.returncode == 0
    assert "Instead: Send older versions the listed value that comes nearest." in done.stdout


def test_an_unknown_kind_ends_with_two_and_the_nearest_name(studio: Studio) -> None:
    done = codegen(studio, "explain", "response-enum-wider")
    assert done.returncode == 2
    assert "but `response-enum-widened`" in done.stderr
