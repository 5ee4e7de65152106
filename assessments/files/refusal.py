class FileRefused(Exception):
    """The file is not taken; the message says why and what to do."""
