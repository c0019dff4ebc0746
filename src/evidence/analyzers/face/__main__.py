"""The child process: looks for faces in one file and answers with a line of JSON.

python -m evidence.analyzers.face CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- recording CHOSEN PATH
python -m evidence.analyzers.face CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- portraits CHOSEN PATH…

CHOSEN is the embedder, as its deployment chose it.
"""

from __future__ import annotations

import sys

from evidence.analyzers.child import limited, on_one_thread, tell


def main(arguments: list[str]) -> None:
    """Set the limits, then look: nothing of the file is touched before."""
    task, embedder, *paths = limited(arguments, "TASK CHOSEN PATH…")

    from evidence.analyzers.face.cards import ModelUnusable  # noqa: PLC0415  heavy: within them
    from evidence.analyzers.face.chosen import Chosen  # noqa: PLC0415  the same
    from evidence.analyzers.face.wire import dumps, dumps_portrait  # noqa: PLC0415  the same
    from evidence.domain.presence import FacesSeen, Watched  # noqa: PLC0415  the same

    on_one_thread()
    try:
        chosen = Chosen.spelt(embedder)
        if task == "recording":
            from evidence.analyzers.face.watching import Watcher  # noqa: PLC0415  the same

            tell(dumps(Watcher.by(chosen).watch(paths[0])))
        else:
            from evidence.analyzers.face.portraits import Judge  # noqa: PLC0415  the same

            judge = Judge.by(chosen)
            for path in paths:
                tell(dumps_portrait(judge.look(path)))
    except (ModelUnusable, ImportError) as error:
        tell(dumps(FacesSeen(Watched.NO_MODELS, detail=str(error))))


if __name__ == "__main__":
    main(sys.argv[1:])
