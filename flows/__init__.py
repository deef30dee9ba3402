"""Running: documents to a published database, queries on it, and the command."""
