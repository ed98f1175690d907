"""Compares a generated Protocol with the code that should satisfy it, by syntax alone.

Nothing is imported: a handler that does not even import yet still gets its list of what is missing.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codegen.findings import Finding

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Implementation:
    """Code to compare: its functions by name, and the line where new ones belong."""

    path: str
    owner: str
    functions: dict[str, Function]
    line: int
    indent: str


def parse(root: Path, path: str, findings: list[Finding]) -> ast.Module:
    """The module's syntax tree; an empty one when there is no such file, or a finding when it is not Python."""
    try:
        return ast.parse((root / path).read_text("utf-8"), path)
    except FileNotFoundError:
        pass
    except SyntaxError as error:
        findings.append(Finding(path, error.lineno or 1, f"not Python: {error.msg}", "mend the syntax", "syntax"))
    return ast.Module([], [])


def functions(body: list[ast.stmt]) -> dict[str, Function]:
    return {node.name: node for node in body if isinstance(node, Function)}


def protocols(module: ast.Module) -> dict[str, dict[str, Function]]:
    """The methods of each class of a generated module."""
    return {node.name: functions(node.body) for node in module.body if isinstance(node, ast.ClassDef)}


def compare(wanted: dict[str, Function], found: Implementation, noun: str) -> Iterator[Finding]:
    """What is missing, superfluous or differently signed, each with what to paste."""
    for name, contract in wanted.items():
        text = stub(contract, found.indent)
        present = found.functions.get(name)
        if present is None:
            what = f"{found.owner} has no {noun} `{name}`"
            yield Finding(found.path, found.line, what, "paste the stub and fill it", f"missing {noun}", text)
        elif _signature(present) != _signature(contract):
            what = f"{noun} `{name}` does not have the signature of the contract"
            yield Finding(found.path, present.lineno, what, "make it read as below", f"{noun} signature", text)
    for name, present in found.functions.items():
        if name not in wanted and not name.startswith("_"):
            yield from _extra(name, present, found, noun)


def _extra(name: str, present: Function, found: Implementation, noun: str) -> Iterator[Finding]:
    if isinstance(present, ast.AsyncFunctionDef):
        what = f"public {noun} `{name}` is in no contract"
        yield Finding(found.path, present.lineno, what, "add an operation, rename it `_…`, or drop it", f"extra {noun}")


def stub(contract: Function, indent: str) -> str:
    """What to write for a method, or for a function when nothing is indented."""
    keyword = "async def" if isinstance(contract, ast.AsyncFunctionDef) else "def"
    arguments = [argument for argument in contract.args.args if indent or argument.arg != "self"]
    listed = ", ".join(ast.unparse(argument) for argument in arguments)
    returns = ast.unparse(contract.returns) if contract.returns else "None"
    return f"{indent}{keyword} {contract.name}({listed}) -> {returns}:\n{indent}    raise NotImplementedError\n"


def _signature(function: Function) -> tuple[object, ...]:
    """Everything but the body, in one spelling."""
    arguments = [argument for argument in function.args.args if argument.arg != "self"]
    others = (function.args.posonlyargs, function.args.kwonlyargs, function.args.vararg, function.args.kwarg)
    return (
        isinstance(function, ast.AsyncFunctionDef),
        tuple((argument.arg, _spelling(argument.annotation)) for argument in arguments),
        tuple(ast.dump(other) if isinstance(other, ast.AST) else bool(other) for other in others),
        _spelling(function.returns),
    )


class _Plain(ast.NodeTransformer):
    """`"models.User"` and `models.User` both become User."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Name(node.attr)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return self.visit(ast.parse(node.value, mode="eval").body) if isinstance(node.value, str) else node


def _spelling(annotation: ast.expr | None) -> str:
    return ast.unparse(_Plain().visit(annotation)) if annotation is not None else ""
