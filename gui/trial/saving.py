"""Where the files of a trial go."""

from core.view.wording import Words
from gui.debrief.saving_bar import SavingBar


class TrialSavingBar(SavingBar):
    """The same line for the path, for the kinds of file that a trial has."""

    def __init__(self, words: Words) -> None:
        """Nothing is to be written."""
        super().__init__(words)
        self._texts = words
        self.path.setObjectName("trial_path")

    def title_of(self, kind: str) -> str:
        """What is to be written: "json", "csv", "html" or "pdf"."""
        return self._texts.say(f"trial-window.save.{kind}")
