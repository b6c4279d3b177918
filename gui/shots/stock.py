"""What stands on the shelf in the pictures: the default approved, and a local file refused."""

from dataclasses import replace

from core.cases.bookcase import Volume, approve_text, bring_in, shelved, volume_at
from core.cases.folder import CaseFolder
from core.cases.told import read_told, remember_told
from core.cli.check import as_json
from core.library import DEFAULT_PROTOCOL
from core.proof.promises import PROMISES, Promise
from core.proof.prove import prove
from core.view.wording import Words
from gui.shots.ward import NOW

REFUSED = "ward-quick-wean"
_SHOWN = tuple(promise for promise in PROMISES if promise.id in {"bounds", "due"})
"""What is proved of the refused one: its findings fill a picture."""


def stock(folder: CaseFolder, words: Words, initials: str) -> None:
    """Approve the default on its proof, and bring in a file that weans after 20 min."""
    default = volume_at(DEFAULT_PROTOCOL, folder.data)
    _prove(folder, default, words, PROMISES)
    proved = volume_at(DEFAULT_PROTOCOL, folder.data)
    approve_text(folder.data, proved, proved.told, initials, NOW)
    text = default.text.replace(f'id = "{DEFAULT_PROTOCOL}"', f'id = "{REFUSED}"')
    text = text.replace('stable_for_wean = "480 min"', 'stable_for_wean = "20 min"')
    tray = folder.data / "tray.toml"
    tray.write_text(text, "utf-8")
    bring_in(folder.data, tray)
    tray.unlink()
    _prove(folder, volume_at(REFUSED, folder.data), words, _SHOWN)


def _prove(folder: CaseFolder, volume: Volume, words: Words, promises: tuple[Promise, ...]) -> None:
    taken = shelved(volume)
    if taken.protocol is None:
        raise ValueError(f"{taken.place}: {taken.findings[0]}")
    # No picture waits for simulated patients; what they would show stands in none.
    proof = replace(prove(taken.protocol, promises=promises), pending=())
    remember_told(folder.data, read_told(as_json(taken, proof, words)))
