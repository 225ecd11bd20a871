"""How the example documents are made: sources read, and written in each format."""
