"""Gradient states, abstract values, the heap, joins and whys. Knows neither Python's syntax nor torch."""
