"""The simulation lab of the program: the chooser, and the one simulation that runs."""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from core.cases.errors import CaseTrouble
from core.cases.folder import CaseFolder, new_id
from core.lab.case_file import LabFiles
from core.lab.hidden_part import Begun
from core.lab.played import Played, played_by
from core.lab.read import scenario_from
from core.lab.scenario import Scenario
from core.lab.shelf import scenario_text
from core.lab.shelf_view import profile_views, scenario_view, scenario_views
from core.lab.simulation import Simulation
from core.lab.staff_profile import Profile, profile_of
from core.lab.trail import Trail
from core.model.commands import StartShift
from gui.app.lab_room import LabRoom, Play
from gui.app.open_cases import Surroundings
from gui.lab.chooser import ChooserWindow, Chosen
from gui.window import bring

if TYPE_CHECKING:
    from gui.app.debrief import DebriefDesk


class Lab:
    """Offers the scenarios and begins one; a second one waits until the first is ended."""

    def __init__(self, around: Surroundings, folder: CaseFolder) -> None:
        self._around, self._folder, self._words = around, folder, around.words
        self.chooser: ChooserWindow | None = None
        self.room: LabRoom | None = None
        self.debriefs: list[DebriefDesk] = []
        self._staff: str | None = None

    def show(self, initials: str) -> None:
        """Show the chooser; a running simulation comes to the front instead."""
        if self.room is not None:
            bring(self.room.instructor)
            self.room.instructor.say(self._words.say("lab.chooser.busy"))
            return
        if self.chooser is None:
            views = scenario_views(self._words)
            self.chooser = ChooserWindow(self._words, views, profile_views(), initials)
            self.chooser.begun.connect(self.begin)
            self.chooser.resize(self.chooser.sizeHint())
        bring(self.chooser)
        self.chooser.list.setFocus()

    def begin(self, chosen: Chosen) -> None:
        """Open the learner's case on disk and show both windows, or say why not."""
        text, name = scenario_text(chosen.scenario)
        scenario = scenario_from(text, name)
        staff = profile_of(chosen.staff) if chosen.staff else None
        begun = Begun(version("pressor"), name, text, chosen.seed, chosen.staff or None)
        files = LabFiles(self._new_path, begun)
        try:
            simulation = self._begun(scenario, chosen, files, staff)
        except (CaseTrouble, ValueError, OSError) as trouble:
            files.abandon()
            if self.chooser is not None:
                said = {"why": str(trouble)}
                self.chooser.say(self._words.say("lab.chooser.not-begun", said))
            return
        view = scenario_view(scenario, self._words)
        play = Play(simulation, files, self._players(chosen, staff), view.prebrief)
        self.room, self._staff = LabRoom(play, self._around), chosen.staff or None
        self.room.closed.connect(self._on_closed)
        self.room.debrief_wished.connect(self.debrief)
        if self.chooser is not None:
            self.chooser.close()
        self.room.open_windows()
        self._around.changed()

    def debrief(self) -> None:
        """Look back on what was played, in a window that outlives the room."""
        room = self.room
        if room is None or room.simulation.ended is None:
            return
        played = played_by(room.simulation, room.files.current, self._staff)
        self.look_back(played, room.trail)

    def look_back(self, played: Played, trail: Trail) -> "DebriefDesk":
        """Show the debrief of what was played, in a window of its own."""
        from gui.app.debrief import DebriefDesk  # noqa: PLC0415 - not before something was played

        prints = self._folder.data / "debriefs"
        desk = DebriefDesk(self._words, played, trail, prints=prints)
        desk.look_wished.connect(self._around.look_wished)
        desk.closed.connect(lambda: self._forget(desk))
        self.debriefs.append(desk)
        desk.show()
        return desk

    @property
    def over(self) -> bool:
        """Whether the simulation in the room has ended; none: nothing goes on."""
        return self.room is None or self.room.simulation.ended is not None

    def hides(self, path: Path) -> bool:
        """Whether a case is of the simulation that goes on, or of a course it went back from."""
        made = () if self.room is None else self.room.files.made
        return not self.over and any(journal.path == path for journal in made)

    def holds(self, path: Path) -> bool:
        """Whether a simulation is in the room whose case this is."""
        return self.room is not None and self.room.files.current.path == path

    def raise_window(self, path: Path) -> bool:
        """Bring the learner's window to the front where that is its case."""
        if self.room is None or not self.holds(path):
            return False
        self.room.show_learner()
        return True

    def close(self) -> None:
        """End what runs and close every window of the lab."""
        if self.room is not None:
            self.room.close()
        for desk in list(self.debriefs):
            desk.close()
        if self.chooser is not None:
            self.chooser.close()
            self.chooser.deleteLater()
            self.chooser = None

    def _begun(
        self, scenario: Scenario, chosen: Chosen, files: LabFiles, staff: Profile | None
    ) -> Simulation:
        simulation = Simulation(
            scenario,
            chosen.seed,
            files.fresh(),
            staff=staff,
            start=self._around.clock.now().replace(microsecond=0),
            fresh_log=files.fresh,
            keep=files.keep,
        )
        if chosen.initials:
            simulation.handle(StartShift(at=simulation.now, initials=chosen.initials))
        return simulation

    def _players(self, chosen: Chosen, staff: Profile | None) -> str:
        say = self._words.say
        seed = say("lab.window.seed", {"seed": str(chosen.seed)})
        if staff is not None:
            return f"{say('lab.chooser.staff-plays', {'title': staff.title})}, {seed}"
        return f"{say('lab.chooser.learner-plays', {'initials': chosen.initials})}, {seed}"

    def _new_path(self) -> Path:
        return self._folder.path_of(new_id(self._around.clock.now())).absolute()

    def _forget(self, desk: "DebriefDesk") -> None:
        self.debriefs = [each for each in self.debriefs if each is not desk]

    def _on_closed(self) -> None:
        room, self.room = self.room, None
        if room is not None:
            room.deleteLater()
