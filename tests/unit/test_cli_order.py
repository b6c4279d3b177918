"""`pressor order`: the orders a protocol amounts to, as text and as JSON, with their findings."""

import json
from pathlib import Path

import pytest

from core.cli.command import main
from core.library import DEFAULT_PROTOCOL, read_protocol
from core.order.order import ELEMENTS


def test_each_agent_has_its_seven_elements(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["order", DEFAULT_PROTOCOL, "--json"]) == 1
    whole = json.loads(capsys.readouterr().out)
    assert whole["protocol"]["id"] == DEFAULT_PROTOCOL
    assert "Not a medical device" in whole["scope"]
    orders = {one["agent"]: one for one in whole["orders"]}
    assert set(orders) == {
        "norepinephrine",
        "vasopressin",
        "epinephrine",
        "phenylephrine",
        "dopamine",
    }
    for one in orders.values():
        assert set(one["elements"]) == set(ELEMENTS)
        assert all(one["elements"].values())
    assert orders["norepinephrine"]["findings"] == []
    (reason,) = orders["dopamine"]["findings"]
    assert (reason["code"], reason["element"]) == ("dopamine-without-reason", "reason")
    assert "Dopamine without its reason" in reason["message"]


def test_an_order_without_a_finding_ends_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = read_protocol(DEFAULT_PROTOCOL).text
    alone, policy, _ = text.partition("\n[policy]")
    assert policy
    path = tmp_path / "alone.toml"
    path.write_text(alone, "utf-8")
    assert main(["order", str(path)]) == 0
    out = capsys.readouterr().out
    assert "Order check-list: no findings" in out
    assert out.count("Titration order") == 1


@pytest.mark.parametrize("name", ["no-such", "broken.toml"])
def test_what_cannot_be_read_is_one_line(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "broken.toml").write_text("format = ", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["order", name]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("pressor order: ")
