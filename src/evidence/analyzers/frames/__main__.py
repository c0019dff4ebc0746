"""The child process: looks at the pictures of one file and answers with a line of JSON.

python -m evidence.analyzers.frames CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH
"""

from __future__ import annotations

import logging
import resource
import sys

from evidence.analyzers.frames.wire import dumps


def main(arguments: list[str]) -> None:
    """Set the limits, then look: nothing of the file is touched before."""
    cpu, memory, answer, dashes, path = arguments
    if dashes != "--":
        raise SystemExit("usage: CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH")
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu), int(cpu) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(answer), int(answer)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    import cv2  # noqa: PLC0415  heavy: within the limits

    from evidence.analyzers.frames.watchers import watchers  # noqa: PLC0415  the same
    from evidence.analyzers.frames.watching import watch  # noqa: PLC0415  the same

    cv2.setNumThreads(1)
    logging.getLogger("libav").addHandler(logging.NullHandler())
    sys.stdout.buffer.write(dumps(watch(path, watchers())).encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1:])
