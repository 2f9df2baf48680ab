"""By when an appeal is raised and answered, in the school's own working days (A71)."""

import datetime as dt

from awards.rules.notice import answer_due
from students.models import School
from students.school.calendar import working_day_test

# From the day of being told, for either step.
DAYS_TO_APPEAL = 15


def last_day_to_appeal(school: School, told_on: dt.date) -> dt.date:
    return answer_due(told_on, DAYS_TO_APPEAL, working_day_test(school, around=told_on))


def answer_due_on(school: School, received_on: dt.date) -> dt.date:
    return answer_due(received_on, school.appeal_days, working_day_test(school, around=received_on))
