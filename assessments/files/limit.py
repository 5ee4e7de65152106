"""How files come in, piece by piece: no further than the limit of one, or not at all."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class LimitedUpload(FileUploadHandler):
    """Stops keeping a file as soon as it is larger than the limit; `request.has_oversized_file` tells the form."""

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.PMQA_FILE_LIMIT:
            self.request.has_oversized_file = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


class PassedBy(FileUploadHandler):
    """Keeps nothing of a file: it goes by, and what was typed beside it is read."""

    def receive_data_chunk(self, raw_data, start):
        raise SkipFile

    def file_complete(self, file_size):
        return None
