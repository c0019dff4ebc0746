"""The child process: takes thumbnails out of one file and answers with a line of JSON.

python -m evidence.analyzers.viewing CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH TIME…
"""

from __future__ import annotations

import json
import logging
import resource
import sys


def main(arguments: list[str]) -> None:
    """Set the limits, then look: nothing of the file is touched before."""
    cpu, memory, answer, dashes, path, *times = arguments
    if dashes != "--":
        raise SystemExit("usage: CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH TIME…")
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu), int(cpu) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(answer), int(answer)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    import cv2  # noqa: PLC0415  heavy: within the limits

    from evidence.analyzers.viewing.thumbnails import thumbnails  # noqa: PLC0415  the same

    cv2.setNumThreads(1)
    logging.getLogger("libav").addHandler(logging.NullHandler())
    sys.stdout.write(json.dumps(thumbnails(path, [int(time) for time in times])))


if __name__ == "__main__":
    main(sys.argv[1:])
