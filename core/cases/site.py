"""The limits of the site: what can be entered, what is asked about, and the bags it keeps."""

import tomllib
from pathlib import Path

import resources
from core.entry import profile
from core.entry.profile import SiteProfile, profile_of
from core.model import terms
from core.quantity import bag, measures
from core.twin import twin_of

DEFAULT_SITE = "us"
_FOLDER = Path(resources.__path__[0], "sites")
_KINDS = (measures, bag, terms, profile)


def site_names() -> tuple[str, ...]:
    """The ids of the profiles that come with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def site_text(name: str) -> str:
    """What the file of a shipped profile says. FileNotFoundError where no profile has this id."""
    return (_FOLDER / f"{name}.toml").read_text("utf-8")


def read_site(name: str = DEFAULT_SITE) -> SiteProfile:
    """A shipped site profile by its id.

    Raises:
        FileNotFoundError: no profile has this id.
        ValueError: the file says something that a profile cannot hold.
    """
    text = site_text(name)
    known: SiteProfile | None = twin_of(text, _KINDS)
    return profile_of(tomllib.loads(text)) if known is None else known
