"""Entries → the files that other programs read; one module to a format."""
