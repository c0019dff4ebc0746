"""The child process: reads the packets of one file and answers with a line of JSON.

python -m evidence.analyzers.media CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH
"""

from __future__ import annotations

import logging
import resource
import sys

from evidence.analyzers.media.wire import dumps


def main(arguments: list[str]) -> None:
    """Set the limits, then read: nothing of the file is touched before."""
    cpu, memory, answer, dashes, path = arguments
    if dashes != "--":
        raise SystemExit("usage: CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH")
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu), int(cpu) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(answer), int(answer)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    from evidence.analyzers.media.packets import read  # noqa: PLC0415  heavy: within the limits

    logging.getLogger("libav").addHandler(logging.NullHandler())
    sys.stdout.buffer.write(dumps(read(path)).encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1:])
