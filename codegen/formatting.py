"""Generated modules as the repository's own ruff settings want them."""

import subprocess
import sys
import tempfile
from pathlib import Path

# Which packages are ours must not depend on what happens to lie beside the temporary files.
_OURS = "lint.isort.known-first-party=['services','gateway']"


class FormattingFailed(Exception):
    """ruff refused the generated text: a fault of the generator, not of the specs."""


def format_modules(outputs: dict[str, str], settings: Path) -> dict[str, str]:
    """The same outputs with every `.py` formatted; imports sorted, unused ones dropped."""
    modules = {path: text for path, text in outputs.items() if path.endswith(".py")}
    with tempfile.TemporaryDirectory(prefix="codegen-") as name:
        folder = Path(name)
        for path, text in modules.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        config = ["--config", str(settings), "--config", _OURS, "--no-cache", "--quiet"]
        _ruff(folder, ["check", "--fix", "--select", "I,UP,F401", *config, "."])
        _ruff(folder, ["format", *config, "."])
        formatted = {path: (folder / path).read_text("utf-8") for path in modules}
    return {path: formatted.get(path, text) for path, text in outputs.items()}


def _ruff(folder: Path, arguments: list[str]) -> None:
    command = [str(Path(sys.executable).parent / "ruff"), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FormattingFailed(done.stdout + done.stderr)
