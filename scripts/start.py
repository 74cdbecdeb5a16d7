#!/usr/bin/env python3
"""Starts voicecoach from this clone: makes .venv, installs, runs. Arguments are passed on.

python3 scripts/start.py               the window, or this terminal
python3 scripts/start.py demo          a whole rehearsal on recorded speech
"""

import os
import sys

import _python  # noqa: F401  (first: it explains a Python that is too old)
import _venv


def main() -> int:
    """Prepare what is missing and become voicecoach."""
    extras = {"desktop"} if _venv.has_display(sys.platform, os.environ) else set()
    try:
        python = _venv.prepare(extras)
    except _venv.SetupError as failure:
        _venv.say(str(failure))
        return 1
    except KeyboardInterrupt:
        _venv.say("\nStopped. Start again whenever you like: it takes up from here.")
        return 130
    if _venv.portaudio_missing():
        _venv.say(_venv.NO_PORTAUDIO)
    os.environ["VOICECOACH_STARTED_AS"] = _venv.words(sys.argv[0])
    return _venv.run(python, ["-m", "voicecoach", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
