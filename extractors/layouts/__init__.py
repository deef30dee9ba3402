"""Layouts of text that are made like others before a table is read."""
