"""The statistical tables of the forms since 2019: from a stretch of text to cells."""
