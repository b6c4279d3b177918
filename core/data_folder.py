"""Where cases, settings and local protocols live: as told, else the user's data folder."""

import os
from pathlib import Path

VARIABLE = "PRESSOR_DATA"


def data_folder(told: str | None) -> Path:
    """The data folder: `--data`, else PRESSOR_DATA, else the platform's place. Not created here."""
    given = told or os.environ.get(VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_data_path  # noqa: PLC0415 - only the last resort needs it

    return user_data_path("pressor", appauthor=False)
