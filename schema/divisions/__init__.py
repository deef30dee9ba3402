"""Divisions of the country as a small table, and the script that makes it from its sources."""
