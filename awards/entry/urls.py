"""Addresses of a class's sheet and shortlist."""

from django.urls import URLPattern, URLResolver, path

from awards.entry import views, views_shortlist

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheets/", views.my_sheet, name="my_sheet"),
    path("sheets/<key:pk>/", views.sheet, name="sheet"),
    path("sheets/<key:pk>/names", views.sheet_names, name="sheet_names"),
    path("sheets/<key:pk>/paste", views.sheet_paste, name="sheet_paste"),
    path("sheets/<key:pk>/settle", views.sheet_settle, name="sheet_settle"),
    path("sheets/<key:pk>/drop", views.sheet_drop, name="sheet_drop"),
    path("sheets/<key:pk>/cells", views.sheet_cells, name="sheet_cells"),
    path("sheets/<key:pk>/steps", views.sheet_steps, name="sheet_steps"),
    path("sheets/<key:pk>/rest", views.sheet_rest, name="sheet_rest"),
    path("sheets/<key:pk>/submit", views.sheet_submit, name="sheet_submit"),
    path("sheets/<key:pk>/recall", views.sheet_recall, name="sheet_recall"),
    path("sheets/<key:pk>/shortlist/", views_shortlist.shortlist, name="shortlist"),
    path("sheets/<key:pk>/shortlist/nominate", views_shortlist.nominate, name="nominate"),
    path("sheets/<key:pk>/shortlist/<key:line_pk>/strike", views_shortlist.strike_line, name="strike_line"),
    path("sheets/<key:pk>/shortlist/<key:line_pk>/restore", views_shortlist.restore_line, name="restore_line"),
]
