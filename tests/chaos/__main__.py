"""`python -m tests.chaos [area …]`: the faults in their long form, one area after the other."""

import asyncio
import pkgutil
import sys
import time
from importlib import import_module

import uvloop

import tests.chaos
from services.chassis.logs import configure_logs

AREAS = sorted(found.name for found in pkgutil.iter_modules(tests.chaos.__path__) if not found.name.startswith("_"))


def main(chosen: list[str]) -> int:
    configure_logs()
    unknown = [name for name in chosen if name not in AREAS]
    if unknown:
        print(f"no such area: {', '.join(unknown)}; there are {', '.join(AREAS)}", file=sys.stderr)
        return 2
    failed = []
    for name in chosen or AREAS:
        began = time.monotonic()
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                told = runner.run(import_module(f"tests.chaos.{name}").run())
        except AssertionError as error:
            failed.append(name)
            told = f"FAILED: {error}"
        print(f"{name}: {told} ({time.monotonic() - began:.0f} s)", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
