"""The tree stands alone: it names no machine, no package index and nothing outside itself."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Letters in brackets keep this file from finding itself.
FOREIGN = re.compile(r"/[w]ork/|/[r]oot/|/[h]ome/|\.\./[s]hared")
INDEXES = re.compile(
    r"py[p]i\.(org|python)|python[h]osted|npm[j]s\.|(deb|snapshot)\.[d]ebian|archive\.[u]buntu",
    re.IGNORECASE,
)
UNFINISHED = re.compile(
    r"NotImplemented[E]rror|mark\.([s]kip|[x]fail)|pytest\.([s]kip|[x]fail|[i]mportorskip)\("
    r"|\b([T]ODO|[F]IXME|[X]XX)\b"
)


def tracked_texts() -> dict[str, str]:
    """Every text file that git knows or would add, by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607  git of the machine
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    texts = {}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" not in data:
            texts[name] = data.decode("utf-8")
    assert "pyproject.toml" in texts
    return texts


def test_no_file_names_a_folder_of_some_machine_or_a_neighbour() -> None:
    here = [str(ROOT), f"{Path.home()}/"]
    named = [
        name
        for name, text in tracked_texts().items()
        if FOREIGN.search(text) or any(folder in text for folder in here)
    ]
    assert named == []


def test_no_file_names_a_package_index() -> None:
    assert [name for name, text in tracked_texts().items() if INDEXES.search(text)] == []


def test_nothing_is_left_unfinished_or_skipped() -> None:
    left = [
        f"{name}: {found.group()}"
        for name, text in tracked_texts().items()
        if name.endswith(".py")
        for found in [UNFINISHED.search(text)]
        if found
    ]
    assert left == []
