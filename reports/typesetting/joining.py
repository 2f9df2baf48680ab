"""The process that joins PDFs: their paths as arguments, the joined one on standard output."""

import io
import sys

from pypdf import PdfWriter


def main() -> None:
    writer = PdfWriter()
    for path in sys.argv[1:]:
        writer.append(path, import_outline=False)
    stream = io.BytesIO()
    writer.write(stream)
    sys.stdout.buffer.write(stream.getbuffer())


if __name__ == "__main__":
    main()
