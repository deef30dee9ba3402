"""Errors that a user can act on."""


class OgiError(Exception):
    """A run cannot go on. The message is one plain sentence naming the file and the cause."""


class UsageError(OgiError):
    """The command was given something that it does not take."""


class StoppedError(OgiError):
    """The user stopped what was going on."""
