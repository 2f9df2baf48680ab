"""Addresses of the steps on screen: the pupil's, the group's, the committee's, and those of the class's sheet."""

from django.urls import URLPattern, URLResolver, path

from awards.steps import views
from awards.steps.committee import views as committee
from awards.steps.group import views as group
from awards.steps.meeting import views as meeting
from awards.steps.pupil import views as pupil

urlpatterns: list[URLPattern | URLResolver] = [
    path("my-month/", pupil.my_month, name="my_month"),
    path("my-month/<key:pk>/declare", pupil.declare, name="declare"),
    path("my-month/<key:pk>/goals", pupil.set_goals, name="set_goals"),
    path("my-group/", group.group_step, name="group_step"),
    path("my-group/<key:pk>/discuss", group.discuss, name="discuss"),
    path("my-group/lines/<key:pk>/undo", group.undo_discussion, name="undo_discussion"),
    path("committee/", committee.committee_step, name="committee_step"),
    path("committee/<key:pk>/vote", committee.vote, name="vote"),
    path("committee/<key:pk>/rest", committee.vote_rest, name="vote_rest"),
    path("sheets/<key:pk>/meeting/", meeting.meeting, name="meeting"),
    path("sheets/<key:pk>/meeting/count", meeting.count_hands, name="count_hands"),
    path("sheets/<key:pk>/meeting/forget", meeting.forget_hands, name="forget_hands"),
    path("sheets/<key:pk>/progress/", views.progress, name="progress"),
    path("sheets/<key:pk>/progress/<key:step_pk>/close", views.close_step, name="close_step"),
    path("sheets/<key:pk>/progress/<key:step_pk>/reopen", views.reopen_step, name="reopen_step"),
]
