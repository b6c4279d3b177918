"""The limits of the site: what can be entered, what is asked about, and the bags it keeps."""

import tomllib
from importlib.resources import files

from core.entry.profile import SiteProfile

DEFAULT_SITE = "us"


def read_site(name: str = DEFAULT_SITE) -> SiteProfile:
    """A shipped site profile by its id.

    Raises:
        FileNotFoundError: no profile has this id.
        ValueError: the file says something that a profile cannot hold.
    """
    text = files("resources").joinpath("sites", f"{name}.toml").read_text("utf-8")
    return SiteProfile.model_validate(tomllib.loads(text))
