"""Runs the trees of a program over the domain: one module per language form."""
