"""WHAT NEXT: improvement actions, risks and the KM self-check. A package for now; later issues fill it."""
