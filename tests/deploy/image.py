"""The Dockerfile, as these tests read it, and what it copies."""

import compileall
import json
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.compose import ROOT

DOCKERFILE = ROOT / "Dockerfile"


@dataclass(frozen=True)
class Instruction:
    word: str
    rest: str
    stage: int


@dataclass(frozen=True)
class Copy:
    """One source of a COPY from the build context."""

    source: str
    target: str
    stage: int


def instructions() -> list[Instruction]:
    """Every instruction of the Dockerfile, continued lines joined, with the number of its stage from 1."""
    found: list[Instruction] = []
    stage = 0
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            stage += word == "FROM"
            found.append(Instruction(word, rest.strip(), stage))
    return found


def last_stage() -> int:
    return instructions()[-1].stage


def copies() -> list[Copy]:
    found = []
    for instruction in instructions():
        if instruction.word == "COPY" and not instruction.rest.startswith("--from="):
            *sources, target = instruction.rest.split()
            found += [Copy(source, target, instruction.stage) for source in sources]
    return found


def entrypoint() -> list[str]:
    """The program every role of the image starts."""
    [found] = [instruction.rest for instruction in instructions() if instruction.word == "ENTRYPOINT"]
    command: list[str] = json.loads(found)
    return command


def environment() -> dict[str, str]:
    """The variables the image sets itself; PATH is the machine's business."""
    [found] = [instruction.rest for instruction in instructions() if instruction.word == "ENV"]
    variables = dict(pair.split("=", 1) for pair in shlex.split(found))
    del variables["PATH"]
    return variables


def lay_out(directory: Path) -> Path:
    """What the image holds in its working directory, and nothing else; compiled, as there."""
    for copy in copies():
        if copy.stage == last_stage():
            shutil.copytree(ROOT / copy.source, directory / copy.target, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(directory, quiet=1)
    return directory
