"""What a finding gives to paste does what it says."""

import pytest

from tests.evolution.edits import ORDERS, USERS, V2
from tests.evolution.edits.breaking import BREAKING
from tests.evolution.studio import Studio

REPAIRED = (
    "renaming a property of a request",
    "renaming a property of an answer",
    "changing a type",
    "asking for no credentials",
)


@pytest.mark.parametrize("name", REPAIRED)
def test_pasting_restores_the_old_shape_and_asks_for_its_adapters(studio: Studio, name: str) -> None:
    studio.edit(*BREAKING[name].changes)
    verdict = studio.verdict()
    assert verdict.status == 1

    for finding in verdict.findings:
        studio.paste(finding)

    assert studio.verdict().errors == set()
    assert studio.adapter_gaps() == []


def test_without_its_adapter_a_restored_shape_is_no_more_than_a_claim(studio: Studio) -> None:
    studio.edit(*BREAKING["renaming a property of an answer"].changes)
    for finding in studio.verdict().findings:
        studio.paste(finding)
    adapters = studio.workshop.path("gateway/versions/v2.py")
    adapters.unlink()
    assert studio.verdict().errors == set()
    gaps = studio.adapter_gaps()
    assert {finding.kind for finding in gaps} == {"missing adapter"}
    assert "def api_key(newer: v3.ApiKey) -> v2.ApiKey:" in "".join(finding.paste for finding in gaps)


def test_only_the_version_next_to_the_newest_needs_the_adapter(studio: Studio) -> None:
    studio.edit(*BREAKING["renaming a property of an answer"].changes)
    verdict = studio.verdict()
    assert "def api_key(newer: v3.ApiKey) -> v2.ApiKey:" in verdict.one("response-property-removed", "v2").paste
    assert "def " not in verdict.one("response-property-removed", "v1").paste


def test_what_no_adapter_can_do_is_not_promised(studio: Studio) -> None:
    studio.edit(*BREAKING["removing an operation"].changes)
    assert not any(finding.paste for finding in studio.verdict().findings)


def test_an_overlay_written_by_hand_is_as_good(studio: Studio) -> None:
    studio.edit((ORDERS, "maximum: 1000, example: 2", "maximum: 100, example: 2"))
    action = (
        "  - target: $.components.schemas.OrderLine.properties.quantity\n"
        "    description: As many as ever.\n"
        "    update: {maximum: 1000}\n"
    )
    path = studio.workshop.path(V2)
    path.write_text(path.read_text("utf-8") + action, "utf-8")
    verdict = studio.verdict()
    assert verdict.errors == {("request-bounds-narrowed", "v1")}
    assert {finding.kind for finding in studio.adapter_gaps()} == {"missing adapter"}


def test_a_finding_names_file_and_line_of_the_spec(studio: Studio) -> None:
    line = studio.workshop.replace(USERS, "enum: [read, write, admin]", "enum: [read, admin]")
    finding = studio.verdict().one("request-enum-narrowed", "v2")
    assert (finding.path, finding.line) == (USERS, line)
    assert "at `#/components/schemas/ApiKeyScope/enum`" in finding.what
    assert "(POST /api-keys)" in finding.what
