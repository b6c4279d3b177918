"""The `then` of a scenario file: tables that say exactly one thing each, and the acts they mean.

- `message = { who = "bedside_nurse", text = "..." }`, `note = "..."`, `go_to = "recovery"`;
- `fluid` or `blood_loss = { volume = "500 mL", over = "15 min" }`; `second_hit = "0.2"`;
- `hydrocortisone` and `arterial_line` = "on" or "off"; `sedation = "0.5"`;
- `artefact = { kind = "damping", for = "5 min" }`; `line_height = "15 cm"` below the heart;
- `bag = { hang = "16 mg in 250 mL", as = "base" }`, `extravasation = { lost = "60 %" }` and
  `keying_slip = { times = "10" }`, each with `agent`;
- `override = { map = "45 mmHg" }` (or systolic, diastolic, heart_rate), "none" lets it go.
"""

from typing import Annotated, Literal

from pydantic import Field, Tag

from core.lab.act import (
    Act,
    Artefact,
    ChangeBag,
    Extravasate,
    GiveFluid,
    GoTo,
    Hydrocortisone,
    KeyingSlip,
    LineArtefact,
    LineHeight,
    LineOn,
    Message,
    Note,
    Role,
    SecondHit,
    Sedation,
)
from core.lab.written import (
    BagLabel,
    Centimetres,
    Depth,
    Drive,
    Share,
    Slug,
    Span,
    Text,
    Times,
    Written,
    sole,
)
from core.lab.written_override import WrittenOverride
from core.model.terms import Agent
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Millilitre

OnOff = Literal["on", "off"]


class WrittenBag(Written):
    """A bag to hang."""

    hang: BagLabel
    expressed_as: ExpressedAs = Field(alias="as")
    agent: Agent = Agent.NOREPINEPHRINE


class WrittenFluid(Written):
    """A volume over a time."""

    volume: Millilitre
    over: Span


class WrittenArtefact(Written):
    """An artefact for a time."""

    kind: Artefact
    lasting: Span = Field(alias="for")


class WrittenLoss(Written):
    """A share of the drug that is lost."""

    lost: Share
    agent: Agent = Agent.NOREPINEPHRINE


class WrittenSlip(Written):
    """How many times the reported rate the pump runs."""

    times: Times
    agent: Agent = Agent.NOREPINEPHRINE


class WrittenMessage(Written):
    """Who says what."""

    who: Role
    text: Text


class ThenMessage(Written):
    """Somebody speaks to the learner."""

    message: WrittenMessage

    def act(self) -> Act:
        """What it means."""
        return Message(self.message.who, self.message.text)


class ThenNote(Written):
    """A hint for the instructor."""

    note: Text

    def act(self) -> Act:
        """What it means."""
        return Note(self.note)


class ThenGoTo(Written):
    """Another stage."""

    go_to: Slug

    def act(self) -> Act:
        """What it means."""
        return GoTo(self.go_to)


class ThenFluid(Written):
    """Fluid in."""

    fluid: WrittenFluid

    def act(self) -> Act:
        """What it means."""
        return GiveFluid(self.fluid.volume, self.fluid.over)


class ThenBloodLoss(Written):
    """Volume lost."""

    blood_loss: WrittenFluid

    def act(self) -> Act:
        """What it means."""
        return GiveFluid(self.blood_loss.volume, self.blood_loss.over, lost=True)


class ThenSecondHit(Written):
    """The illness flares up."""

    second_hit: Drive

    def act(self) -> Act:
        """What it means."""
        return SecondHit(self.second_hit)


class ThenHydrocortisone(Written):
    """Hydrocortisone on or off."""

    hydrocortisone: OnOff

    def act(self) -> Act:
        """What it means."""
        return Hydrocortisone(self.hydrocortisone == "on")


class ThenArterialLine(Written):
    """The arterial line on or off."""

    arterial_line: OnOff

    def act(self) -> Act:
        """What it means."""
        return LineOn(self.arterial_line == "on")


class ThenSedation(Written):
    """Depth of sedation."""

    sedation: Depth

    def act(self) -> Act:
        """What it means."""
        return Sedation(self.sedation)


class ThenArtefact(Written):
    """A spoilt figure."""

    artefact: WrittenArtefact

    def act(self) -> Act:
        """What it means."""
        return LineArtefact(self.artefact.kind, self.artefact.lasting)


class ThenLineHeight(Written):
    """Height of the transducer."""

    line_height: Centimetres

    def act(self) -> Act:
        """What it means."""
        return LineHeight(self.line_height)


class ThenBag(Written):
    """Another bag."""

    bag: WrittenBag

    def act(self) -> Act:
        """What it means."""
        amount, volume = self.bag.hang
        return ChangeBag(self.bag.agent, Bag(amount, volume, self.bag.expressed_as))


class ThenExtravasation(Written):
    """Drug beside the vein."""

    extravasation: WrittenLoss

    def act(self) -> Act:
        """What it means."""
        return Extravasate(self.extravasation.agent, self.extravasation.lost)


class ThenKeyingSlip(Written):
    """A slip at the pump."""

    keying_slip: WrittenSlip

    def act(self) -> Act:
        """What it means."""
        return KeyingSlip(self.keying_slip.agent, self.keying_slip.times)


class ThenOverride(Written):
    """A figure of the monitor."""

    override: WrittenOverride

    def act(self) -> Act:
        """What it means."""
        return self.override.act()


Then = Annotated[
    Annotated[ThenMessage, Tag("<message>")]
    | Annotated[ThenNote, Tag("<note>")]
    | Annotated[ThenGoTo, Tag("<go_to>")]
    | Annotated[ThenFluid, Tag("<fluid>")]
    | Annotated[ThenBloodLoss, Tag("<blood_loss>")]
    | Annotated[ThenSecondHit, Tag("<second_hit>")]
    | Annotated[ThenHydrocortisone, Tag("<hydrocortisone>")]
    | Annotated[ThenArterialLine, Tag("<arterial_line>")]
    | Annotated[ThenSedation, Tag("<sedation>")]
    | Annotated[ThenArtefact, Tag("<artefact>")]
    | Annotated[ThenLineHeight, Tag("<line_height>")]
    | Annotated[ThenBag, Tag("<bag>")]
    | Annotated[ThenExtravasation, Tag("<extravasation>")]
    | Annotated[ThenKeyingSlip, Tag("<keying_slip>")]
    | Annotated[ThenOverride, Tag("<override>")],
    sole(
        "message",
        "note",
        "go_to",
        "fluid",
        "blood_loss",
        "second_hit",
        "hydrocortisone",
        "arterial_line",
        "sedation",
        "artefact",
        "line_height",
        "bag",
        "extravasation",
        "keying_slip",
        "override",
    ),
]
