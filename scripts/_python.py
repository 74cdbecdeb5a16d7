"""Import this first: it explains a Python that is too old, in words that such a Python can read."""

import shutil
import sys

OLDEST = (3, 11)
NEWER = ["python3.14", "python3.13", "python3.12", "python3.11"]


def explanation(version: tuple, which=shutil.which) -> str:
    """What to tell someone whose Python is too old; empty where it is new enough."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    found = [name for name in NEWER if which(name)]
    if found:
        step = f"There is a newer one here: run the same command with `{found[0]}` in place of `python3`."
    else:
        step = "Install one from https://www.python.org/downloads/ or your system's packages."
    return f"voicecoach needs Python 3.11 or newer; this is {version[0]}.{version[1]}. {step}"


if explanation(sys.version_info):
    sys.exit(explanation(sys.version_info))
