"""How long a reader waits for the server when many move the slider: python -m benchmarks.viewers [--viewers 25,50,100].

Each viewer is a session of the real page over its own websocket, without a browser: it loads the page, then settles the
slider somewhere else every four seconds, as the map's frame does when a drag ends (during a drag the frame asks for
nothing). A move counts until the page has said that its run is over. JSON out: milliseconds, and the server's processor
time for each move, which tells more where a machine is shared.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import synthetic
from benchmarks.page import served
from pipeline.timeline import number

EVERY_S = 4.0
GOALS_MS = {25: 300, 50: 500, 100: 1000}


class Viewer:
    """One session of the page."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._map = self._fragment = self._script = self._cube = ""
        self.errors: list[str] = []

    async def run(self, value: dict[str, Any] | None = None) -> float:
        """Seconds until the page has run: whole at first, then its map and panel, with what the map's frame says."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        if value is not None:
            message.rerun_script.page_script_hash, message.rerun_script.fragment_id = self._script, self._fragment
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = self._map, json.dumps(value)
        began = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            said = ForwardMsg()
            said.ParseFromString(await asyncio.wait_for(self._socket.recv(), 120))
            kind = said.WhichOneof("type")
            if kind == "new_session":
                self._script = said.new_session.page_script_hash
            elif kind == "delta":
                self._hear(said.delta)
            elif kind == "script_finished" and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - began

    def _hear(self, delta: Any) -> None:
        element = delta.new_element
        found = element.WhichOneof("type")
        if found == "component_instance" and "situationCommand" in element.component_instance.json_args:
            self._map, self._fragment = element.component_instance.id, delta.fragment_id
            start = element.component_instance.json_args.find("cube-")
            self._cube = element.component_instance.json_args[start:].split(".json")[0] + ".json"
        elif found == "exception":
            self.errors.append(element.exception.message)

    def moved(self, draw: random.Random) -> dict[str, Any]:
        """What the map's frame says once the slider has come to rest on some thirty days."""
        low = number(synthetic.START) + draw.randrange(synthetic.DAYS - 30)
        ways = {"mode": 0, "bars": 0, "step": 0, "speed": 0}
        pick = {"seq": 0, "points": []}
        window = {"cube": self._cube, "lo": low, "hi": low + 29, "pick": pick, "view": [48.6, 31.3, 6]}
        return {**window, "kinds": [], "statuses": [], "sources": [], **ways}


async def watch(address: str, viewers: int, seconds: float) -> dict[str, Any]:
    """So many viewers for so long, from the moment in which all have the page."""
    port = address.rsplit(":", 1)[1]
    moves: list[float] = []
    loads: list[float] = []
    errors: list[str] = []
    spent: list[float] = []
    all_in = asyncio.Condition()
    entered = asyncio.Semaphore(4)  # they come one after another, not all in one moment

    async def one(n: int) -> None:
        draw = random.Random(n)
        url = address.replace("http", "ws") + "/_stcore/stream"
        try:
            async with websockets.connect(url, origin=address, subprotocols=["streamlit"], max_size=None) as socket:
                viewer = Viewer(socket)
                async with entered:
                    # the map alone, and the panel once the map has said that it stands
                    loads.append(await viewer.run() + await viewer.run(viewer.moved(draw)))
                if not (viewer._map and viewer._fragment):
                    raise OSError("the page came without its map")
                async with all_in:
                    all_in.notify_all()
                    await all_in.wait_for(lambda: len(loads) + len(errors) >= viewers)
                spent.append(processor_seconds(port))
                end = time.perf_counter() + seconds
                await asyncio.sleep(draw.uniform(0, EVERY_S))
                while time.perf_counter() < end:
                    took = await viewer.run(viewer.moved(draw))
                    moves.append(took)
                    await asyncio.sleep(max(0.0, draw.uniform(0.5, 1.5) * EVERY_S - took))
                errors.extend(viewer.errors)
        except (OSError, TimeoutError, websockets.WebSocketException) as error:
            errors.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(one(n) for n in range(viewers)))
    ranked = sorted(moves) or [0.0]
    return {
        "moves": len(moves),
        "median": round(statistics.median(ranked) * 1000),
        "p95": round(ranked[int(0.95 * (len(ranked) - 1))] * 1000),
        "worst": round(ranked[-1] * 1000),
        "server cpu ms a move": round(1000 * (processor_seconds(port) - min(spent, default=0)) / max(1, len(moves))),
        "first load, median": round(statistics.median(loads or [0.0]) * 1000),
        "errors": errors,
    }


def processor_seconds(port: str) -> float:
    """Processor time of the server on this port so far."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if port.encode() in words and b"streamlit" in words:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue
    return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", default="25,50,100")
    parser.add_argument("--count", type=int, default=1_000_000, help="incidents")
    parser.add_argument("--store", type=Path, help="a store that is there; default: one is made, and removed")
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    told: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "store.sqlite"
        if not path.exists():
            synthetic.fill(path, options.count)
        with served("dashboard.py", "--store", str(path), log=Path(folder) / "log") as address:
            told["cold"] = asyncio.run(watch(address, 1, 1.0))
            for viewers in map(int, options.viewers.split(",")):
                found = asyncio.run(watch(address, viewers, options.seconds))
                goal = GOALS_MS.get(viewers)
                told[f"{viewers} viewers"] = {**found, "goal": goal, "met": goal is not None and found["p95"] < goal}
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
