"""Reads tables of indicators out of a spreadsheet: pasted text or HTML, or an xlsx file; touches no database."""
