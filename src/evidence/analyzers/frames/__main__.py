"""The child process: looks at the pictures of one file and answers with a line of JSON.

python -m evidence.analyzers.frames CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH
"""

from __future__ import annotations

import sys

from evidence.analyzers.child import limited, on_one_thread, tell
from evidence.analyzers.frames.wire import dumps


def main(arguments: list[str]) -> None:
    """Set the limits, then look: nothing of the file is touched before."""
    (path,) = limited(arguments, "PATH")

    from evidence.analyzers.frames.watchers import watchers  # noqa: PLC0415  heavy: within them
    from evidence.analyzers.frames.watching import watch  # noqa: PLC0415  the same

    on_one_thread()
    tell(dumps(watch(path, watchers())))


if __name__ == "__main__":
    main(sys.argv[1:])
