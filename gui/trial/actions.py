"""The one table of a trial's actions: menus, shortcuts and buttons come from it."""

from gui.action_table import Act, ActionTable

RESULTS = ("outcomes", "curve", "bars", "pairs")
"""What a trial side by side came to."""
PAGES = ("setup", *RESULTS, "bends", "sweep")
SAVES = ("json", "csv", "html", "pdf")
MOVES = ("next", "previous")


ACTS = (
    Act("begin", "trial", "Ctrl+Return"),
    Act("stop", "trial", "Ctrl+."),
    Act("json", "trial", "Ctrl+S", separated=True),
    Act("csv", "trial", "Ctrl+E"),
    Act("html", "trial", "Ctrl+Shift+E"),
    Act("pdf", "trial", "Ctrl+P"),
    Act("close", "trial", "Ctrl+W", separated=True),
    *(Act(f"page_{page}", "look", f"Ctrl+{place}") for place, page in enumerate(PAGES, 1)),
    Act("next", "look", "Ctrl+Right", separated=True),
    Act("previous", "look", "Ctrl+Left"),
    Act("light", "view", "Ctrl+Shift+L"),
    Act("dark", "view", "Ctrl+Shift+D"),
    Act("full_screen", "view", "F11", separated=True),
)
MENUS = ("trial", "look", "view")


class TrialActions(ActionTable):
    """The table as Qt's actions, in the menus of the trial's window."""

    acts, menus, named = ACTS, MENUS, "trial_"

    def action_text(self, code: str) -> str:
        """The code of the words of an act."""
        return f"trial-window.action.{code}"

    def menu_text(self, name: str) -> str:
        """The code of the words of a menu."""
        return f"trial-window.menu.{name}"
