"""`python -m tests.chaos [area …]`: the faults of every area, or of those named. Each area is a module with `run`."""

import asyncio
import importlib
import pkgutil
import sys
import time

import uvloop

import tests.chaos
from services.chassis.logs import configure_logs


async def _run(areas: list[str]) -> None:
    for area in areas:
        started = time.monotonic()
        await importlib.import_module(f"tests.chaos.{area}").run()
        print(f"{area}: held, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    known = sorted(module.name for module in pkgutil.iter_modules(tests.chaos.__path__) if module.name != "__main__")
    asked = sys.argv[1:] or known
    if unknown := set(asked) - set(known):
        sys.exit(f"there is no area {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    configure_logs()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(asked))
