"""Addresses of office, administrator and subject teacher. The start page itself is in the project's own table."""

from django.urls import URLPattern, URLResolver, path

from awards.views import audit, board, guide, home, scheme, terms, to_do

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", board.board, name="board"),
    path("board/<int:sheet_pk>/", board.board_sheet, name="board_sheet"),
    path("board/<int:sheet_pk>/file/", board.file_sheet, name="file_sheet"),
    path("board/<int:sheet_pk>/return/", board.return_sheet, name="return_sheet"),
    path("board/<int:sheet_pk>/stars/", board.add_star, name="add_star"),
    path("board/rounds/<int:round_pk>/file/", board.file_sheets, name="file_sheets"),
    path("board/rounds/<int:round_pk>/file-unflagged/", board.file_unflagged, name="file_unflagged"),
    path("board/rounds/<int:round_pk>/register/", board.register, name="register"),
    path("first-steps/", guide.guide, name="guide"),
    path("to-do/month/", to_do.month_end, name="month_end"),
    path("to-do/term/", to_do.term_end, name="term_end"),
    path("classes-taught/", home.class_sheets, name="class_sheets"),
    path("terms/", terms.term_list, name="terms"),
    path("terms/open/", terms.open_term, name="open_term"),
    path("terms/<int:term_pk>/", terms.term, name="term"),
    path("terms/rounds/<int:round_pk>/", terms.change_round, name="change_round"),
    path("terms/rounds/<int:round_pk>/open/", terms.open_round, name="open_round"),
    path("terms/rounds/<int:round_pk>/remove/", terms.remove_round, name="remove_round"),
    path("scheme/", scheme.scheme, name="scheme"),
    path("scheme/<int:term_pk>/", scheme.scheme, name="scheme_of_term"),
    path("audit/", audit.audit, name="audit"),
]
