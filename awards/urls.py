"""The addresses of the month, by who uses them."""

from django.urls import URLPattern, URLResolver

from awards.urls_deeds import urlpatterns as deeds
from awards.urls_entry import urlpatterns as entry
from awards.urls_files import urlpatterns as files
from awards.urls_movements import urlpatterns as movements
from awards.urls_office import urlpatterns as office
from awards.urls_pupil import urlpatterns as pupil
from awards.urls_schemes import urlpatterns as schemes
from awards.urls_settlement import urlpatterns as settlement
from awards.urls_steps import urlpatterns as steps
from awards.urls_whatif import urlpatterns as what_if
from awards.urls_words import urlpatterns as words

app_name = "awards"
urlpatterns: list[URLPattern | URLResolver] = [
    *entry,
    *pupil,
    *steps,
    *words,
    *office,
    *files,
    *deeds,
    *movements,
    *settlement,
    *schemes,
    *what_if,
]
