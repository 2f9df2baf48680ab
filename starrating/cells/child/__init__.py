"""The parser of foreign files: `python -m starrating.cells.child`, under limits, bytes in, JSON out, no Django."""
