"""The child process: reads the packets of one file and answers with a line of JSON.

python -m evidence.analyzers.media CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH
"""

from __future__ import annotations

import sys

from evidence.analyzers.child import limited, tell
from evidence.analyzers.media.wire import dumps


def main(arguments: list[str]) -> None:
    """Set the limits, then read: nothing of the file is touched before."""
    (path,) = limited(arguments, "PATH")

    from evidence.analyzers.media.packets import read  # noqa: PLC0415  heavy: within the limits

    tell(dumps(read(path)))


if __name__ == "__main__":
    main(sys.argv[1:])
