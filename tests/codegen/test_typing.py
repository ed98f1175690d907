"""Generated code holds what mypy's strictest reading asks for, together with what people wrote around it."""

import subprocess
import sys

from tests.codegen.workshop import REPOSITORY


def test_generated_code_is_strictly_typed() -> None:
    folders = [*REPOSITORY.glob("services/*/generated"), REPOSITORY / "gateway/generated"]
    command = [sys.executable, "-m", "mypy", "--strict", *(str(folder.relative_to(REPOSITORY)) for folder in folders)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
