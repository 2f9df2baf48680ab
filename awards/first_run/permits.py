"""Where the first run is offered: everybody may open it, as long as there is nothing, and the word lets one in."""

from students.permits.menu import Entry, Spot

ENTRIES = (Entry(Spot.SETUP, "awards:set_up"),)
