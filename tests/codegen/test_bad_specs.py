"""Every mistake in a spec is told, at its place, and nothing is written."""

import pytest

from codegen.findings import SpecErrors
from codegen.read.specs import read_specs
from tests.codegen.mistakes import MISTAKES, USERS, V3, Mistake
from tests.codegen.workshop import Workshop


def found(workshop: Workshop) -> list[str]:
    with pytest.raises(SpecErrors) as caught:
        read_specs(workshop.root)
    return [" ".join(str(finding).split()) for finding in caught.value.findings]


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_at_its_place(workshop: Workshop, mistake: Mistake) -> None:
    line = workshop.replace(mistake.file, mistake.old, mistake.new) + mistake.below

    findings = found(workshop)

    assert [f for f in findings if f.startswith(f"{mistake.file}:{line}: ") and mistake.says in f], findings


def test_all_mistakes_are_told_at_once_and_nothing_is_written(workshop: Workshop) -> None:
    kinds = [
        "operationId twice",
        "unknown role",
        "secured but anonymous",
        "open request",
        "sorting by nothing",
        "page of nothing",
        "broken pattern",
        "dangling reference",
        "doubled key",
        "unknown status",
        "sunset before deprecation",
        "no such envelope",
    ]
    for kind in kinds:
        workshop.replace(MISTAKES[kind].file, MISTAKES[kind].old, MISTAKES[kind].new)
    before = workshop.generated()

    done = workshop.run("generate")

    assert done.returncode == 1
    told = " ".join(done.stdout.split())
    assert [kind for kind in kinds if MISTAKES[kind].says not in told] == []
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert workshop.generated() == before
    assert workshop.run("check").stdout.startswith(done.stdout.partition("\n\n")[0][:200])


def test_an_enum_to_filter_by_needs_a_name(workshop: Workshop) -> None:
    workshop.replace(
        USERS,
        "status: {$ref: '#/components/schemas/UserStatus'}\n        created_at",
        "status: {type: string, enum: [on, off]}\n        created_at",
    )

    assert any("`status` is filtered by an enum without a name" in finding for finding in found(workshop))


def test_access_that_an_overlay_makes_contradict_security_is_told(workshop: Workshop) -> None:
    with workshop.path(V3).open("a") as overlay:
        overlay.write("  - target: $.paths['/auth/token'].post.security\n    remove: true\n")

    assert any("in v3: x-access lets anonymous in, security does not" in finding for finding in found(workshop))


def test_an_example_that_an_overlay_makes_wrong_is_told(workshop: Workshop) -> None:
    with workshop.path(V3).open("a") as overlay:
        overlay.write("  - target: $.components.schemas.Username\n    update: {maxLength: 4}\n")

    assert any("in v3: the example breaks its schema" in finding for finding in found(workshop))


def test_an_operation_that_only_an_overlay_knows_is_told(workshop: Workshop) -> None:
    with workshop.path(V3).open("a") as overlay:
        overlay.write("  - target: $.paths['/users']\n    update: {head: {operationId: peek, responses: {}}}\n")

    assert any("HEAD /users is in no contract" in finding for finding in found(workshop))
