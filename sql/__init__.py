"""SQL text only: the views and table macros of the database."""
