"""The form of a trial: one protocol against others, patients, hours and seed."""

from core.patient.cohort import Preset
from core.view.wording import Words
from gui.trial.arms import ArmList, Option
from gui.trial.plan_form import PlanForm, Wanted

__all__ = ["MOST_VERSUS", "TrialForm", "Wanted"]

MOST_VERSUS = 3
"""Arms beside the tried one: four curves can be told apart, more cannot."""
_USUAL = ("1000", "72", "1")


class TrialForm(PlanForm):
    """Protocols side by side."""

    def __init__(self, words: Words) -> None:
        """A form with the usual figures and no arm yet."""
        say = words.say
        tried = ArmList(say("trial-window.setup.tried"), words, ticks=False)
        versus = ArmList(say("trial-window.setup.versus"), words, ticks=True)
        super().__init__(words, (tried, versus), _USUAL, say("trial-window.setup.how"))
        self.tried, self.versus = tried, versus

    def offer(self, protocols: tuple[Option, ...], usual: tuple[Option, ...]) -> None:
        """Offer protocols to try, and the same and usual care to compare with."""
        first = self.versus.count() == 0
        self.tried.offer(protocols + usual)
        self.versus.offer(usual + protocols)
        if first and usual:
            self.versus.tick(usual[0][0])

    def made(self, preset: Preset, patients: int, hours: int, seed: int) -> Wanted:
        """The tried arm and those that are ticked."""
        arms = (self.tried.value, *self.versus.ticked)
        return Wanted(arms, preset, patients, hours, seed)

    def why_not(self) -> str:
        """Why the arms do not do; empty where they do."""
        say, tried = self._words.say, self.tried.value
        if not tried:
            return say("trial-window.setup.no-arm")
        if tried in self.versus.ticked:
            name = self.tried.currentItem().text()
            return say("trial-window.setup.same", {"name": name})
        if len(self.versus.ticked) > MOST_VERSUS:
            return say("trial-window.setup.too-many", {"most": str(MOST_VERSUS)})
        return ""
