"""The measurement instrument as data: codes, lexicons, weights and cut points, with version and hash."""

from analyzer.codebook.load import load_codebook
from analyzer.codebook.schema import Code, Codebook, Name, Scoring, Term

__all__ = ["Code", "Codebook", "Name", "Scoring", "Term", "load_codebook"]
