"""Reads documents of other systems and hands them to services; writes nothing by itself."""
