"""English dates as a British school writes them: 2 December 2026 and 21:03, not Dec. 2, 2026, 9:03 p.m."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y, H:i"
MONTH_DAY_FORMAT = "j F"
