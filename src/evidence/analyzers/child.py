"""The child: a process that looks at strangers' files, within limits and on one thread.

python -P -m MODULE CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- ARGUMENT…

An engine starts it and reads its answer, a line for each thing asked, from standard output. A child
that outgrows a limit is ended by the kernel; whatever it told until then, stands.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
from collections.abc import Sequence

MAX_PIXELS = 100_000_000  # of one picture: a larger one is not decoded


def limited(arguments: Sequence[str], usage: str) -> list[str]:
    """Set the limits that stand before ``--``, and give what is asked behind it.

    To be called before a library is loaded that decodes, so that it lives within them, too.

    Raises:
        SystemExit: when the arguments are others; ``usage`` names those behind ``--``.
    """
    if len(arguments) < 4 or arguments[3] != "--":  # noqa: PLR2004  three limits and the dashes
        raise SystemExit(f"usage: CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- {usage}")
    cpu, memory, answer = map(int, arguments[:3])
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (answer, answer))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(MAX_PIXELS)  # read as OpenCV is loaded
    logging.getLogger("libav").addHandler(logging.NullHandler())
    return list(arguments[4:])


def on_one_thread() -> None:
    """Have OpenCV compute on this thread alone: an engine runs a child for each processor."""
    import cv2  # noqa: PLC0415  heavy: within the limits

    cv2.setNumThreads(1)


def tell(line: str) -> None:
    """Answer one line, at once: a child may die of what it looks at next."""
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
