"""Uploaded files stay in memory: a score must not touch the disk, not even for the length of a request (A19)."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler


class MemoryOnlyUploadHandler(MemoryFileUploadHandler):
    """The only handler, so that there is none that writes.

    Of a request above ``FILE_UPLOAD_MAX_MEMORY_SIZE`` nothing is kept: each of its files arrives empty and with the
    size of the whole request, which every form refuses with its own sentence.
    """

    request_length = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[Any, Any] | None:
        self.request_length = content_length
        return super().handle_raw_input(input_data, META, content_length, boundary, encoding)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return super().receive_data_chunk(raw_data, start) if self.activated else None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if self.activated:
            return super().file_complete(file_size)
        return InMemoryUploadedFile(
            file=BytesIO(),
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=max(file_size, self.request_length),
            charset=self.charset,
        )
