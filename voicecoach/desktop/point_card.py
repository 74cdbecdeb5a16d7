"""One thing that the coach says, as a card: question, the user's own words, what can be done about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from voicecoach.coaching.parts import Critique, Point, Quote
from voicecoach.desktop.acts import Acts
from voicecoach.desktop.announce import announce
from voicecoach.desktop.flow import Flow
from voicecoach.desktop.pieces import LINK_HANG, button, card, label, row
from voicecoach.desktop.words import word, words


def point_card(point: Point, acts: Acts, *, again: bool = True) -> QFrame:
    """A point with its quote; Enter on the quote's button plays it. `again`: may it be said again?"""
    made = card(label(words("question").get(point.question, point.asks), "over"))
    inside = made.layout()
    assert isinstance(inside, QVBoxLayout)
    if point.quote:
        inside.addWidget(quote_line(point.quote, acts))
    inside.addWidget(label(point.says))
    quote = point.quote.text if point.quote else ""
    offered: list[QWidget] = []
    if point.quote and again:
        name = word("critique.again_name", quote=quote)
        offered.append(
            button(word("critique.again"), partial(acts.again, point.quote.turn), "link", name=name)
        )
    if point.finding:
        strike = partial(acts.strike, point.finding)
        name = word("critique.strike_name", quote=quote)
        offered.append(button(word("critique.strike"), strike, "link", name=name))
    if offered:
        inside.addLayout(Flow(*offered, gap=4, hang=LINK_HANG))
    return made


def quote_line(quote: Quote, acts: Acts) -> QWidget:
    """The user's words, with a button that plays them where they are kept."""
    said = label(f"“{quote.text}”", "heading")
    if not quote.audio:
        return said
    plays = button(
        word("critique.play"), partial(acts.play, quote), "play",
        name=word("critique.play_name", quote=quote.text),
    )  # fmt: skip
    line = row(plays, said)
    line.setSpacing(14)
    line.setStretch(1, 1)
    line.setContentsMargins(0, 0, 0, 0)
    holder = QWidget()
    holder.setAccessibleName(quote.text)
    holder.setLayout(line)
    return holder


def stronger_card(critique: Critique, acts: Acts) -> QFrame:
    """Asks first what the user would change; the stronger line comes after it."""
    answer = QLineEdit()
    answer.setAccessibleName(critique.change_question)
    answer.setPlaceholderText(word("critique.change_hint"))
    line = label(f"“{critique.stronger}”", "heading")
    line.setVisible(False)

    def show() -> None:
        if answer.text().strip():
            acts.note("change", answer.text().strip())
        line.setVisible(True)
        shows.setVisible(False)
        announce(line, critique.stronger)

    shows = button(word("critique.show_line"), show)
    answer.returnPressed.connect(show)
    return card(label(critique.change_question, "over"), row(answer, shows), line)
