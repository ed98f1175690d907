"""`python -m codegen generate | check | diff | explain | scaffold | watch`, from the root of the repository.

Exit status: 0 nothing to mend (warnings are no reason to fail), 1 something to mend, 2 the command cannot be done as
asked: an unknown ref or kind, a file that cannot be read.
"""

import argparse
import gc
import sys
from pathlib import Path

from codegen import commands

_STATUSES = "exit status: 0 nothing to mend, 1 something to mend, 2 cannot be done as asked"


def main() -> int:
    parser = argparse.ArgumentParser(prog="codegen", description="Specs to code and published documents.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    _verb(verbs, "generate", "write what derives from the specs")
    _verb(verbs, "diff", "show what generate would change")
    check = _verb(verbs, "check", "find drift, gaps, broken promises and spec errors; write nothing")
    check.add_argument("--against", metavar="REF", help="git ref whose clients must not break (default: HEAD)")
    check.add_argument(
        "--usage", metavar="FILE", help="who uses what, as `gateway.usage export` writes it; - for stdin"
    )
    explain = _verb(verbs, "explain", "tell what a kind of breaking change means, and the compatible way")
    explain.add_argument("kind", nargs="?", help="a kind, as a finding names it (default: list them)")
    watch = _verb(verbs, "watch", "compile each save of a spec and start again what runs")
    watch.add_argument("run", nargs="*", help="what to run (default: python -m gateway)")
    scaffolds = verbs.add_parser("scaffold", help="begin an operation in a contract, or a version of the API")
    _scaffolds(scaffolds.add_subparsers(dest="what", required=True))
    return _run(parser)


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
) -> argparse.ArgumentParser:
    found = verbs.add_parser(name, help=about, description=about, epilog=_STATUSES)
    found.add_argument("--root", type=Path, default=Path(), help="repository to work on (default: here)")
    return found


def _scaffolds(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    operation = _verb(kinds, "operation", "add an operation with examples to a contract, and show its handler")
    operation.add_argument("service", help="whose contract, such as orders")
    operation.add_argument("method", choices=["get", "post", "put", "patch", "delete"])
    operation.add_argument("path", help="such as /orders/{id}/notes")
    operation.add_argument("operation_id", help="verb and noun, such as createOrderNote")
    operation.add_argument("--list", action="store_true", dest="listing", help="a GET that answers pages")
    operation.add_argument("--anonymous", action="store_true", help="asks for no credentials")
    version = _verb(kinds, "version", "add a version with an overlay and adapters, at first like the newest one")
    version.add_argument("name", nargs="?", help="the next one by default")


def _scaffold(arguments: argparse.Namespace) -> int:
    from codegen.scaffold.commands import add_operation, add_version
    from codegen.scaffold.operations import Wish

    if arguments.what == "version":
        return add_version(arguments.root, arguments.name)
    told = (arguments.service, arguments.method, arguments.path, arguments.operation_id)
    return add_operation(arguments.root, Wish(*told, arguments.listing, arguments.anonymous))


def _run(parser: argparse.ArgumentParser) -> int:
    arguments = parser.parse_args()
    root: Path = arguments.root
    if arguments.verb == "explain":
        return commands.explain(arguments.kind)
    if not (root / "specs").is_dir():
        parser.error(f"{root.resolve()} has no folder specs")
    if arguments.verb == "check":
        return commands.check(root, arguments.against, arguments.usage)
    if arguments.verb == "watch":
        from codegen.watch import keep_running

        return keep_running(root, arguments.run or [sys.executable, "-m", "gateway"])
    if arguments.verb == "scaffold":
        return _scaffold(arguments)
    return {"generate": commands.generate, "diff": commands.diff}[arguments.verb](root)


if __name__ == "__main__":
    # Documents are large trees without cycles worth collecting, and the process is soon over.
    gc.disable()
    sys.exit(main())
