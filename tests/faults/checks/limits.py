"""I2: no more names than the scheme allows, for a class and for a pupil."""

from tests.faults.checks.check import rows

_SIZE = """(SELECT COUNT(DISTINCT e.student_id) FROM students_enrolment e
    WHERE e.school_class_id = c.school_class_id AND e.starts_on <= r.ends_on
        AND (e.ends_on IS NULL OR e.ends_on >= r.ends_on))"""
_SHARE = f"""CASE s.quota_rounding WHEN 'down' THEN {_SIZE} * s.quota_percent / 100
    WHEN 'up' THEN ({_SIZE} * s.quota_percent + 99) / 100 ELSE ({_SIZE} * s.quota_percent + 50) / 100 END"""
_QUOTA = f"""CASE WHEN s.quota_kind = 'fixed' THEN s.quota_number
    WHEN {_SHARE} > s.quota_minimum THEN {_SHARE} ELSE s.quota_minimum END"""
_SHEETS = """JOIN awards_classround c ON c.id = n.class_round_id JOIN awards_round r ON r.id = c.round_id
    JOIN awards_termscheme p ON p.term_id = r.term_id JOIN awards_scheme s ON s.id = p.scheme_id"""
_PLACED = "n.state IN ('chosen', 'disputed', 'final')"
_LIVE = "n.state IN ('proposed', 'chosen', 'disputed', 'final')"

LIMITS = (
    rows(
        "no star of a class's month has more names than the quota, unless the office filed them with a reason",
        "SELECT COUNT(*) FROM (SELECT 1 FROM awards_nomination GROUP BY class_round_id, item_id) AS one",
        f"""SELECT 'sheet', q.sheet, 'star', q.item, q.names, 'of', q.quota FROM (
            SELECT c.id AS sheet, n.item_id AS item, COUNT(*) AS names, MAX({_QUOTA}) AS quota,
                MAX(s.quota_mode) AS mode, MAX(c.state) AS state
            FROM awards_nomination n {_SHEETS} WHERE {_PLACED} GROUP BY c.id, n.item_id) AS q
        WHERE q.names > q.quota AND (q.mode = 'hard' OR (q.state IN ('in_notice', 'final') AND NOT EXISTS (
            SELECT 1 FROM awards_decision d
            WHERE d.class_round_id = q.sheet AND d.verdict = 'filed' AND d.reason_kept_id IS NOT NULL)))""",
    ),
    rows(
        "no pupil stands under more stars of a month than the scheme allows",
        "SELECT COUNT(*) FROM (SELECT 1 FROM awards_nomination GROUP BY class_round_id, student_id) AS one",
        f"""SELECT 'sheet', c.id, 'pupil', n.student_id, COUNT(*), 'of', MAX(s.self_report_max)
        FROM awards_nomination n {_SHEETS} JOIN awards_staritem i ON i.id = n.item_id AND i.counts_toward_cap
        WHERE {_LIVE} GROUP BY c.id, n.student_id
        HAVING COUNT(*) > MAX(s.self_report_max) AND MAX(s.self_report_max) > 0""",
    ),
    rows(
        "no pupil has the same star more often in a term than the scheme allows",
        "SELECT COUNT(*) FROM awards_scheme WHERE item_repeats_per_term > 0",
        f"""SELECT 'term', r.term_id, 'pupil', n.student_id, 'star', n.item_id, COUNT(*)
        FROM awards_nomination n {_SHEETS} WHERE {_PLACED} GROUP BY r.term_id, n.student_id, n.item_id
        HAVING COUNT(*) > MAX(s.item_repeats_per_term) AND MAX(s.item_repeats_per_term) > 0""",
    ),
    rows(
        "names hold places of their own, and only a name on the sheet holds one",
        "SELECT COUNT(*) FROM awards_nomination",
        f"""SELECT 'sheet', n.class_round_id, 'star', n.item_id, 'place', n.place FROM awards_nomination n
        WHERE ({_PLACED}) <> (n.place IS NOT NULL) GROUP BY n.class_round_id, n.item_id, n.place
        UNION ALL
        SELECT 'sheet', n.class_round_id, 'star', n.item_id, 'place', n.place FROM awards_nomination n
        WHERE n.place IS NOT NULL GROUP BY n.class_round_id, n.item_id, n.place HAVING COUNT(*) > 1""",
    ),
)
