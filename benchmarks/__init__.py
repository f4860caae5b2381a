"""Measurements of Contested at sizes beyond its curated data; each is run as a module."""
