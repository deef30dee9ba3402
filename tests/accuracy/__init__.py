"""How well reports with known truth are read."""
