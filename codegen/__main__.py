"""`python -m codegen generate | check | diff`, from the root of the repository."""

import argparse
import sys
from pathlib import Path

from codegen import commands


def main() -> int:
    parser = argparse.ArgumentParser(prog="codegen", description="Specs to code and published documents.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    about = {
        "generate": (commands.generate, "write what derives from the specs"),
        "check": (commands.check, "find drift, gaps between specs and code, and spec errors; write nothing"),
        "diff": (commands.diff, "show what generate would change"),
    }
    for name, (run, text) in about.items():
        verb = verbs.add_parser(name, help=text, description=text)
        verb.add_argument("--root", type=Path, default=Path(), help="repository to work on (default: here)")
        verb.set_defaults(run=run)
    arguments = parser.parse_args()
    if not (arguments.root / "specs").is_dir():
        parser.error(f"{arguments.root.resolve()} has no folder specs")
    return int(arguments.run(arguments.root))


if __name__ == "__main__":
    sys.exit(main())
