"""Events as JSON lines in files that are rotated by size: `changes-000001.jsonl` and so on."""

import asyncio
import os
from collections.abc import Sequence
from io import FileIO
from pathlib import Path

from services.realtime.cdc.envelope import Record, as_json
from services.realtime.cdc.sinks import SinkUnavailable

_BLOCK = 1 << 16


class JsonLines:
    """A line is `{"topic", "id", "key", "value"}`. A file is closed when it has reached `most` bytes."""

    def __init__(self, directory: Path, most: int) -> None:
        self._directory = directory
        self._most = most
        directory.mkdir(parents=True, exist_ok=True)
        numbers = [int(path.stem.removeprefix("changes-")) for path in directory.glob("changes-*.jsonl")]
        self._file = self._open(max(numbers, default=1))
        self._number = max(numbers, default=1)

    def _open(self, number: int) -> FileIO:
        file = FileIO(self._directory / f"changes-{number:06}.jsonl", "a+")
        _drop_torn_line(file)
        # The file itself must still be there after a power cut, not only what is in it.
        directory = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
        return file

    async def write(self, records: Sequence[Record]) -> None:
        try:
            await asyncio.to_thread(self._append, records)
        except OSError as error:
            raise SinkUnavailable(f"{error.filename or self._directory}: {error.strerror}") from error

    def _append(self, records: Sequence[Record]) -> None:
        if self._file.tell() >= self._most:
            self._file.close()
            self._number += 1
            self._file = self._open(self._number)
        begin = self._file.tell()
        left = memoryview(b"\n".join([*map(as_json, records), b""]))
        try:
            while left:
                left = left[self._file.write(left) :]
            os.fdatasync(self._file.fileno())
        except OSError:
            # What is tried again must not follow half a line.
            self._file.truncate(begin)
            raise

    async def close(self) -> None:
        self._file.close()


def _drop_torn_line(file: FileIO) -> None:
    """A process that was killed may have left the beginning of a line."""
    end = size = file.seek(0, os.SEEK_END)
    while end:
        begin = max(0, end - _BLOCK)
        file.seek(begin)
        block = file.read(end - begin) or b""
        if (newline := block.rfind(b"\n")) >= 0:
            end = begin + newline + 1
            break
        end = begin
    if end != size:
        file.truncate(end)
    file.seek(0, os.SEEK_END)
