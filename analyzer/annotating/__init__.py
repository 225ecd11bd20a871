"""People code units: samples to code, files for the tools in which they do it, agreement, and one set of codes back."""
