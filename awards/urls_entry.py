"""The class's sheet, as its homeroom teacher fills it in."""

from django.urls import URLPattern, URLResolver, path

from awards.views import entry, shortlist

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheets/", entry.my_sheet, name="my_sheet"),
    path("sheets/<int:pk>/", entry.sheet, name="sheet"),
    path("sheets/<int:pk>/names", entry.sheet_names, name="sheet_names"),
    path("sheets/<int:pk>/cells", entry.sheet_cells, name="sheet_cells"),
    path("sheets/<int:pk>/steps", entry.sheet_steps, name="sheet_steps"),
    path("sheets/<int:pk>/submit", entry.sheet_submit, name="sheet_submit"),
    path("sheets/<int:pk>/recall", entry.sheet_recall, name="sheet_recall"),
    path("sheets/<int:pk>/shortlist/", shortlist.shortlist, name="shortlist"),
    path("sheets/<int:pk>/shortlist/nominate", shortlist.nominate, name="nominate"),
    path("sheets/<int:pk>/shortlist/<int:line_pk>/strike", shortlist.strike_line, name="strike_line"),
    path("sheets/<int:pk>/shortlist/<int:line_pk>/restore", shortlist.restore_line, name="restore_line"),
]
