"""What a coach works from: the talk, what was found in it, and which of it may be said aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from voicecoach.coaching.parts import Acoustic, GroundGiven, MustSay, Quote, RubricLine
from voicecoach.coaching.quotes import Span, opening, quote_of, sentence_at, sentences
from voicecoach.coaching.shown import heard_surely, sure
from voicecoach.coaching.taste import Taste
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Finding, Label, Outcome, Session, Turn, Who

BACKED_SURENESS = 0.6
"""Enough for ground given where the talk itself ended lower than it began."""
SHORT_QUOTE, LONG_SENTENCE = 2, 18
"""Words. A quote this short is shown within its sentence, where that is not too long."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that points may rest on: findings are the list of what is shown, without the struck ones."""

    turns: tuple[Turn, ...]
    brief: Brief
    scenario: Scenario | None
    findings: tuple[Finding, ...]
    session: Session
    musts: tuple[MustSay, ...] = ()
    ground: tuple[GroundGiven, ...] = ()
    acoustics: tuple[Acoustic, ...] = ()
    rubric: tuple[RubricLine, ...] = ()
    headline: dict[str, float] | None = None
    """See `Critique.headline`."""
    taste: Taste = field(default_factory=Taste)

    @property
    def kind(self) -> str:
        """The scenario's name, "other" where nothing fits."""
        return self.brief.scenario or "other"

    def yours(self) -> tuple[Turn, ...]:
        """The user's turns."""
        return tuple(t for t in self.turns if t.who is Who.YOU)

    def turn(self, number: int) -> Turn:
        """A turn by its number."""
        return next(t for t in self.turns if t.number == number)

    def before(self, number: int) -> Turn | None:
        """The partner's last turn before this one."""
        earlier = [t for t in self.turns if t.number < number and t.who is Who.PARTNER]
        return earlier[-1] if earlier else None

    def labelled(self, *labels: Label) -> tuple[Finding, ...]:
        """Findings with these labels that are sure enough to be said aloud, in order."""
        return tuple(f for f in self.findings if f.label in labels and sure(f))

    def heard_surely(self, finding: Finding) -> bool:
        """Was the recogniser sure of these words, or did the user write them?"""
        return heard_surely(self.turn(finding.turn), finding.at)

    def given(self) -> tuple[Finding, ...]:
        """Ground given: sure by itself, or likely and borne out by how the talk ended."""
        ended_lower = self.session.outcome is not Outcome.HELD
        return tuple(
            f
            for f in self.findings
            if f.label is Label.CONCESSION and (sure(f) or (ended_lower and f.sureness >= BACKED_SURENESS))
        )

    def quote(self, finding: Finding) -> Quote:
        """The finding's own words; a word or two are shown within their sentence, a long row by its start."""
        turn = self.turn(finding.turn)
        around = sentence_at(turn.text, finding.at)
        short = len(finding.quote.split()) <= SHORT_QUOTE
        fits = len(turn.text[slice(*around)].split()) <= LONG_SENTENCE
        return quote_of(turn, around if short and fits else opening(turn.text, finding.at, LONG_SENTENCE))

    def sentence(self, turn: int, at: Span) -> Quote:
        """The whole sentence around a place."""
        said = self.turn(turn)
        return quote_of(said, sentence_at(said.text, at))

    def own_sentences(self) -> Iterator[tuple[Turn, Span]]:
        """Every sentence of the user's, in order."""
        for turn in self.yours():
            for span in sentences(turn.text):
                yield turn, span

    def labels_in(self, turn: int, at: Span) -> frozenset[Label]:
        """Labels of all findings that touch a stretch, sure or not."""
        return frozenset(
            f.label for f in self.findings if f.turn == turn and f.at[0] < at[1] and at[0] < f.at[1]
        )

    def after_ask(self, turn: int) -> bool:
        """Does this turn come after the one that states the ask?"""
        return self.session.ask_turn is not None and turn > self.session.ask_turn


def unsoftened(labels: Sequence[Label] | frozenset[Label]) -> bool:
    """Nothing in the stretch makes it smaller, or attacks."""
    weak = {Label.APOLOGY, Label.HEDGE, Label.CONCESSION, Label.JUSTIFYING, Label.HARSH, Label.FILLER}
    return not weak & set(labels)
