"""What keeps a case from being opened, read or written, for those who may not look at the log."""

from core.log.errors import LogError, LogUnavailable, Trouble

CaseTrouble = LogError
"""Anything that does; its text is a sentence for a person."""


class ProtocolUnreadable(LogError):  # noqa: N818 - says what is so
    """The protocol that a case keeps for life cannot be used by this version."""

    def __init__(self, findings: str) -> None:
        super().__init__(f"the protocol this case was opened with cannot be read: {findings}")


class NotApprovedError(LogError):
    """A case at the workstation was to begin under a text that nobody here approved."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not approved at this site for the workstation")


__all__ = ["CaseTrouble", "LogUnavailable", "NotApprovedError", "ProtocolUnreadable", "Trouble"]
