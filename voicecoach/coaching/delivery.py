"""How the words that matter were said, as acoustic facts. Never what somebody felt."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.coaching.material import Material
from voicecoach.coaching.parts import Acoustic
from voicecoach.types import Sound


def acoustics(m: Material, load_audio: Callable[[str], Sound | None]) -> tuple[Acoustic, ...]:
    """Facts about the ask, the number, the limit, and the answer after a no. Empty without recordings."""
    return ()
