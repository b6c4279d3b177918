"""`--cluster` where there is none: without Dask, and with an address that is none."""

from importlib import import_module
from types import ModuleType

import pytest

from core.cli.command import main
from core.trial.cluster_client import played_here
from core.trial.traits import ARITHMETIC, PROGRAM, differences, traits

ASKED = ["trial", "--protocol", "low-start", "--patients", "1", "--hours", "1"]
HERE = {"pressor": "0.1.0", "numpy": "2.4.1", PROGRAM: "0123456789abcdef"}


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of a command that ends with 2 and prints nothing."""
    assert main([*ASKED, *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err


def test_without_the_extra_the_line_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bare(name: str) -> ModuleType:
        if name == "distributed":
            raise ModuleNotFoundError(name)
        return import_module(name)

    monkeypatch.setattr("core.trial.cluster_client.import_module", bare)
    told = refused(capsys, "--cluster", "tcp://10.0.0.5:8786")
    assert 'needs Dask, which is not installed: pip install "pressor[cluster]"' in told


@pytest.mark.parametrize(
    "address", ["10.0.0.5:8786", "http://here:80", "tcp://here", "tcp://:1", "tcp://a:b:1", "tcp:"]
)
def test_what_is_no_address_is_refused(capsys: pytest.CaptureFixture[str], address: str) -> None:
    told = refused(capsys, "--cluster", address)
    assert f"{address}: give an address as tcp://HOST:8786 or tls://HOST:8786" in told


def test_a_cluster_has_workers_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "--cluster", "tcp://[::1]:8786", "--workers", "2")
    assert "--workers: a cluster has workers of its own" in told


def test_what_differs_between_two_machines_is_named_with_both() -> None:
    assert list(differences(HERE, HERE)) == []
    other = {"pressor": "0.2.0", "numpy": "2.4.1", PROGRAM: "fedcba9876543210", "new": "1"}
    assert list(differences(other, HERE)) == [
        "pressor 0.2.0, here 0.1.0",
        f"{PROGRAM} fedcba987654, here 0123456789ab",
        "new 1, here nothing",
    ]


def test_the_traits_are_what_a_result_tells_and_what_it_hangs_on_besides() -> None:
    assert set(traits()) == {"pressor", "numpy", "patient", "devices", PROGRAM, ARITHMETIC}
    assert played_here(dict(traits()), lambda: "played") == "played"
