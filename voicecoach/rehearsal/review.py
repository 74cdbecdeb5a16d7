"""The critique of a rehearsal, and what is kept of it: report, transcript, quoted clips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from voicecoach.audio.recordings import save_sound
from voicecoach.coaching import critique as critiques
from voicecoach.coaching import spoken
from voicecoach.coaching.coach import Coach
from voicecoach.coaching.parts import Critique
from voicecoach.coaching.taste import Taste
from voicecoach.rehearsal.comparing import beside_the_first
from voicecoach.rehearsal.conversation import conversation
from voicecoach.rehearsal.journal import Journal, MemoryJournal, write_private
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.sitting import Sitting
from voicecoach.rehearsal.store import Kept
from voicecoach.rehearsal.story import Story, fold, read_story
from voicecoach.rehearsal.sweep import CONVERSATION, sweep
from voicecoach.rehearsal.transcript import transcript_lines
from voicecoach.report.write import write_report
from voicecoach.settings import Settings
from voicecoach.types import Who


@dataclass
class Review:
    """A rehearsal looked back on."""

    story: Story
    scenario: Scenario
    journal: Journal
    coach: Coach | None
    keep_audio: str
    """"quotes", "all" or "none"."""
    settings: Settings | None = None
    """The user's customs stand in them."""

    @classmethod
    def of(cls, sitting: Sitting, settings: Settings, keep_audio: str | None = None) -> Review:
        """The review of a sitting that has just ended; `keep_audio` wins over the setting."""
        talk = sitting.talk
        story = Story(brief=talk.brief, seed=talk.seed, turns=talk.history, ended=True)
        if sitting.journal.folder:
            story = read_story(sitting.journal.folder)
        elif isinstance(sitting.journal, MemoryJournal):
            story = fold(sitting.journal.lines)
        return cls(
            story,
            talk.scenario,
            sitting.journal,
            sitting.coach(),
            keep_audio or settings.text("privacy.keep_audio"),
            settings,
        )

    def correct(self, number: int, text: str) -> bool:
        """Mend a misheard line of the user's; False where there is no such line."""
        turns = self.story.turns
        if not (0 <= number < len(turns)) or turns[number].who is not Who.YOU:
            return False
        self.journal.append("corrected", turn=number, text=text)
        mended = replace(turns[number], text=text, corrected=True)
        self.story = replace(self.story, turns=(*turns[:number], mended, *turns[number + 1 :]))
        return True

    def strike(self, finding: str) -> None:
        """The user does not accept a finding: it stays struck."""
        self.journal.append("struck", finding=finding)
        self.story = replace(self.story, struck=self.story.struck | {finding})

    def note(self, key: str, value: Any) -> None:
        """Keep an answer of the user's."""
        self.journal.append("note", key=key, value=value)
        self.story = replace(self.story, notes={**self.story.notes, key: value})

    def critique(self) -> Critique:
        """Findings, and the coach's answers."""
        return critiques.make(
            self.story.turns,
            self.story.brief,
            self.scenario,
            load_audio=self.journal.load_audio,
            struck=self.story.struck,
            coach=self.coach,
            taste=Taste.of(self.story.brief, self.settings),
        )

    def script(self, critique: Critique) -> tuple[spoken.Cue, ...]:
        """What the coach's voice says."""
        return spoken.script(critique, self.scenario, self.story.brief)

    def keep(self, critique: Critique) -> Path | None:
        """Write transcript, critique and report, then keep as much audio as the setting says.

        Gives the report; None where nothing is kept. Raises RehearsalError.
        """
        folder = self.journal.folder
        if folder is None:
            return None
        write_private(folder / "transcript.md", "\n".join(transcript_lines(self.story)) + "\n")
        if self.keep_audio == "all":
            whole = conversation(self.story.turns, self.journal.load_audio)
            save_sound(folder / CONVERSATION, whole)
        load = (lambda _: None) if self.keep_audio == "none" else self.journal.load_audio
        kept = Kept(folder.name, folder, self.story)
        report = write_report(
            folder, self.story, self.scenario, critique, load_audio=load, earlier=beside_the_first(kept)
        )
        self.journal.append("critiqued")
        sweep(folder, self.keep_audio)
        return report
