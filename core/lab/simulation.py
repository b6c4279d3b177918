"""A running simulation: one case, the virtual bedside, the script, and perhaps a simulated nurse.

Time is let pass in whole seconds, and it stops wherever something is due: a happening of the
script, a prompt of the case, a cuff measurement, a task of the nurse. So nothing is missed at any
speed, and nothing is looked at elsewhere: a course hangs on seed, scenario, what was entered and
what the instructor did, each at its second, and can be played again from these. What is true at
the bedside goes into a log of its own, never into the case's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from core.lab.act import Act, GoTo, OverrideVital, Vital
from core.lab.bedside import Bedside
from core.lab.bedside_hands import displays
from core.lab.bedside_view import monitor, sampled, true_map
from core.lab.intervention import (
    Do,
    Done,
    Fire,
    GoneBack,
    Intervention,
    Over,
    Override,
    Skip,
    TakeNote,
    Wished,
)
from core.lab.monitor import Monitor
from core.lab.opening import first_reports, opening_of
from core.lab.play import LOOK_EVERY, Play, whole
from core.lab.scenario import Scenario
from core.lab.script import (
    Coming,
    Ended,
    Script,
    ScriptError,
    coming,
    fired_early,
    skipped,
    stopped,
)
from core.lab.staff_profile import Profile
from core.lab.truth import Noted, Overridden, PassedOver, Sample, Told, TruthLog, WentBack
from core.lab.world import World
from core.lab.world_made import first_world
from core.library import Shelved, protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import Command
from core.model.events import Recorded
from core.model.state import State
from core.model.terms import Agent
from core.quantity.measures import Mmhg, PumpRate
from core.session import EventLog, Session

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""When a simulated case opens unless somebody says otherwise: a fixed moment, for its seed."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What happened while time was let pass: facts of the case, and what the learner was told."""

    facts: tuple[Recorded, ...]
    said: tuple[Told, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bookmark:
    """A moment that a simulation can go back to."""

    at: datetime
    world: World
    truth: tuple[int, int]
    facts: int
    interventions: int = 0


class Simulation:
    """A scenario that is being played. `session` is the learner's case and nothing else."""

    def __init__(  # noqa: PLR0913 - what a simulation is made of
        self,
        scenario: Scenario,
        seed: int,
        log: EventLog,
        *,
        staff: Profile | None = None,
        start: datetime = START,
        fresh_log: Callable[[], EventLog] = MemoryLog,
        protocol: Shelved | None = None,
        look_every: int = LOOK_EVERY,
        keep: Callable[[tuple[Intervention, ...]], None] = lambda _: None,
    ) -> None:
        """Open the scenario's case on an empty log. `fresh_log` gives one to go back with.

        `protocol` is at hand already, or is read by the scenario's name for it. `look_every` are
        the seconds between two looks at what no clock announces. `keep` makes durable all that
        the instructor has done, before it is done, and for a fresh log before that holds anything.

        Raises:
            ValueError: the scenario's protocol cannot advise, or the patient cannot be made.
            OSError: there is no such protocol, or the log cannot be written.
        """
        shelved = read_protocol(scenario.protocol) if protocol is None else protocol
        opening = opening_of(scenario, shelved, start)
        compiled = protocol_from(shelved.text)
        self.scenario, self.seed, self.start = scenario, seed, start
        self._log, self._fresh_log, self._keep = log, fresh_log, keep
        self._interventions: tuple[Intervention, ...] = ()
        keep(())
        self._play = Play(
            scenario,
            Session(log, protocol_from),
            first_world(scenario, seed, compiled, staff, start),
            TruthLog(),
            start,
            look_every=look_every,
        )
        self._open((opening, *first_reports(scenario, compiled, start)))

    def _open(self, commands: tuple[Command, ...]) -> None:
        for command in commands:
            self._play.asked(command)
        self._play.world = self._play.world.as_opened()
        self._play.settle()

    @property
    def session(self) -> Session:
        """The case as the learner works on it; another one after `back_to`."""
        return self._play.session

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self._play.session.state

    @property
    def now(self) -> datetime:
        """The second up to which everything has happened."""
        return self._play.now

    @property
    def truth(self) -> TruthLog:
        """The hidden log."""
        return self._play.truth

    @property
    def bedside(self) -> Bedside:
        """The hidden world; the learner never sees it."""
        return self._play.world.bedside

    @property
    def script(self) -> Script:
        """Where the script stands."""
        return self._play.world.script

    @property
    def ended(self) -> Ended | None:
        """How the scenario ended, once it has."""
        return self._play.world.script.ended

    @property
    def advice_hidden(self) -> bool:
        """Whether the learner works without advice; a choice of the instructor."""
        return self._play.world.advice_hidden

    @property
    def slips(self) -> dict[Agent, Decimal]:
        """By how much a pump is off what was reported, where a keying slip is on."""
        return {agent: times for agent, times in self._play.world.slips.items() if times != 1}

    def monitor(self) -> Monitor:
        """What the screen at the bedside shows now."""
        return monitor(self.bedside)

    def displays(self) -> dict[Agent, PumpRate]:
        """What the displays of the pumps show."""
        return displays(self.bedside)

    def true_now(self) -> Sample:
        """The truth of this second, for the instructor."""
        return sampled(self.bedside)

    def coming(self) -> tuple[Coming, ...]:
        """What may come in the script, soonest first."""
        return coming(self.scenario, self.script, self._play.seen())

    def next_event(self) -> datetime:
        """When something is due next: of the script, the case, or the nurse."""
        play = self._play
        due = (play.script_at(), play.prompt_at(), play.staff_at())
        later = [at for at in due if at is not None and at > self.now]
        return min(later, default=self.start + self.scenario.longest)

    def handle(self, command: Command) -> tuple[Recorded, ...]:
        """A request of the learner; time passes until then. A report of the pump keys the pump.

        Raises: as `Session.handle`.
        """
        facts = self.pass_time(whole(command.at)).facts
        return (*facts, *self._play.asked(command), *self._play.settle())

    def take(self, facts: tuple[Recorded, ...]) -> None:
        """The facts of one request as they were decided before; time passes until then."""
        self.pass_time(whole(facts[0].recorded_at))
        self._play.told(facts)
        self._play.settle()

    def pass_time(self, until: datetime) -> Passed:
        """Let time pass, stopping wherever something is due; no further than the scenario's end."""
        play, facts = self._play, list[Recorded]()
        entries, _ = self.truth.counts
        while self.now < whole(until) and self.ended is None:
            stop = play.next_stop()
            play.move(min(stop, whole(until)))
            if self.now == stop:
                facts += play.settle()
        self._keep_the_end()
        new = tuple(self.truth)[entries:]
        return Passed(tuple(facts), tuple(entry for entry in new if isinstance(entry, Told)))

    def intervene(self, wished: Wished) -> None:
        """Do what the instructor wishes, once it is kept.

        Raises:
            ScriptError: it cannot be done; nothing is kept.
            OSError: it cannot be kept or recorded.
        """
        self._demand_possible(wished)
        self._keep_also(wished)
        match wished:
            case Fire(happening):
                self.fire(happening)
            case Skip(happening):
                self.skip(happening)
            case Do(act):
                self.do(act)
            case Override(vital, value):
                self.override(vital, value)
            case TakeNote(text):
                self.note(text)

    def _demand_possible(self, wished: Wished) -> None:
        match wished:
            case Fire(happening):
                fired_early(self.scenario, self.script, happening, self.now - self.start)
            case Skip(happening):
                skipped(self.scenario, self.script, happening)
            case Do(act):
                _refuse_stage(act)
            case _:
                return

    def _keep_also(self, done: Done) -> None:
        kept = (*self._interventions, _kept(self._play.world, self.state.count, done))
        self._keep(kept)
        self._interventions = kept

    def _keep_the_end(self) -> None:
        """Once it has ended: when, and with which patient."""
        known = any(isinstance(one.done, Over) for one in self._interventions)
        if self.ended is not None and not known:
            self._keep_also(Over())

    def fire(self, happening: str) -> tuple[Recorded, ...]:
        """Bring a happening of the present stage forward.

        Raises:
            ScriptError: it cannot come in the present stage, or is over.
        """
        play = self._play
        script, acts = fired_early(self.scenario, self.script, happening, self.now - self.start)
        play.world = replace(play.world, script=script)
        play.fired(acts, early=True)
        return play.settle()

    def skip(self, happening: str) -> None:
        """Take a happening out of the script.

        Raises:
            ScriptError: there is none of this name.
        """
        script = skipped(self.scenario, self.script, happening)
        self._play.world = replace(self._play.world, script=script)
        self.truth.add(PassedOver(self.bedside.second, happening))

    def do(self, act: Act) -> tuple[Recorded, ...]:
        """Do now what a script could do: fluid, a bag, an artefact, a message.

        Raises:
            ScriptError: another stage is asked for; it comes with a happening.
        """
        _refuse_stage(act)
        self._play.act(act)
        return self._play.settle()

    def override(self, vital: Vital, value: Decimal | None) -> tuple[Recorded, ...]:
        """Make the monitor show a value; None lets it go."""
        self.truth.add(Overridden(self.bedside.second, vital, value))
        return self.do(OverrideVital(vital, value))

    def key_pump(self, agent: Agent, rate: PumpRate) -> None:
        """Key a pump at the bedside; the case is not told."""
        self._play.key(agent, rate)

    def note(self, text: str) -> None:
        """A note for the debrief; the learner does not see it."""
        self.truth.add(Noted(self.bedside.second, text))

    def hide_advice(self, *, hidden: bool) -> None:
        """Let the learner work without advice, or with it again."""
        self._play.world = replace(self._play.world, advice_hidden=hidden)

    def stop(self) -> tuple[Recorded, ...]:
        """End the scenario; a case that is still open is ended with it."""
        script = stopped(self.script, self.now - self.start)
        self._play.world = replace(self._play.world, script=script)
        facts = self._play.settle()
        self._keep_the_end()
        return facts

    def bookmark(self) -> Bookmark:
        """This moment, to go back to."""
        counts, done = self.truth.counts, len(self._interventions)
        return Bookmark(self.now, self._play.world, counts, self.state.count, done)

    def back_to(self, bookmark: Bookmark) -> Session:
        """Go back: world, script, nurse and hidden log are as they were then.

        The case goes on in a fresh log that holds its facts up to then, and in a new session,
        which is returned.

        Raises:
            OSError: the fresh log cannot be written; everything stays as it is.
        """
        facts = tuple(fact for fact in self._log if fact.seq <= bookmark.facts)
        log, came_from = self._fresh_log(), self.bedside.second
        gone = _kept(bookmark.world, bookmark.facts, GoneBack(came_from))
        done = (*self._interventions[: bookmark.interventions], gone)
        self._keep(done)
        log.append(facts)
        truth = self.truth.up_to(bookmark.truth)
        truth.add(WentBack(gone.second, came_from))
        session = Session(log, protocol_from)
        self._log, self._interventions = log, done
        self._play = Play(
            self.scenario,
            session,
            bookmark.world,
            truth,
            bookmark.at,
            look_every=self._play.look_every,
        )
        return session


def _refuse_stage(act: Act) -> None:
    if isinstance(act, GoTo):
        raise ScriptError(f"{act.stage} begins by a happening: fire one that goes there")


def _kept(world: World, facts: int, done: Done) -> Intervention:
    mmhg = Mmhg(Decimal(f"{true_map(world.bedside):.3f}"))
    return Intervention(world.bedside.second, facts, mmhg, done)
