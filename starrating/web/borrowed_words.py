"""Texts of Django that people read in forms and on pages, named so that they are in the project's catalogue.

Django brings Chinese of its own, but it speaks of fields, variables and valid values, shows raw what was sent and says
nothing of what to do. A text that the project's catalogue has as well is taken from there (`LOCALE_PATHS` come last and
win), so it is enough to name it: `make messages` finds it here, and `locale/zh_Hans` says it in the words of a school.
English stays as Django has it. `borrowed_tables` does the same for the administration.

Where the Chinese leaves out a placeholder, because a raw value or a name of the database would be shown, a mark says so
to gettext and to `tests/project/words/test_translations.py`.
"""

from django.utils.translation import gettext_noop as _, ngettext_lazy

# What a form's field says of what was typed.
FIELDS = [
    _("This field is required."),
    _("Enter a valid value."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid integer."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Enter a valid duration."),
    _("Enter a valid email address."),
    _("Enter a valid URL."),
    _("Enter a list of values."),
    _("Enter a complete value."),
    _("Enter a valid JSON."),
    # xgettext: no-python-format, for what was sent is not shown
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    # xgettext: no-python-format, for what was sent is not shown
    _("“%(pk)s” is not a valid value."),
    _("No file was submitted."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    _("Please either submit a file or check the clear checkbox, not both."),
    _("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    _("Ensure this value is %(limit_value)s (it is %(show_value)s)."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is a multiple of step size %(limit_value)s."),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
    ),
    _("Null characters are not allowed."),
    _("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."),
    ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms."),
    ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms."),
    _(
        # xgettext: no-python-format, for what was sent is not shown
        "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may "
        "need to file a bug report if the issue persists."
    ),
    # xgettext: no-python-format, for what was sent is not shown
    _("(Hidden field %(name)s) %(error)s"),
    _(":"),
    _(":?.!"),
    _("Currently"),
    _("Clear"),
    _("or"),
]

# What a row says that a form would save.
ROWS = [
    _("This field cannot be null."),
    _("This field cannot be blank."),
    # xgettext: no-python-format, for what was sent is not shown
    _("Value %(value)r is not a valid choice."),
    _("%(model_name)s with this %(field_label)s already exists."),
    _("%(model_name)s with this %(field_labels)s already exists."),
    # xgettext: no-python-format, for what was sent is not shown
    _("Constraint “%(name)s” is violated."),
    # xgettext: no-python-format, for what was sent is not shown
    _("“%(value)s” value must be an integer."),
    # xgettext: no-python-format, for what was sent is not shown
    _("“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format."),
    # xgettext: no-python-format, for what was sent is not shown
    _("“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date."),
]

# What accounts and their passwords are told.
PASSWORDS = [
    _("The two password fields didn’t match."),
    _("Password"),
    _("New password"),
    _("New password confirmation"),
    _("Old password"),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."),
    _("This account is inactive."),
    _("username"),
    _("password"),
    _("last login"),
]

# What pages without a template of ours say.
PAGES = [
    _("That page number is not an integer"),
    _("That page number is less than 1"),
    _("That page contains no results"),
    _("Forbidden"),
    _("CSRF verification failed. Request aborted."),
    _("Page not found"),
    ngettext_lazy("%(size)d byte", "%(size)d bytes"),
]
