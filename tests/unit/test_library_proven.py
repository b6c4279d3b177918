"""The shipped protocols, which a start loads unasked: here they are asked, and compared."""

import json
import tomllib
from dataclasses import fields

import numpy as np
import pytest

from core.checked import from_json
from core.library import read_protocol, shipped_names
from core.rules.audit import load_protocol
from core.rules.compile import Protocol, ProtocolError, compile_protocol
from core.rules.protocol import ProtocolFile
from core.rules.table import Table


def file_of(name: str, **changed: object) -> ProtocolFile:
    data = tomllib.loads(read_protocol(name).text) | changed
    return from_json(ProtocolFile, json.dumps(data))


def same(one: Table, other: Table) -> bool:
    """What was worked out ahead for a look-up is no part of a table."""
    told = [part.name for part in fields(Table) if part.compare]
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in told)


@pytest.mark.parametrize("name", shipped_names())
def test_what_is_loaded_unasked_passes_and_is_the_same(name: str) -> None:
    asked = load_protocol(file_of(name))
    loaded = read_protocol(name).protocol
    assert loaded is not None
    assert [part.agent for part in loaded.parts] == [part.agent for part in asked.parts]
    for fresh, whole in zip(loaded.parts, asked.parts, strict=True):
        assert (fresh.numbers, fresh.reminders) == (whole.numbers, whole.reminders)
        assert (fresh.counting, fresh.bands) == (whole.counting, whole.bands)
        assert fresh.usual_bag == whole.usual_bag
        pairs = list(zip(fresh.tables, whole.tables, strict=True))
        assert len(pairs) == len(whole.bands)
        assert all(same(one, other) for one, other in pairs)


def unasked(**changed: object) -> Protocol:
    return compile_protocol(file_of("norepinephrine-adult", **changed), proven=True)


def test_a_table_is_made_once_and_found_from_either_end() -> None:
    tables = unasked().tables
    assert tables[0] is tables[0]
    assert tables[-1] is tables[len(tables) - 1]
    assert tables[1:] == tuple(tables)[1:]
    with pytest.raises(IndexError):
        tables[len(tables)]


def test_only_a_proven_file_may_wait_with_a_fault_in_a_row() -> None:
    text = read_protocol("norepinephrine-adult").text
    rows = tomllib.loads(text)["rule"]
    rows[0]["then"] |= {"recheck": "soon"}
    with pytest.raises(ProtocolError, match="soon"):
        load_protocol(file_of("norepinephrine-adult", rule=rows))
    tables = unasked(rule=rows).tables
    with pytest.raises(ValueError, match="soon"):
        tables[0]


def test_each_table_is_of_its_own_band() -> None:
    text = read_protocol("norepinephrine-adult").text
    turned = unasked(target=tomllib.loads(text)["target"][::-1])
    pairs = list(zip(turned.tables, unasked().tables[::-1], strict=True))
    assert all(same(one, other) for one, other in pairs)
    assert not same(pairs[0][0], pairs[-1][0])
