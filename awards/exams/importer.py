"""Score files among the kinds of files whose columns may be asked about; they are read by `rank_files`."""

from django.utils.translation import gettext_lazy as _

KINDS = (("exam", _("Score files")),)
