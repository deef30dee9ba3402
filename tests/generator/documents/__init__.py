"""Generated reports as the documents that are published: pages, Word files, PDF, sheets."""

from .model import Paragraph, Part, SpanCell, SpannedTable, compose, spanned

__all__ = ["Paragraph", "Part", "SpanCell", "SpannedTable", "compose", "spanned"]
