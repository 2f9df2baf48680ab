"""Faults that are planted in a copy of the program, so that whatever looks for their kind is seen to find them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.project.source import ROOT

# One file of each kind that a rule looks for, under the name that a file of the program would have.
EXAMPLES = {
    "marked-safe": ("awards/x/page.py", "def name(pupil):\n    return mark_safe(pupil.name)\n"),
    "sql-put-together": ("awards/x/lists.py", "def find(cursor, typed):\n    cursor.execute(f\"SELECT '{typed}'\")\n"),
    "form-as-it-came": ("awards/x/verbs.py", "def write(request):\n    return Exam(**request.POST.dict())\n"),
    "all-fields": ("awards/x/forms.py", 'class Meta:\n    fields = "__all__"\n'),
    "fetched-by-number-alone": ("awards/x/access.py", "def exam(pk):\n    return get_object_or_404(Exam, pk=pk)\n"),
    "shell": ("awards/x/child.py", "import subprocess\nsubprocess.run(word, shell=True)\n"),
    "read-as-code": ("awards/x/reading.py", "import pickle\npickle.loads(content)\n"),
    "leads-out": ("awards/x/back.py", 'def back(request):\n    return redirect(request.GET.get("next"))\n'),
    "without-token": ("awards/x/hook.py", "@csrf_exempt\ndef hook(request):\n    return None\n"),
    "view-without-permit": ("awards/x/views.py", "def exam(request: StaffRequest, pk: int):\n    return None\n"),
    "told-to-the-log": ("awards/x/log.py", 'def note(request):\n    logger.warning("sent %s", request.POST)\n'),
    "served-by-its-name": ("awards/x/file.py", 'def give(request):\n    return open(request.GET["name"])\n'),
    "template-marked-safe": ("templates/x/one.html", "<p>{{ pupil.name|safe }}</p>\n"),
    "template-runs-script": ("templates/x/two.html", '<p onclick="x()">{{ pupil.name }}</p>\n'),
}


@dataclass(frozen=True)
class Plant:
    """A fault of the kind that is made in a hurry: what stands there, what it becomes, and which rules name it."""

    path: str
    sound: str
    faulty: str
    rules: frozenset[str]


def write_examples(folder: Path) -> None:
    for path, text in EXAMPLES.values():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def copy_of_the_program(folder: Path) -> Path:
    """Copy what git keeps, with the environment beside it; the repository itself is never touched."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    return folder


def put(plant: Plant, tree: Path) -> None:
    path = tree / plant.path
    text = path.read_text(encoding="utf-8")
    assert text.count(plant.sound) == 1, f"{plant.path} has changed: plant the fault anew"
    path.write_text(text.replace(plant.sound, plant.faulty), encoding="utf-8")


PLANTS = {
    "markup": Plant(
        "templates/awards/objections/objection.html",
        "{{ page.objection.facts|linebreaksbr }}",
        "{{ page.objection.facts|safe }}",
        frozenset({"template-marked-safe"}),
    ),
    "statement": Plant(
        "awards/movements/page.py",
        "return list(pupils_of(school).filter(match)",
        "return list(pupils_of(school).extra(where=[f\"students_student.name LIKE '%%{query}%%'\"])",
        frozenset({"sql-put-together", "B610"}),
    ),
    "scope": Plant(
        "awards/exams/access.py",
        "get_object_or_404(exams_of(school), pk=pk)",
        "get_object_or_404(Exam, pk=pk)",
        frozenset({"fetched-by-number-alone"}),
    ),
    "redirect": Plant(
        "starrating/web/views.py",
        "    response: HttpResponse = set_language(request)\n"
        '    if "Location" in response.headers:\n'
        '        response.headers["Location"] = page_at(response.headers["Location"])\n'
        "    return response\n",
        '    return redirect(request.POST.get("next", "/"))\n\n\nchoose_language.csrf_exempt = True\n',
        frozenset({"leads-out", "without-token"}),
    ),
}
