"""The protocols that come with the program: each loads, and has exactly the findings it should."""

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import StringIO

import pytest

from core.cli.command import main
from core.library import DEFAULT_PROTOCOL, file_from, read_protocol, shipped_names
from core.order.judge import judge
from core.order.of_protocol import order_of
from core.proof.prove import Proof, prove
from core.rules.audit import load_protocol
from core.rules.protocol import ProtocolFile
from core.view.wording import Words

MOST_CELLS = 150_000
"""The default has 108,582. A proof takes about as long as it has cells."""

# Findings that several examples share, and why: none of the orders says how to lower the dose.
NO_WEAN = {
    "due",  # two hours at target and nothing is lowered
    "wean-ends",  # so the dose never comes down to a stop
    "after-step",  # a lowering that somebody makes is not taken back when MAP falls
}
FINDINGS: dict[str, set[str]] = {
    "norepinephrine-adult": set(),
    "early-wean": set(),
    "low-start": set(),
    "as-published": set(),
    # It goes down on severe hypertension only.
    "shape-flat-5min": NO_WEAN,
    # Its fastest step may follow another after one minute.
    "shape-weight-1-to-5min": NO_WEAN | {"too-soon"},
    # No maximum; no start; steps a minute apart; above 0.5 a third size of step.
    "shape-weight-1min-tiers": (NO_WEAN | {"hard-limit", "starts", "too-soon", "bounds", "size"}),
    # Neither step nor interval: what was begun is all there is.
    "shape-flat-chosen-dose": NO_WEAN,
    # "To effect" and "weaned off" are filled in; the maximum is not: it was not mentioned.
    "shape-flat-to-effect": {"hard-limit"},
    # No start, no step, no target; vasopressin beside it is never lowered either.
    "shape-flat-range-100": NO_WEAN | {"starts"},
}
UNPRINTED: dict[str, set[str]] = {
    "shape-flat-5min": set(),
    "shape-weight-1-to-5min": set(),
    "shape-weight-1min-tiers": {"missing-start", "missing-maximum"},
    "shape-flat-chosen-dose": set(),
    "shape-flat-to-effect": {"missing-maximum"},
    "shape-flat-range-100": {"missing-start"},
}
"""What the check-list of orders misses in the order that an example prints."""
EXAMPLES = sorted(UNPRINTED)


@cache
def file_of(name: str) -> ProtocolFile:
    return file_from(read_protocol(name).text)


@cache
def proof_of(name: str) -> Proof:
    return prove(load_protocol(file_of(name)))


def test_the_table_names_every_shipped_protocol() -> None:
    assert set(FINDINGS) == set(shipped_names())
    assert shipped_names()[0] == DEFAULT_PROTOCOL
    assert [name for name in sorted(FINDINGS) if file_of(name).example] == EXAMPLES


@pytest.mark.parametrize("name", FINDINGS)
def test_each_loads_under_the_name_of_its_file(name: str) -> None:
    assert file_of(name).id == name
    assert load_protocol(file_of(name)).file is file_of(name)


@pytest.mark.parametrize("name", FINDINGS)
def test_each_has_exactly_its_findings(name: str) -> None:
    assert {finding.id for finding in proof_of(name).findings} == FINDINGS[name]


@pytest.mark.parametrize("name", FINDINGS)
def test_the_cells_of_each_are_bounded(name: str) -> None:
    assert 0 < proof_of(name).cells < MOST_CELLS


def test_low_start_is_early_wean_but_for_where_it_starts() -> None:
    early, low = file_of("early-wean"), file_of("low-start")
    start = low.limits.start
    assert (start.least, start.most) == ("0.01 mcg/kg/min", "0.03 mcg/kg/min")
    limits = replace(early.limits, start=start)
    own = replace(early, id=low.id, version=low.version, title=low.title, case=low.case)
    assert replace(own, limits=limits) == low


def test_as_published_says_what_the_two_documents_print() -> None:
    file = file_of("as-published")
    limits, vasopressin = file.limits, file.agent[0]
    assert [(item.low, item.high) for item in file.target] == [
        ("65 mmHg", "75 mmHg"),  # A16, B9
        ("80 mmHg", "85 mmHg"),  # B10, as it was tried
    ]
    assert (limits.start.least, limits.start.most) == ("0.02 mcg/kg/min", "0.05 mcg/kg/min")  # B6
    assert (limits.intervals.rescue, limits.intervals.up) == ("3 min", "5 min")  # A4
    assert limits.second_agent_notice == "0.1 mcg/kg/min"  # B11
    assert limits.second_agent == "0.2 mcg/kg/min"  # B11
    assert (limits.lines.diastolic, limits.lines.shock_index[0]) == ("40 mmHg", "3")  # B4, B21
    assert vasopressin.limits.start.default == "0.03 units/min"  # A12, B11
    assert vasopressin.limits.steps.wean == "0.005 units/min"  # B14
    assert vasopressin.limits.intervals.wean == "60 min"  # B14
    assert vasopressin.bounds["catecholamine_free"] == ("8 h",)  # B14


@pytest.mark.parametrize("name", ["as-published", *EXAMPLES])
def test_what_no_document_prints_is_said_to_be_filled_in(name: str) -> None:
    file = file_of(name)
    assert {"limits.stable_for_wean", "limits.lines"} & set(file.filled)
    assert {file.reading.source, file.wean.source, file.prompts.source} == {"filled"}
    assert "filled" in {row.source for row in file.rule}
    assert {row.source for row in file.rule} <= set(file.sources)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_what_it_is_and_names_nobody_in_its_id(name: str) -> None:
    file = file_of(name)
    assert file.title.startswith("Example shaped on a published order: ")
    assert name.startswith("shape-")
    assert set(file.sources) == {"published", "filled"}
    assert {row.source for row in file.rule if row.then.action in {"raise", "wean"}} <= {
        "published",
        "filled",
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_an_order_does_not_print_stays_blank_on_the_printed_one(
    name: str, words: Words
) -> None:
    missing = {one.id for one in judge(order_of(file_of(name), words))}
    assert {one for one in missing if one in {"missing-start", "missing-maximum"}} == UNPRINTED[
        name
    ]


# One that lowers and one that counts in mcg/min; the others by night.
BY_DAY = {"norepinephrine-adult", "shape-flat-range-100"}
FOLLOWED = [
    pytest.param(name, marks=[] if name in BY_DAY else [pytest.mark.nightly]) for name in FINDINGS
]


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_real_stay_is_followed_to_its_end_under_each(name: str) -> None:
    """Two agents that a protocol may not know, phenylephrine and vasopressin, run beside."""
    charts = str(files("resources") / "charts" / "mimic-iii-demo")
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert main(["replay", charts, "--stay", "286072", "--protocol", name]) == 0
    assumed, *lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert assumed["assumed"]["dose_units"]["norepinephrine"] == file_of(name).dosing.unit
    assert len(lines) == 322
    assert err.getvalue().startswith("readings 322, on norepinephrine 88;")
    doses = {
        advice["dose"]
        for line in lines
        for advice in line["advice"]
        if advice["agent"] == "norepinephrine"
    }
    places = {len(dose.partition(".")[2]) for dose in doses}
    assert max(places) <= (1 if file_of(name).dosing.unit == "mcg/min" else 3)
