"""How confident now, and did what was feared happen: asked once the critique has been read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QSlider, QVBoxLayout

from voicecoach.desktop.acts import Acts
from voicecoach.desktop.flow import Flow
from voicecoach.desktop.pieces import card, label, row
from voicecoach.desktop.words import word, words
from voicecoach.rehearsal.story import Story


def look_back_card(story: Story, acts: Acts) -> QFrame:
    """Each answer is kept as it is given."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(1, 10)
    slider.setValue(int(story.notes.get("confidence_after", story.brief.confidence)))
    question = word("critique.confidence", before=story.brief.confidence)
    slider.setAccessibleName(question)
    value = label(str(slider.value()), "heading", name=question)
    value.setMinimumWidth(40)
    slider.valueChanged.connect(lambda now: value.setText(str(now)))
    slider.valueChanged.connect(lambda now: acts.note("confidence_after", now))
    line = row(slider, value)
    line.setStretch(0, 1)
    made = card(label(question, "over"), line)
    inside = made.layout()
    if story.brief.fear and isinstance(inside, QVBoxLayout):
        fear = word("critique.feared", fear=story.brief.fear.rstrip("."))
        inside.addWidget(label(fear, "over"))
        inside.addLayout(_happened(made, str(story.notes.get("feared_happened", "")), acts))
    return made


def _happened(parent: QFrame, before: str, acts: Acts) -> Flow:
    group = QButtonGroup(parent)
    options = []
    for value, text in words("happened").items():
        one = QRadioButton(text)
        one.setAccessibleName(text)
        one.setAccessibleDescription(word("critique.happened_name"))
        one.setChecked(value == before)
        one.toggled.connect(lambda on, value=value: acts.note("feared_happened", value) if on else None)
        group.addButton(one)
        options.append(one)
    return Flow(*options, gap=16)
