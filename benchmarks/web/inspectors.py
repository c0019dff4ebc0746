"""The inspectors: who open pages, all from one small process, so that asking costs next to nothing.

    python -m benchmarks.web.inspectors PORT CLASSES SECONDS THINK

Each has a connection of its own, opens a page, reads it for THINK seconds, and opens the next.
Their times, by page and in milliseconds, are written as JSON, with what the asking itself cost.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import defaultdict
from time import perf_counter, process_time
from urllib.parse import quote

AT_ONCE, INSTITUTIONS = 20, 200  # as filled.py has them: nothing heavy is imported here


def pages(classes: int, chance: random.Random) -> dict[str, str]:
    """One address of each kind."""
    number = chance.randrange(classes)
    home, name = f"INST-{number % INSTITUTIONS:04}", f"CLASS-{number:05}"
    part = quote(f"hour/P{chance.randrange(10):02}/{chance.randrange(4) + 1}")
    rule = chance.choice(("prompt-gap", "headcount", "footage-frozen"))
    return {
        "work list": "/",
        "work list, one rule": f"/?rule={rule}",
        "work list, one institution": f"/?institution={home}",
        "work list, far down": f"/?after=2026-12-11~2~40~{home}/CLASS-{number:05}&first=90000",
        "class": f"/classes/{home}/{name}",
        "class hour": f"/classes/{home}/{name}/item?part={part}",
        "institution": f"/institutions/{home}",
        "overview": "/overview",
        "overview of one": f"/overview?institution={home}",
        "API: items": "/api/v1/items",
    }


class Inspector:
    """One inspector's connection."""

    def __init__(self, who: int, port: int) -> None:
        self.who, self.port = who, port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, address: str) -> int:
        """The status of a page that was read to its end."""
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        told = f"GET {address} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer t{self.who}\r\n\r\n"
        self.writer.write(told.encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        await self.reader.readexactly(length)
        if b"connection: close" in head:
            self.writer.close()
            self.reader = None
        return int(head.split(b" ", 2)[1])


async def morning(port: int, classes: int, seconds: float, think: float) -> dict[str, object]:
    """Everybody at once, for so long."""
    times: dict[str, list[float]] = defaultdict(list)
    wrong: dict[int, int] = defaultdict(int)
    until = perf_counter() + seconds

    async def inspect(who: int) -> None:
        chance, inspector = random.Random(who), Inspector(who, port)
        await asyncio.sleep(think * who / AT_ONCE)
        while perf_counter() < until:
            page, address = chance.choice(list(pages(classes, chance).items()))
            begun = perf_counter()
            status = await inspector.get(address)
            times[page].append(1000 * (perf_counter() - begun))
            if status != 200:
                wrong[status] += 1
            await asyncio.sleep(think)

    before = process_time()
    await asyncio.gather(*(inspect(who) for who in range(AT_ONCE)))
    return {"times": times, "wrong": wrong, "cpu": process_time() - before}


if __name__ == "__main__":
    port, classes, *rest = sys.argv[1:]
    found = asyncio.run(morning(int(port), int(classes), *map(float, rest)))
    print(json.dumps(found))
