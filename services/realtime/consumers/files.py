"""The connector's files of JSON lines, read as they grow and through their rotation."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from services.realtime.consumers.events import Line, UnreadableEvent
from services.realtime.consumers.following import Batch, Place, Unfollowable

BLOCK = 1 << 20
POLL_SECONDS = 0.1
_decode = msgspec.json.Decoder(Line).decode


class Files:
    """Reads on from `place`; `once` ends where the files end, otherwise it waits for more."""

    def __init__(self, directory: Path, place: Place, *, once: bool) -> None:
        self._directory = directory
        self._number, self._at = place.file, place.at
        self._once = once

    async def __aiter__(self) -> AsyncIterator[Batch]:
        while True:
            block = self._read()
            if block:
                yield Batch(self._lines(block), Place(self._number, self._at))
            elif self._once:
                return
            else:
                await asyncio.sleep(POLL_SECONDS)

    def _read(self) -> bytes:
        """The next whole lines; nothing when there are none yet."""
        while True:
            numbers = sorted(
                int(path.stem.removeprefix("changes-")) for path in self._directory.glob("changes-*.jsonl")
            )
            later = [number for number in numbers if number > self._number]
            if self._number not in numbers:
                if self._number and later:
                    raise Unfollowable(f"{self._path} is gone, and files after it are there")
                if not later:
                    return b""
                self._number, self._at = later[0], 0
                continue
            # A file that has a successor grows no more: what it has now is all.
            block = self._read_lines()
            if block or not later:
                return block
            self._number, self._at = later[0], 0

    def _read_lines(self) -> bytes:
        with self._path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            # After a power cut, or a full disk, the end may be told again.
            self._at = min(self._at, size)
            if self._at:
                file.seek(self._at - 1)
                if file.read(1) != b"\n":
                    raise Unfollowable(f"{self._path}: no line ends at {self._at}; it was written anew")
            wanted = BLOCK
            while True:
                file.seek(self._at)
                block = file.read(wanted)
                end = block.rfind(b"\n") + 1
                if end or len(block) < wanted:
                    self._at += end
                    return block[:end]
                wanted *= 2

    def _lines(self, block: bytes) -> list[Line]:
        lines = []
        for text in block.split(b"\n")[:-1]:
            try:
                lines.append(_decode(text))
            except msgspec.MsgspecError as error:
                raise UnreadableEvent(f"{self._path}, before byte {self._at}: {error}") from error
        return lines

    @property
    def _path(self) -> Path:
        return self._directory / f"changes-{self._number:06}.jsonl"
