"""The steps of a class on screen: its groups', its committee's, and the page that shows where it stands."""

from django.urls import URLPattern, URLResolver, path

from awards.views import committee_step, group_step, progress

urlpatterns: list[URLPattern | URLResolver] = [
    path("my-group/", group_step.group_step, name="group_step"),
    path("my-group/lines/<int:pk>/discuss", group_step.discuss, name="discuss"),
    path("my-group/lines/<int:pk>/undo", group_step.undo_discussion, name="undo_discussion"),
    path("committee/", committee_step.committee_step, name="committee_step"),
    path("committee/<int:pk>/vote", committee_step.vote, name="vote"),
    path("sheets/<int:pk>/progress/", progress.progress, name="progress"),
    path("sheets/<int:pk>/progress/<int:step_pk>/close", progress.close_step, name="close_step"),
    path("sheets/<int:pk>/progress/<int:step_pk>/reopen", progress.reopen_step, name="reopen_step"),
]
