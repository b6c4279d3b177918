"""Another bag: of the same or of another concentration."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout

from core.entry.bag import read_bag
from core.entry.verdict import Verdict
from core.model.commands import HangBag
from core.model.terms import Agent, Keep
from core.quantity.bag import Bag, ExpressedAs
from core.view.contexts import bag_context, running_infusion
from gui.button import TextButton
from gui.case.choice import Choice, Segments
from gui.case.desk import Desk
from gui.case.panels.change import ChangePanel, keep_texts
from gui.case.panels.choose import Commands, worded
from gui.field import EntryField
from gui.plain import Tone, plain_label

_REASONS = ("pharmacy", "bedside", "transfer", "other")


class BagPanel(ChangePanel):
    """Base or salt (no default), the label's words, and on a running infusion what stays."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is chosen or typed yet."""
        super().__init__(desk, "bag")
        self.expressed = Segments(
            self.say("expressed"), worded(desk.words, "expressed", ExpressedAs), columns=1
        )
        self.field = EntryField(self.say("bag"), self._judge, desk.words)
        self.add_text(self.say("hint", bag=desk.view.strip.bag))
        self.body.addWidget(plain_label(self.say("expressed"), tone=Tone.QUIET, wraps=True))
        self.body.addWidget(self.expressed)
        self.add_field(self.field)
        self.body.addLayout(self._listed())
        self.expressed.chosen.connect(self._on_expressed)
        self.watch_field()

    def start(self) -> None:
        """Keys go to base or salt first."""
        self.expressed.focus()

    def keeps(self, value: object) -> Sequence[tuple[Keep, str]]:
        """Dose or rate, where an infusion runs and the concentration is another one."""
        running = running_infusion(self.desk.view)
        if running is None or not isinstance(value, Bag):
            return ()
        if value.concentration == running.bag.concentration:
            return ()
        return keep_texts(
            self.desk,
            {"dose": str(running.dose), "rate": str(running.rate)},
            {
                "dose": str(running.dose_with(running.weight, value)),
                "rate": str(running.rate_for(running.weight, value)),
            },
        )

    def reasons(self) -> Sequence[Choice]:
        """Where a bag comes from that the site does not list."""
        return [(code, self.say(f"reason.{code}")) for code in _REASONS]

    def commands(self, value: object, keep: Keep) -> Commands:
        """The change of bag."""
        if not isinstance(value, Bag):
            return ()
        now = self.desk.now()
        return (HangBag(at=now, observed_at=now, agent=Agent.NOREPINEPHRINE, bag=value, keep=keep),)

    def _judge(self, typed: str) -> Verdict[Bag]:
        chosen = self.expressed.value
        expressed_as = None if chosen is None else ExpressedAs(str(chosen))
        return read_bag(typed, bag_context(self.desk.view, expressed_as), self.desk.profile)

    def _on_expressed(self, _value: object) -> None:
        self.take_back()
        self.field.forget()

    def _listed(self) -> QGridLayout:
        """The site's bags, to be put into the field."""
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, bag in enumerate(self.desk.profile.bags):
            button = TextButton(bag.text)
            button.setAccessibleName(bag.text)
            button.clicked.connect(lambda _checked=False, text=bag.text: self._on_listed(text))
            grid.addWidget(button, place // 2, place % 2)
        return grid

    def _on_listed(self, text: str) -> None:
        self.take_back()
        self.field.put(text)
        self.field.edit.setFocus()
