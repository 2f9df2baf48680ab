"""Chinese dates have no leading noughts: 9月5日, not 09月05日."""

MONTH_DAY_FORMAT = "n月j日"
