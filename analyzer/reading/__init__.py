"""From a file to a `Document`: text, headings, list items and pages."""

from __future__ import annotations

from analyzer.reading.document import PROSE, Block, BlockKind, Document, Metadata, Piece, assemble, clean, document_id
from analyzer.reading.reader import read, read_text
from analyzer.reading.sources import EXTENSIONS, find_documents
from analyzer.reading.tongue import detect_language

__all__ = [
    "EXTENSIONS",
    "PROSE",
    "Block",
    "BlockKind",
    "Document",
    "Metadata",
    "Piece",
    "assemble",
    "clean",
    "detect_language",
    "document_id",
    "find_documents",
    "read",
    "read_text",
]
