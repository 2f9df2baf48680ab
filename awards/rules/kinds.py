"""The closed sets of words a scheme is written in. The values are those of the preset files and of the database."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from starrating.own_words import OFFICE, in_own_words_lazy


class Unit(TextChoices):
    """What one of what is awarded is called; the words around a number are those of ``awards/rules/units.py``."""

    STAR = "star", pgettext_lazy("unit of a scheme", "Stars")
    BADGE = "badge", pgettext_lazy("unit of a scheme", "Badges")
    POINT = "point", pgettext_lazy("unit of a scheme", "Points")


class ItemKind(TextChoices):
    """What a star is given for: a month's conduct, or one of the four first places of clause 四12."""

    ORDINARY = "ordinary", _("Ordinary item")
    GRADE_TOTAL = "grade_total", _("Grade champion")
    CLASS_TOTAL = "class_total", _("Class champion")
    GRADE_SUBJECT = "grade_subject", _("Grade champion in a subject")
    CLASS_SUBJECT = "class_subject", _("Class champion in a subject")


CHAMPION_KINDS = frozenset(ItemKind) - {ItemKind.ORDINARY}


class ItemGroup(TextChoices):
    """The five educations."""

    MORAL = "moral", pgettext_lazy("five educations", "Moral")
    INTELLECTUAL = "intellectual", pgettext_lazy("five educations", "Intellectual")
    PHYSICAL = "physical", pgettext_lazy("five educations", "Physical")
    AESTHETIC = "aesthetic", pgettext_lazy("five educations", "Aesthetic")
    LABOUR = "labour", pgettext_lazy("five educations", "Labour")


class QuotaKind(TextChoices):
    """How the number of winners of one item is limited (A8)."""

    FIXED = "fixed", _("Fixed number")
    PERCENT = "percent", _("Percentage of the class")


class Rounding(TextChoices):
    """How a percentage of a class becomes whole pupils (A8)."""

    DOWN = "down", _("Round down")
    HALF_UP = "half_up", _("Round half up")
    UP = "up", _("Round up")


class QuotaMode(TextChoices):
    """Whether anybody may allow more winners than the quota (A10)."""

    HARD = "hard", _("Never above the limit")
    OFFICE = "office", in_own_words_lazy(_("The %(office)s may allow more, with a reason"))


class Overlap(TextChoices):
    """Whether the same first place counts again at the narrower scope (A1)."""

    HIGHEST_ONLY = "highest_only", _("Highest only")
    CUMULATIVE = "cumulative", _("All of them add up")


class Ties(TextChoices):
    """Who gets the champion star when several are first (A13)."""

    ALL = "all", _("All who are first")
    NONE = "none", _("Nobody")
    OFFICE = "office", in_own_words_lazy(_("The %(office)s decides"))


class DeductionMode(TextChoices):
    """Whether a ground's stars are the amount or the most that may be taken (A22)."""

    FIXED = "fixed", _("Fixed amount")
    UP_TO = "up_to", _("At most this amount")


class SubjectMode(TextChoices):
    """What the subject teachers' review is worth (A39)."""

    NONE = "none", _("Not asked")
    ADVICE = "advice", _("Asked, silence is agreement")
    REQUIRED = "required", _("Must agree")


class DayKind(TextChoices):
    """How days of a period are counted (A35)."""

    WORKING = "working", _("Working days")
    CALENDAR = "calendar", _("Calendar days")


class NoticeScope(TextChoices):
    """Who is meant to read a notice (A35)."""

    CLASS = "class", _("The class")
    GRADE = "grade", _("The grade")
    SCHOOL = "school", _("The whole school")


class StepRole(TextChoices):
    """Who carries out a step of the round (clause 五3)."""

    PUPIL = "pupil", _("Pupil")
    GROUP_LEADER = "group_leader", _("Group leader")
    COMMITTEE = "committee", _("Star committee")
    HOMEROOM = "homeroom", _("Homeroom teacher")
    OFFICE = "office", OFFICE
