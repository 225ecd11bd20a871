"""Where addresses of documents can be found: each source gives entries for a catalogue and fetches no document."""

from __future__ import annotations

from .council import council_documents
from .publications import official_publications
from .site import documents_of_site

__all__ = ["council_documents", "documents_of_site", "official_publications"]
