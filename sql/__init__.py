"""SQL text only: the views of the database."""
