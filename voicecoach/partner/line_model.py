"""How likely it is that no person in the role would say a line: the encoder's view."""

from __future__ import annotations

from voicecoach.encoder.model import encoder
from voicecoach.encoder.views import role_view
from voicecoach.partner.role_words import Persona


def out_of_role_odds(text: str, who: Persona) -> float:
    """How likely the line is out of role, 0 to 1."""
    return float(encoder().role_odds(role_view(text, who.said))[1])
