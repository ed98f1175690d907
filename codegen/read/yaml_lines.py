"""YAML as JSON values, with the line of every part.

Scalars follow the JSON schema of YAML 1.2 (10.2): dates stay text and `yes` is no boolean, so that a
document means the same here and in every other OpenAPI tool.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from codegen.documents import Pointer, Source
from codegen.findings import Finding

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


class _Reader:
    """Turns composed nodes into values and notes lines and doubled keys on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[Pointer, int] = {}
        self.findings: list[Finding] = []

    def value(self, node: yaml.Node, pointer: Pointer) -> Any:
        self.lines.setdefault(pointer, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._object(node, pointer)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*pointer, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _object(self, node: yaml.MappingNode, pointer: Pointer) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in found:
                self.findings.append(Finding(self.path, line, f"`{key}` is written twice", "keep one of them"))
            self.lines[(*pointer, key)] = line
            found[key] = self.value(value_node, (*pointer, key))
        return found


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if not isinstance(node, yaml.ScalarNode) or node.style:
        return text
    if text.lower() in _WORDS and text in {text.lower(), text.upper(), text.title()}:
        return _WORDS[text.lower()]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _NUMBER.match(text) else text


def read_yaml(root: Path, path: str) -> tuple[Source | None, list[Finding]]:
    """The file as a Source, or why it cannot be one."""
    try:
        return parse_yaml((root / path).read_text("utf-8"), path)
    except UnicodeDecodeError as error:
        return None, [Finding(path, 1, f"not UTF-8: {error.reason}", "save it as UTF-8")]


def parse_yaml(text: str, path: str) -> tuple[Source | None, list[Finding]]:
    """The text, which is that of the file `path`, as a Source, or why it cannot be one."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, [Finding(path, line, f"not YAML: {error.problem}", "mend the syntax")]
    if not isinstance(node, yaml.MappingNode):
        return None, [Finding(path, 1, "the file holds no object", "write a document with named members")]
    reader = _Reader(path)
    data = reader.value(node, ())
    return Source(path, data, reader.lines), reader.findings
