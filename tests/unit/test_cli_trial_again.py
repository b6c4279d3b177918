"""`pressor trial --again`: the same figures, which differ, and files that are none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.cli.command import main

ASKED = ["trial", "--protocol", "norepinephrine-adult", "--versus", "usual-care-60"]
SMALL = ["--patients", "8", "--hours", "2", "--seed", "4", "--workers", "1"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("again") / "trial.json"
    assert main([*ASKED, *SMALL, "--out", str(file)]) == 0
    return file.read_text("utf-8")


@pytest.fixture
def again(
    whole: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the file again once it was changed: the status, and what was printed."""

    def run(change: Callable[[Any], None], *more: str) -> tuple[int, str, str]:
        told = json.loads(whole)
        change(told)
        file = tmp_path / "kept.json"
        file.write_text(json.dumps(told), "utf-8")
        capsys.readouterr()
        status = main(["trial", "--again", str(file), "--workers", "1", *more])
        return status, *capsys.readouterr()

    return run


def test_a_result_comes_out_the_same_to_the_last_figure(
    again: Callable[..., tuple[int, str, str]],
) -> None:
    assert again(lambda _: None) == (0, "Run again: every figure is the same.\n", "")
    told = json.loads(again(lambda _: None, "--json")[1])
    assert told == {"same": True, "versions": [], "figures": []}


def test_one_figure_that_differs_is_named_with_both_values(
    again: Callable[..., tuple[int, str, str]],
) -> None:
    def change(told: Any) -> None:  # noqa: ANN401 - the object of a file
        told["arms"][1]["outcomes"]["in_band"]["value"] = "99.9"
        told["records"]["usual-care-60"]["changes"][3] += 1

    status, out, err = again(change)
    assert (status, err) == (1, "")
    assert "arms usual-care-60 outcomes in_band value: 99.9 in the file, " in out
    assert "records usual-care-60 changes: 8 values in the file, 1 of them other ones now" in out
    assert out.endswith("Run again: 2 places of the file differ.\n")


def test_another_version_is_told_and_is_no_figure(
    again: Callable[..., tuple[int, str, str]],
) -> None:
    status, out, _ = again(lambda told: told["versions"].update(numpy="1.0.0"))
    assert status == 0
    assert out.startswith("numpy: 1.0.0 in the file, ")
    assert out.endswith("every figure is the same.\n")


def test_another_plan_gives_other_figures_and_only_some_are_told(
    again: Callable[..., tuple[int, str, str]],
) -> None:
    status, out, _ = again(lambda told: told["plan"].update(seed=5))
    assert status == 1
    assert out.count("\n") == 22
    assert "\nand " in out


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda told: told.update(format=2), "in format 2, and this program reads format 1"),
        (lambda told: told.update(kind="pressor case"), 'wanted kind "pressor trial"'),
        (lambda told: told.pop("plan"), "a part is missing or misshapen: 'plan'"),
        (lambda told: told.pop("arms"), "a part is missing or misshapen: 'arms'"),
        (lambda told: told.update(arms=7), "a part is missing or misshapen"),
        (lambda told: told["plan"].update(hours=0), "hours: 0 is not accepted"),
        (
            lambda told: told["arms"][0].update(text=told["arms"][0]["text"] + " "),
            "the text of norepinephrine-adult is not the one that its SHA-256 names",
        ),
    ],
)
def test_a_file_that_cannot_be_run_again_is_refused_in_one_line(
    again: Callable[..., tuple[int, str, str]], change: Callable[[Any], None], sentence: str
) -> None:
    status, out, err = again(change)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert sentence in err
    assert "kept.json: " in err


@pytest.mark.parametrize("text", ["", "no JSON", "[1]", '"x"', "\xff"])
def test_what_is_no_result_is_refused_in_one_line(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(text.encode("latin-1"))
    assert main(["trial", "--again", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["trial", "--again", str(tmp_path / "nowhere.json")]) == 2


@pytest.mark.parametrize("more", [["--grid"], ["--protocol", "x"], ["--seed", "2"], ["--out", "x"]])
def test_nothing_else_is_asked_for_beside_it(
    more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trial", "--again", "x.json", *more]) == 2
    assert "leave everything but --workers and --cluster out" in capsys.readouterr().err
