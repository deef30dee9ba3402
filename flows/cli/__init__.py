"""The command ``ogi``."""
