"""Writes about people and units."""
