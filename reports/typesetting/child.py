"""The process that typesets: JSON on standard input, the PDF (or picture) on standard output.

It is a process of its own, because typesetting keeps what it has laid out and would make a server grow.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parent / "templates"
# A picture is for the screen.
PICTURE_PPI = 80.0


def typeset(order: dict[str, Any]) -> bytes:
    """Lay out one order: ``paper`` names the template, ``data`` is what it prints, ``photos`` its pictures."""
    if not order["photos"]:
        return _compiled(order, TEMPLATES)
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        # The typesetter reads below one root only: the layouts, and beside them the photos of this order.
        root = Path(folder) / "root"
        shutil.copytree(TEMPLATES, root)
        (root / "photos").mkdir()
        for name, path in order["photos"].items():
            shutil.copyfile(path, root / "photos" / f"{name}.jpg")
        return _compiled(order, root)


def _compiled(order: dict[str, Any], root: Path) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=order["fonts"])
    compiler = typst.Compiler(root=str(root), font_paths=fonts)
    data = json.dumps(order["data"], ensure_ascii=False)
    picture = order["picture"]
    made = compiler.compile(
        str(root / f"{order['paper']}.typ"),
        format="png" if picture else "pdf",
        ppi=PICTURE_PPI if picture else None,
        sys_inputs={"data": data},
        pdf_tags=order["tags"],
    )
    pages = made if isinstance(made, list) else [made]
    return bytes(pages[0] or b"")


def main() -> None:
    try:
        content = typeset(json.loads(sys.stdin.buffer.read()))
    except typst.TypstError as error:
        sys.stderr.write(error.diagnostic)
        sys.exit(1)
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
