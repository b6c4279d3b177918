"""What the loader refuses: each finding names the place in the file and what is wrong there."""

from collections.abc import Callable

import pytest

from core.library import protocol_from, read_protocol
from core.model.facts import Axis
from core.rules import audit
from core.rules.bounds import BoundError, count, named, unit_of
from core.rules.compile import ProtocolError

TEXT = read_protocol("early-wean").text
BLOCK = "[[rule]]\nid = "


def findings(text: str) -> tuple[str, ...]:
    protocol_from.cache_clear()
    try:
        protocol_from(text)
    except ProtocolError as error:
        return error.findings
    return ()


def changed(old: str, new: str) -> str:
    assert TEXT.count(old) >= 1, old
    return TEXT.replace(old, new, 1)


def row(name: str, change: Callable[[str], str]) -> str:
    """The file with the block of one titration row changed."""
    start = TEXT.index(f'{BLOCK}"{name}"')
    end = TEXT.index("\n\n", start)
    return TEXT[:start] + change(TEXT[start:end]) + TEXT[end:]


def without_row(name: str) -> str:
    return row(name, lambda _: "")


def added(block: str) -> str:
    """The file with a titration row above all others of its phase."""
    start = TEXT.index("\n[[rule]]") + 1
    return TEXT[:start] + block + "\n\n" + TEXT[start:]


NOTIFY = """[[notify]]
id = "{id}"
phases = {phases}
when = {when}
urgency = "now"
source = "local"

"""


def notify(phases: str = '["off"]', when: str = '{ map = { below = "50 mmHg" } }') -> str:
    return added(NOTIFY.format(id="extra", phases=phases, when=when))


def test_the_shipped_file_has_no_findings() -> None:
    assert findings(TEXT) == ()


WHOLE: dict[str, tuple[str, str]] = {
    "a bare number": (changed('low = "65 mmHg"', "low = 65"), "target.0.low: a quantity is text"),
    "a number beyond all bounds": (changed('hard = "1 mcg/kg/min"', "hard = 1e400"), "limits.hard"),
    "a text beyond all bounds": (
        changed('hard = "1 mcg/kg/min"', 'hard = "1e400 mcg/kg/min"'),
        "is no quantity",
    ),
    "a text without its unit": (changed('"65 mmHg"', '"65"'), "is no quantity"),
    "a leading zero": (changed('up = "0.02 mcg', 'up = "010 mcg'), "is no quantity"),
    "a figure that is not ASCII": (changed('"65 mmHg"', '"6\u0665 mmHg"'), "is no quantity"),
    "a wrong unit": (changed('low = "65 mmHg"', 'low = "65 kPa"'), "has the unit kPa: mmHg"),
    "a unit not based on weight": (
        changed('up = "0.02 mcg/kg/min"', 'up = "0.02 mcg/min"'),
        "has the unit mcg/min: mcg/kg/min is needed",
    ),
    "a wrong unit of a line that no row reads": (
        changed('map_fall = "10 mmHg"', 'map_fall = "10 %"'),
        "has the unit %: mmHg",
    ),
    "a wrong unit of time": (changed('up = "5 min"', 'up = "5 mmHg"'), "s, min or h is needed"),
    "finer than the grid": (
        changed('floor = "0.01 mcg/kg/min"', 'floor = "0.0105 mcg/kg/min"'),
        "is no quantity",
    ),
    "half a mmHg": (changed('low = "65 mmHg"', 'low = "65.5 mmHg"'), "finer than the grid"),
    "an unknown key": (changed("format = 1\n", "format = 1\nreview = 2\n"), "review: this key"),
    "an unknown key in a row": (
        row("up", lambda b: b.replace("{ map =", "{ mood = 3, map =")),
        "when.mood: this key is not known",
    ),
    "a missing key": (changed('floor = "0.01 mcg/kg/min"\n', ""), "limits.floor: this key is mis"),
    "a missing section": (changed("[wean]\n", "[weaning]\n"), "wean: this key is missing"),
    "a date": (changed('version = "1.0.0"', "version = 2026-01-05"), "a date or time stands"),
    "a look-alike of no": (changed("format = 1\n", "format = 1\nenabled = no\n"), "not readable"),
    "an alias": (changed("format = 1\n", "format = 1\na = &x [*x]\n"), "not readable"),
    "an object tag": (changed("format = 1\n", "x = !!python/object:os\n"), "not readable"),
    "a key twice": (changed("format = 1\n", "format = 1\nformat = 1\n"), "not readable"),
    "another format": (changed("format = 1\n", "format = 2\n"), "format:"),
    "lists within lists": (
        changed("format = 1\n", f"format = 1\nx = {'[' * 60_000}{']' * 60_000}\n"),
        "nested too deeply",
    ),
    "lists a little less deep": (
        changed("format = 1\n", f"format = 1\nx = {'[' * 300}{']' * 300}\n"),
        "recursion limit",
    ),
    "a version that is none": (changed('"1.0.0"', '"1.0"'), "version"),
}
TABLE: dict[str, tuple[str, str]] = {
    "an id twice": (
        row("up-wait", lambda b: b.replace('"up-wait"', '"up"', 1)),
        "row up: the id stands 2 times",
    ),
    "an unknown source of a row": (
        row("up", lambda b: b.replace('"local"', '"hearsay"')),
        'row up: the source "hearsay" is not listed',
    ),
    "an unknown source of a section": (
        TEXT.replace(
            'after_pause = "5 min"\nsource = "local"', 'after_pause = "5 min"\nsource = "x1"'
        ),
        'prompts: the source "x1"',
    ),
    "an unknown source of a band": (
        changed('source = "sepsispam"', 'source = "unheard"'),
        'target 3: the source "unheard"',
    ),
    "a second band without its reason": (
        changed('reason = "age_65_or_over"\n', ""),
        "target 2: every band but the first wants a reason",
    ),
    "a band upside down": (
        changed('low = "65 mmHg"\nhigh = "75 mmHg"', 'low = "75 mmHg"\nhigh = "65 mmHg"'),
        "target 1: low 75 mmHg is not below 65 mmHg",
    ),
    "a phase without a row": (without_row("rest"), "phase paused: it has no row"),
    "a phase whose last row asks": (
        without_row("hold"),
        "phase running: its last row settle must match everything",
    ),
    "a gap at 65": (
        row(
            "stay-off", lambda b: b.replace("then", 'when = { map = { above = "65 mmHg" } }\nthen')
        ),
        "phase off: its last row stay-off must match everything",
    ),
    "a table that never stops": (without_row("stop"), "phase running: no row stops"),
    "a row that cannot be reached": (
        added(
            f'{BLOCK}"all"\nphase = "off"\ntitle = "All"\n'
            'then = { action = "hold", recheck = "5 min" }\nsource = "local"'
        ),
        "row start-map: it can never win",
    ),
    "a row outside the domain of another": (
        row("up-wait", lambda b: b.replace("target.low", "line.rescue")),
        "row up-wait: it can never win, the rows above it take every case (band 65 to 75 mmHg)",
    ),
    "a condition that asks nothing": (
        row("up-wait", lambda b: b.replace('{ below = "target.low" }', "{}")),
        "row up-wait, map: an empty condition",
    ),
    "bounds with nothing between": (
        row("up-wait", lambda b: b.replace("{ below", '{ at_least = "70 mmHg", below')),
        "row up-wait, map: nothing lies between its bounds",
    ),
    "a share with at_least": (
        row("wean-hold-share", lambda b: b.replace("above =", "at_least =")),
        "row wean-hold-share, map_fall_share: a share takes above or at_most",
    ),
    "a share with below": (
        row("wean-hold-heart-rate", lambda b: b.replace("above =", "below =")),
        "row wean-hold-heart-rate, heart_rate_rise_share: a share takes",
    ),
    "a line that is none": (
        row("rescue", lambda b: b.replace("line.rescue", "line.danger")),
        '"line.danger" names no line: write one of line.critical, line.high',
    ),
    "a line where a dose is needed": (
        row("up", lambda b: b.replace('"0.98 mcg/kg/min"', '"target.low"')),
        'row up, dose: "target.low" is no quantity',
    ),
    "advice that is no neighbour": (
        notify(when='{ advice = ["hold", "raise"] }'),
        "row extra: the advice it lists must be neighbours",
    ),
    "no advice at all": (notify(when="{ advice = [] }"), "advice"),
    "no phase at all": (notify(phases="[]"), "phases"),
    "a lowering that says two things": (
        row("wean-low-dose", lambda b: b.replace("to =", 'by = "0.01 mcg/kg/min", to =')),
        "row wean-low-dose: a lowering says by, or to, or halve with by",
    ),
    "an action out of its phase": (
        row("start-look-again", lambda b: b.replace('"look_again"', '"escalate"')),
        "row start-look-again: escalate has no place in the phase off",
    ),
    "an undo that asks for no lowering": (
        row("undo", lambda b: b.replace('since_step = { at_least = "0 s" }, ', "")),
        "row undo: an undo must ask about since_step",
    ),
}
LIMITS: dict[str, tuple[str, str]] = {
    "a floor above the start": (
        changed('floor = "0.01 mcg', 'floor = "0.03 mcg'),
        "limits: floor 0.03 mcg/kg/min is above start least",
    ),
    "a default above the range": (changed('default = "0.05', 'default = "0.2'), "start default"),
    "a soft limit above the hard": (changed('soft = "0.5', 'soft = "2'), "limits: soft"),
    "a step that does not fit": (
        changed('rescue = "0.05 mcg', 'rescue = "1 mcg'),
        "limits.steps.rescue: a step is more than 0 and fits",
    ),
    "a step of nothing": (changed('undo = "0.05 mcg', 'undo = "0 mcg'), "limits.steps.undo"),
    "an interval of nothing": (changed('up = "5 min"', 'up = "0 min"'), "limits.intervals.up"),
    "an interval under 2 min": (changed('up = "5 min"', 'up = "119 s"'), "limits.intervals.up"),
    "a domain upside down": (
        changed('plausible_from = "20 mmHg"', 'plausible_from = "220 mmHg"'),
        "limits: reading.plausible_from is above",
    ),
    "a notice above its prompt": (
        changed('second_agent_notice = "0.2 ', 'second_agent_notice = "0.3 '),
        "limits: second_agent_notice is above second_agent",
    ),
}
CASES: dict[str, tuple[str, str]] = {
    "a row that is none": (
        changed('rule = "start-diastolic", ', 'rule = "none", '),
        "the row none",
    ),
    "a call that is none": (changed('notify = ["high-map"]', 'notify = ["bell"]'), "the call bell"),
    "a dose in another unit": (
        changed('dose = "0.12 mcg/kg/min"', 'dose = "8 mcg/min"'),
        "has the unit mcg/min",
    ),
    "a line that says nothing": (
        changed('["0 min: MAP 54 mmHg"]', '["MAP 54 mmHg"]'),
        "is no line of a course",
    ),
    "a pressure under another name": (
        changed('["0 min: MAP 54 mmHg"]', '["0 min: pressure 54 mmHg"]'),
        "says nothing known",
    ),
    "a part that is none": (
        changed('["0 min: MAP 54 mmHg"]', '["0 min: MAP 54 mmHg, by thumb"]'),
        '"by thumb" says nothing known',
    ),
    "a line that never ends": (
        changed("10 min to 130 min every 60 min", "10 min to 130 min every 0 min"),
        "never comes to its end",
    ),
    "a line that ends before it begins": (
        changed("10 min to 130 min every 60 min", "10 min to 5 min every 60 min"),
        "never comes to its end",
    ),
    "time that runs backwards": (
        changed(
            '"0 min: MAP 60 mmHg", "5 min: MAP 64 mmHg"', '"5 min: MAP 60 mmHg", "0 min: pause"'
        ),
        "not in order of time",
    ),
    "a band that is none": (
        changed('band = "80 to 85 mmHg"', 'band = "80 to 90 mmHg"'),
        '"80 to 90 mmHg" is no band of this protocol: write one of 65 to 75 mmHg',
    ),
    "a course that does not end in a reading": (
        changed('"10 min: MAP 49 mmHg"]', '"10 min: go on"]'),
        "its course must end in a reading",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_file(name: str) -> None:
    text, said = WHOLE[name]
    assert any(said in finding for finding in findings(text)), findings(text)


@pytest.mark.parametrize("name", TABLE)
def test_the_table(name: str) -> None:
    text, said = TABLE[name]
    assert any(said in finding for finding in findings(text)), findings(text)


@pytest.mark.parametrize("name", LIMITS)
def test_the_limits(name: str) -> None:
    text, said = LIMITS[name]
    assert any(said in finding for finding in findings(text)), findings(text)


@pytest.mark.parametrize("name", CASES)
def test_the_worked_cases(name: str) -> None:
    text, said = CASES[name]
    assert any(said in finding for finding in findings(text)), findings(text)


def test_every_finding_is_told_at_once() -> None:
    text = changed('source = "sepsispam"', 'source = "unheard"').replace('"dsi-2020"\n', '"dsi"\n')
    error = ProtocolError(findings(text))
    assert len(error.findings) == 2
    assert "; " in str(error)


def test_a_table_cut_into_too_many_pieces_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MOST_PIECES", 3)
    assert any("too many pieces" in finding for finding in findings(TEXT + "\n# again\n"))


class TestQuantities:
    @pytest.mark.parametrize(
        ("text", "grid", "number"),
        [
            ("65 mmHg", "mmHg", 65),
            ("0.05 mcg/kg/min", "dose", 50),
            ("90 s", "time", 90),
            ("5 min", "time", 300),
            ("1.5 h", "time", 5400),
            ("15 %", "%", 1500),
            ("3 beats/min per mmHg", "beats/min per mmHg", 300),
            ("3 readings", "readings", 3),
        ],
    )
    def test_what_a_text_stands_for(self, text: str, grid: str, number: int) -> None:
        assert count(text, grid, "mcg/kg/min") == number  # type: ignore[arg-type]  # by name

    def test_a_share_finer_than_a_hundredth_of_a_percent(self) -> None:
        with pytest.raises(BoundError, match="finer than the grid"):
            count("15.001 %", "%", "")

    def test_units_in_words(self) -> None:
        assert unit_of("time") == "s, min or h"
        assert unit_of("dose", "mcg/min") == "mcg/min"
        assert unit_of("mmHg") == "mmHg"

    def test_bounds_by_name(self) -> None:
        low, high = named("target.low - 10 mmHg"), named("target.high + 25 mmHg")
        assert (low is not None and low.plus, high is not None and high.plus) == (-10, 25)
        assert named("65 mmHg") is None

    def test_a_shift_of_a_named_bound_is_heard(self) -> None:
        text = row("rescue", lambda b: b.replace('"line.rescue"', '"target.low - 12 mmHg"'))
        protocol = protocol_from(text)
        ids = [item.id for item in protocol.tables[0].rows]
        assert int(protocol.tables[0].high[ids.index("rescue"), Axis.MAP]) == 53
