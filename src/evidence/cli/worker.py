"""The worker process that the local crew starts: ``python -m evidence.cli.worker``.

It gets keys from its standard input and nothing else: the deployment it reads by itself.
"""

from __future__ import annotations

import sys

from evidence.domain.errors import Unreadable
from evidence.engine.speech import own_streams, serve


def main() -> None:
    """Do jobs until no more keys come."""
    from evidence.wiring.night import worker
    from evidence.wiring.places import config_folder

    keys, out = own_streams()
    try:
        serve(worker(str(config_folder().absolute())), keys, out)
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    except (KeyboardInterrupt, BrokenPipeError):
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
