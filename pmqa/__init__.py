"""Wiring: settings, URLs, middleware and the commands of the whole product. Imported by nobody."""
