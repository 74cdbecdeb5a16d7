"""Makes the recordings in tests/data/speech again, with Debian's flite.

    .venv/bin/python scripts/make_test_speech.py

Reads speech.toml there. Speech, room and noise are those of scripts/make_demo_speech.py; the seed of a
recording's noise is its place in the list.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from make_demo_speech import in_a_room, spoken

from voicecoach.audio.recordings import save_sound

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "speech"


def main() -> int:
    """Make every recording."""
    with (FOLDER / "speech.toml").open("rb") as file:
        recordings = tomllib.load(file)["recordings"]
    for number, recording in enumerate(recordings):
        path = FOLDER / recording["file"]
        save_sound(path, in_a_room(spoken(recording["text"], recording["voice"]), seed=number))
        path.chmod(0o644)
        print(f"{path.name}  {recording['text']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
