"""How Thai is written: text, digits, numbers, dates. The ground floor: imports no other app and has no models."""
