"""OpenAPI Overlay 1.0.0 on a small document."""

from typing import Any

from codegen.documents import Document, Pointer, Source
from codegen.read.overlays import apply

HEAD: dict[str, Any] = {
    "paths": {
        "/a": {"get": {"tags": ["x"], "parameters": [{"name": "p"}, {"name": "q"}, {"name": "r"}]}},
        "/b": {"get": {"tags": ["y"], "parameters": [{"name": "q"}]}},
    }
}


def applied(*actions: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    lines: dict[Pointer, int] = {("actions", index): 10 + index for index in range(len(actions))}
    overlay = Source("v1.overlay.yaml", {"actions": list(actions)}, lines)
    document, findings = apply(overlay, Document("head", HEAD, ()))
    return document.data["paths"], [str(finding) for finding in findings]


def test_remove_takes_every_match_out_of_its_list() -> None:
    paths, findings = applied({"target": "$.paths[*].get.parameters[?@.name != 'q']", "remove": True})
    assert findings == []
    assert paths["/a"]["get"]["parameters"] == [{"name": "q"}]
    assert paths["/b"]["get"]["parameters"] == [{"name": "q"}]


def test_update_merges_objects_concatenates_arrays_and_replaces_values() -> None:
    update = {"tags": ["z"], "summary": "new", "deep": {"er": 1}}
    paths, _ = applied(
        {"target": "$.paths['/a'].get", "update": update},
        {"target": "$.paths['/a'].get", "update": {"summary": "newer", "deep": {"est": 2}}},
    )
    operation = paths["/a"]["get"]
    assert operation["tags"] == ["x", "z"]
    assert operation["summary"] == "newer"
    assert operation["deep"] == {"er": 1, "est": 2}
    assert len(operation["parameters"]) == 3


def test_update_of_an_array_appends() -> None:
    paths, _ = applied({"target": "$.paths['/b'].get.parameters", "update": {"name": "s"}})
    assert paths["/b"]["get"]["parameters"] == [{"name": "q"}, {"name": "s"}]


def test_actions_see_what_earlier_ones_did() -> None:
    remove = {"target": "$.paths['/b'].get.parameters[?@.name == 'q']", "remove": True}
    _, findings = applied(remove, remove)
    assert findings == [
        "v1.overlay.yaml:11: `$.paths['/b'].get.parameters[?@.name == 'q']` matches\n"
        "    nothing; mend the target, or drop the action"
    ]


def test_the_contracts_themselves_stay_as_they_are() -> None:
    applied({"target": "$.paths['/a']", "remove": True}, {"target": "$.paths['/b'].get", "update": {"tags": ["z"]}})
    assert set(HEAD["paths"]) == {"/a", "/b"}
    assert HEAD["paths"]["/b"]["get"]["tags"] == ["y"]
