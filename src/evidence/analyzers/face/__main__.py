"""The child process: looks for faces in one file and answers with a line of JSON.

python -m evidence.analyzers.face CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- recording PATH
python -m evidence.analyzers.face CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- portraits PATH…
"""

from __future__ import annotations

import logging
import resource
import sys


def main(arguments: list[str]) -> None:
    """Set the limits, then look: nothing of the file is touched before."""
    cpu, memory, answer, dashes, task, *paths = arguments
    if dashes != "--" or task not in {"recording", "portraits"}:
        raise SystemExit("usage: CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- TASK PATH…")
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu), int(cpu) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(answer), int(answer)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    import cv2  # noqa: PLC0415  heavy: within the limits

    from evidence.analyzers.face.cards import ModelUnusable  # noqa: PLC0415  the same
    from evidence.analyzers.face.wire import dumps, dumps_portrait  # noqa: PLC0415  the same
    from evidence.domain.presence import FacesSeen, Watched  # noqa: PLC0415  the same

    cv2.setNumThreads(1)
    logging.getLogger("libav").addHandler(logging.NullHandler())
    try:
        if task == "recording":
            from evidence.analyzers.face.watching import Watcher  # noqa: PLC0415  the same

            lines = [dumps(Watcher.with_cards().watch(paths[0]))]
        else:
            from evidence.analyzers.face.portraits import Judge  # noqa: PLC0415  the same

            judge = Judge.with_cards()
            lines = [dumps_portrait(judge.look(path)) for path in paths]
    except (ModelUnusable, ImportError) as error:
        lines = [dumps(FacesSeen(Watched.NO_MODELS, detail=str(error)))]
    sys.stdout.buffer.write("\n".join(lines).encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1:])
