"""What may come in as the file of a piece of evidence (quality.md 1.5). Knows files, no database and no HTTP.

`accepted` in intake.py is the door: name, size, signature, structure, viruses, in this order.
"""
