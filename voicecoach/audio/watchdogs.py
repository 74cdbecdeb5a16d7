"""When a turn ends by itself: silence, and the watchdogs that leave no state without a way out."""

from __future__ import annotations

from voicecoach.audio.listener_events import EndReason, Mode

NO_VOICE_S = 10.0
"""Tapped, and nobody said a word."""

KEY_LOST_S = 12.0
"""Held without a voice for so long: the key was let go unseen."""

LONG_TURN_S, LONGEST_TURN_S = 90.0, 180.0
"""When a turn is warned about, and when it is ended."""

WAVER_S = 2.0
"""How long an unjudged burst may hold back an end."""


def held_back(quiet_s: float, end_silence_s: float, *, wavering: bool) -> bool:
    """Does a burst that has not been judged yet put the end off?"""
    return wavering and quiet_s < end_silence_s + WAVER_S


def reason_to_end(
    mode: Mode, *, length_s: float, quiet_s: float, end_silence_s: float, spoken: bool, wavering: bool
) -> EndReason | None:
    """Why a turn of that length ends now, after so much silence; None while it goes on.

    `spoken`: was there a voice in it? `wavering`: is there a burst that may become one?
    """
    if length_s >= LONGEST_TURN_S:
        return EndReason.TOO_LONG
    if mode is Mode.HOLD:
        return EndReason.KEY_LOST if quiet_s >= KEY_LOST_S else None
    if not spoken:
        return EndReason.SILENCE if quiet_s >= NO_VOICE_S else None
    due = quiet_s >= end_silence_s and not held_back(quiet_s, end_silence_s, wavering=wavering)
    return EndReason.SILENCE if due else None
