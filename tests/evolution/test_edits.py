"""What becomes of each edit: verdict, message and exit status."""

import pytest

from tests.evolution.edits import Edit
from tests.evolution.edits.breaking import BREAKING
from tests.evolution.edits.harmless import HARMLESS
from tests.evolution.edits.lifetimes import LIFETIMES
from tests.evolution.studio import Studio


@pytest.mark.parametrize("edit", [*BREAKING.values(), *LIFETIMES.values()], ids=[*BREAKING, *LIFETIMES])
def test_a_break_fails_in_stable_versions_and_warns_in_a_beta(studio: Studio, edit: Edit) -> None:
    studio.edit(*edit.changes)

    verdict = studio.verdict()

    assert verdict.errors == {(kind, version) for kind in edit.kinds for version in edit.versions}
    assert verdict.warnings == ({(kind, "v3") for kind in edit.kinds} if edit.beta else set())
    assert verdict.status == 1
    assert edit.says in verdict.text
    for kind in edit.kinds:
        assert f"`codegen explain {kind}`" in verdict.text
    pasted = [finding for finding in verdict.findings if finding.paste]
    assert bool(pasted) == edit.pastes


@pytest.mark.parametrize("edit", HARMLESS.values(), ids=HARMLESS)
def test_what_no_client_notices_passes(studio: Studio, edit: Edit) -> None:
    studio.edit(*edit.changes)

    verdict = studio.verdict()

    assert (verdict.printed, verdict.status) == ("", 0)
