"""`make watch`: each save of a spec is compiled, and what runs is started again. Errors are shown and waited out."""

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from watchfiles import watch

_SPECS = ("specs/openapi", "specs/versions", "specs/graphql", "codegen")
_CODE = ("services", "gateway", "sql")
_ENDINGS = {".yaml", ".graphql", ".py", ".jinja", ".sql", ".html", ".js", ".css"}
# As long as requests under way may take.
_PATIENCE = 15.0


class Stack:
    """A command that is kept running."""

    def __init__(self, command: Sequence[str], root: Path) -> None:
        self._command = command
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=self._root)

    def stop(self) -> None:
        """Lets it finish; ends it when that takes too long."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None

    def look(self) -> None:
        """Tells, once, that it ended by itself."""
        if self._process is not None and (status := self._process.poll()) is not None:
            self._process = None
            _say(f"it ended with status {status}; waiting for a change")


def keep_running(root: Path, command: Sequence[str]) -> int:
    """Until Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stack = Stack(command, root)
    try:
        if _compiled(root):
            stack.start()
        for changed in _changes(root):
            if not changed:
                stack.look()
                continue
            _say(f"changed: {', '.join(sorted(changed))}")
            if not _below(_SPECS, changed) or _compiled(root):
                stack.stop()
                stack.start()
    except KeyboardInterrupt:
        _say("stopping")
    finally:
        stack.stop()
    return 0


def _changes(root: Path) -> Iterator[list[str]]:
    """Files below `root` that people changed; an empty list about once a second when nobody did."""
    folders = [root / name for name in (*_SPECS, *_CODE) if (root / name).is_dir()]
    for changes in watch(*folders, rust_timeout=1000, yield_on_timeout=True):
        paths = [Path(path).resolve().relative_to(root.resolve()) for _, path in changes]
        written = [str(path) for path in paths if path.suffix in _ENDINGS and "generated" not in path.parts]
        if written or not changes:
            yield written


def _below(folders: Iterable[str], changed: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for path in changed for folder in folders)


def _compiled(root: Path) -> bool:
    """In a process of its own, so that the generator is always the one that lies there."""
    command = [sys.executable, "-m", "codegen", "generate", "--root", str(root)]
    done = subprocess.run(command, check=False)
    if done.returncode != 0:
        _say("not compiled; what runs stays as it was until the above is mended")
    return done.returncode == 0


def _say(text: str) -> None:
    print(f"watch: {text}", flush=True)
