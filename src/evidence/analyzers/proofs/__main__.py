"""The child process: takes small pictures out of one file and answers with a line of JSON.

python -m evidence.analyzers.proofs CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- PATH TIME…
"""

from __future__ import annotations

import json
import sys

from evidence.analyzers.child import limited, on_one_thread, tell


def main(arguments: list[str]) -> None:
    """Set the limits, then look: nothing of the file is touched before."""
    path, *times = limited(arguments, "PATH TIME…")

    from evidence.analyzers.proofs.pictures import pictures  # noqa: PLC0415  heavy: within them

    on_one_thread()
    tell(json.dumps(pictures(path, [int(time) for time in times])))


if __name__ == "__main__":
    main(sys.argv[1:])
