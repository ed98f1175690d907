"""What becomes of each edit: verdict, message and exit status."""

from collections.abc import Mapping

import pytest

from tests.evolution.edits import Edit
from tests.evolution.edits.harmless import HARMLESS
from tests.evolution.edits.lifetimes import LIFETIMES
from tests.evolution.edits.operations import OPERATIONS
from tests.evolution.edits.schemas import SCHEMAS
from tests.evolution.studio import Studio


def together(edits: Mapping[str, Edit], groups: int) -> dict[str, list[Edit]]:
    """Edits that have nothing to do with each other, so that what is found is the sum. Saves reading the specs anew."""
    named = list(edits.items())
    return {", ".join(name for name, _ in named[i::groups]): [e for _, e in named[i::groups]] for i in range(groups)}


ALONE = {name: [edit] for name, edit in LIFETIMES.items()}
BREAKING = ALONE | together(OPERATIONS, 5) | together(SCHEMAS, 8)
PASSING = together(HARMLESS, 4)


@pytest.mark.parametrize("edits", BREAKING.values(), ids=BREAKING)
def test_a_break_fails_in_stable_versions_and_warns_in_a_beta(studio: Studio, edits: list[Edit]) -> None:
    for edit in edits:
        studio.edit(*edit.changes)

    verdict = studio.verdict()

    assert verdict.errors == {(kind, version) for edit in edits for kind in edit.kinds for version in edit.versions}
    assert verdict.warnings == {(kind, "v3") for edit in edits if edit.beta for kind in edit.kinds}
    assert verdict.status == 1
    for edit in edits:
        assert edit.says in verdict.text
        for kind in edit.kinds:
            assert f"`codegen explain {kind}`" in verdict.text
    assert any(finding.paste for finding in verdict.findings) == any(edit.pastes for edit in edits)


@pytest.mark.parametrize("edits", PASSING.values(), ids=PASSING)
def test_what_no_client_notices_passes(studio: Studio, edits: list[Edit]) -> None:
    for edit in edits:
        studio.edit(*edit.changes)

    verdict = studio.verdict()

    assert (verdict.printed, verdict.status) == ("", 0)
