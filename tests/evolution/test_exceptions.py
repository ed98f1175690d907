"""Breaks that somebody answers for."""

from datetime import date

import pytest

from codegen.check.breaking.exceptions import EXCEPTIONS, read_exceptions
from tests.evolution.edits.breaking import BREAKING
from tests.evolution.studio import TODAY, Studio

EDIT = BREAKING["removing an operation"]


def write(studio: Studio, *entries: str) -> None:
    text = "exceptions:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)
    studio.workshop.path(EXCEPTIONS).write_text(text, "utf-8")


def entry(fingerprint: str, expires: str = "2027-01-01") -> str:
    return f"fingerprint: {fingerprint}, reason: nobody ever called it, owner: team keys, expires: {expires}"


def fingerprint(studio: Studio, version: str) -> str:
    """As the message gives it, for whoever writes the exception."""
    what = studio.verdict().one("operation-removed", version).mend
    return what.rpartition("[")[2].rstrip("]")


def test_a_break_with_an_exception_is_a_warning(studio: Studio) -> None:
    studio.edit(*EDIT.changes)
    write(studio, entry(fingerprint(studio, "v1")), entry(fingerprint(studio, "v2")))
    verdict = studio.verdict()
    assert verdict.status == 0
    assert verdict.warnings == {("operation-removed", version) for version in ("v1", "v2", "v3")}


def test_an_exception_is_good_for_one_version(studio: Studio) -> None:
    studio.edit(*EDIT.changes)
    write(studio, entry(fingerprint(studio, "v1")))
    verdict = studio.verdict()
    assert verdict.errors == {("operation-removed", "v2")}
    assert verdict.status == 1


def test_a_fingerprint_stays_the_same_while_the_specs_around_it_change(studio: Studio) -> None:
    studio.edit(*EDIT.changes)
    before = fingerprint(studio, "v2")
    studio.edit(("specs/openapi/users.yaml", "openapi: 3.0.3\n", "openapi: 3.0.3\n# A line more.\n"))
    studio.edit(("specs/openapi/users.yaml", "      example: johndoe\n", "      example: janedoe\n"))
    assert fingerprint(studio, "v2") == before


def test_an_expired_exception_fails_whether_or_not_the_break_is_there(studio: Studio) -> None:
    write(studio, entry("0123456789ab", "2026-10-31"))
    commit = studio.commit()
    verdict = studio.verdict(commit)
    assert [finding.kind for finding in verdict.findings] == ["expired exception"]
    assert "of team keys expired on 2026-10-31" in verdict.text
    assert f"{EXCEPTIONS}:2:" in verdict.text
    assert verdict.status == 1
    assert studio.verdict(commit, today=date(2026, 10, 31)).status == 0


def test_an_expired_exception_excuses_nothing(studio: Studio) -> None:
    studio.edit(*EDIT.changes)
    write(studio, entry(fingerprint(studio, "v1"), "2026-10-31"), entry(fingerprint(studio, "v2"), "2026-10-31"))
    assert {kind for kind, _ in studio.verdict().errors} == {"operation-removed", "expired exception"}


def test_a_new_exception_that_excuses_nothing_fails(studio: Studio) -> None:
    write(studio, entry("0123456789ab"))
    verdict = studio.verdict()
    assert "the exception `0123456789ab` excuses nothing" in verdict.text
    assert verdict.status == 1


def test_an_exception_stays_once_the_break_is_committed(studio: Studio) -> None:
    studio.edit(*EDIT.changes)
    write(studio, entry(fingerprint(studio, "v1")), entry(fingerprint(studio, "v2")))
    before = studio.git("rev-parse", "HEAD")
    commit = studio.commit()
    assert studio.verdict(commit).status == 0
    assert studio.verdict(before).status == 0


@pytest.mark.parametrize(
    ("written", "says"),
    {
        "nobody answers": ("fingerprint: 0123456789ab, reason: so, expires: 2027-01-01", "without owner"),
        "no reason": ("fingerprint: 0123456789ab, owner: me, expires: 2027-01-01", "without reason"),
        "no end": ("fingerprint: 0123456789ab, reason: so, owner: me", "without expires"),
        "no date": (entry("0123456789ab", "soon"), "`soon` is no date"),
    }.values(),
)
def test_an_exception_is_complete(studio: Studio, written: str, says: str) -> None:
    write(studio, written)
    [finding] = read_exceptions(studio.workshop.root, TODAY).findings
    assert says in finding.what
    assert (finding.path, finding.line, finding.warning) == (EXCEPTIONS, 2, False)


def test_nothing_is_excused_twice(studio: Studio) -> None:
    write(studio, entry("0123456789ab"), entry("0123456789ab"))
    [finding] = read_exceptions(studio.workshop.root, TODAY).findings
    assert "is excused twice" in finding.what
