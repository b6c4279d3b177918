"""The one table of the debrief's actions: menus, shortcuts and buttons come from it."""

from gui.action_table import Act, ActionTable

PAGES = ("opportunities", "checklist", "figures", "events", "compare", "talk")
COURSES = ("protocol", "no_change")
TICKS = ("tick_done", "tick_missed", "untick")


ACTS = (
    Act("print", "file", "Ctrl+P"),
    Act("html", "file", "Ctrl+E"),
    Act("close", "file", "Ctrl+W", separated=True),
    Act("next", "timeline", "Ctrl+Right"),
    Act("previous", "timeline", "Ctrl+Left"),
    Act("astray", "timeline", "F4"),
    Act("later", "timeline", "Ctrl+Shift+Right", separated=True),
    Act("earlier", "timeline", "Ctrl+Shift+Left"),
    Act("closer", "timeline", "Ctrl++", separated=True),
    Act("wider", "timeline", "Ctrl+-"),
    Act("whole", "timeline", "Ctrl+0"),
    Act("protocol", "compare", "F6"),
    Act("no_change", "compare", "F7"),
    Act("both", "compare", "F8"),
    Act("clear", "compare", "Shift+F8", separated=True),
    Act("stop", "compare", "Ctrl+."),
    Act("tick_done", "tick", "Ctrl+D"),
    Act("tick_missed", "tick", "Ctrl+M"),
    Act("untick", "tick", "Ctrl+U"),
    Act("timeline", "view", "F2"),
    *(
        Act(f"page_{page}", "view", f"Ctrl+{place}", separated=place == 1)
        for place, page in enumerate(PAGES, 1)
    ),
    Act("light", "view", "Ctrl+Shift+L", separated=True),
    Act("dark", "view", "Ctrl+Shift+D"),
    Act("full_screen", "view", "F11"),
)
MENUS = ("file", "timeline", "compare", "tick", "view")


class DebriefActions(ActionTable):
    """The table as Qt's actions, in the menus of the debrief's window."""

    acts, menus, named = ACTS, MENUS, "debrief_"
    repeats = True

    def action_text(self, code: str) -> str:
        """The code of the words of an act."""
        return f"debriefing.action.{code}"

    def menu_text(self, name: str) -> str:
        """The code of the words of a menu."""
        return f"debriefing.menu.{name}"
