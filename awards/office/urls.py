"""Addresses of the office's month."""

from django.urls import URLPattern, URLResolver, path

from awards.office import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", views.board, name="board"),
    path("board/months/", views.months, name="board_months"),
    path("board/<key:sheet_pk>/", views.board_sheet, name="board_sheet"),
    path("board/<key:sheet_pk>/file/", views.file_sheet, name="file_sheet"),
    path("board/<key:sheet_pk>/return/", views.return_sheet, name="return_sheet"),
    path("board/<key:sheet_pk>/stars/", views.add_star, name="add_star"),
    path("board/rounds/<key:round_pk>/file/", views.file_sheets, name="file_sheets"),
    path("board/rounds/<key:round_pk>/file-unflagged/", views.file_unflagged, name="file_unflagged"),
    path("board/rounds/<key:round_pk>/register/", views.register, name="register"),
]
