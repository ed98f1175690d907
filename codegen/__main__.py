"""`python -m codegen generate | check | diff | explain`, from the root of the repository.

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

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        found = verbs.add_parser(name, help=about, description=about, epilog=_STATUSES)
        found.add_argument("--root", type=Path, default=Path(), help="repository to work on (default: here)")
        return found

    verb("generate", "write what derives from the specs")
    verb("diff", "show what generate would change")
    check = verb("check", "find drift, gaps between specs and code, broken promises and spec errors; write nothing")
    check.add_argument("--against", metavar="REF", help="git ref whose clients must not break (default: HEAD)")
    check.add_argument(
        "--usage", metavar="FILE", help="who uses what, as `gateway.usage export` writes it; - for stdin"
    )
    explain = verb("explain", "tell what a kind of breaking change means, and the compatible way")
    explain.add_argument("kind", nargs="?", help="a kind, as a finding names it (default: list them)")
    return _run(parser)


def _run(parser: argparse.ArgumentParser) -> int:
    arguments = parser.parse_args()
    root: Path = arguments.root
    if arguments.verb == "explain":
        return commands.explain(arguments.kind)
    if not (root / "specs").is_dir():
        parser.error(f"{root.resolve()} has no folder specs")
    if arguments.verb == "check":
        return commands.check(root, arguments.against, arguments.usage)
    return {"generate": commands.generate, "diff": commands.diff}[arguments.verb](root)


if __name__ == "__main__":
    # Documents are large trees without cycles worth collecting, and the process is soon over.
    gc.disable()
    sys.exit(main())
