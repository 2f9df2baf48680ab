"""Which acts of the record are deletions, and which took data out of the program."""

# By the code of the action, as the subjects name them.
DELETIONS = (
    "retention.applied",
    "pupil.erased",
    "texts.erased",
    "text.erased",
    "photo.removed",
    "deed.left",
    "deed.removed",
    "fault.cleared",
    "fault.removed",
)
EXPORTS = (
    "list.exported",
    "ledger.exported",
    "term.exported",
    "term.archived",
    "job.fetched",
    "pupil.copied",
    "children.exported",
)
SEEN = ("guardian.phone_read",)
