"""I1 and I7: totals are the sums of what was decided, levels follow from totals, rewards from levels."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faults.checks.check import Check, Found, rows
from tests.faults.checks.database import Database

_SUMS = "SELECT term_id, student_id, SUM(stars) FROM awards_starentry GROUP BY term_id, student_id"

# A star stands where its entry is not reversed, or was reversed and carried over to the record that a pupil kept.
_STANDING = """
WITH RECURSIVE life(root, entry) AS (
    SELECT id, id FROM awards_starentry WHERE source IN ('nomination', 'champion', 'violation')
    UNION ALL
    SELECT life.root, e.id FROM life
    JOIN awards_credit c ON c.carries_id = life.entry JOIN awards_starentry e ON e.credit_id = c.id
), standing AS (
    SELECT e.* FROM life
    JOIN awards_starentry e ON e.id = life.root
    WHERE NOT EXISTS (SELECT 1 FROM awards_starentry r WHERE r.reverses_id = life.entry)
)
"""
_SETTLED_ROWS = """
FROM awards_termlevel l JOIN students_term t ON t.id = l.term_id
JOIN awards_termscheme p ON p.term_id = t.id JOIN awards_scheme s ON s.id = p.scheme_id
WHERE t.state = 'settled' AND NOT EXISTS (SELECT 1 FROM awards_termlevel x WHERE x.replaces_id = l.id)
"""
_FIRST = (
    "CASE n.kind WHEN 'letter' THEN s.letter_from WHEN 'certificate' THEN s.certificate_from"
    " WHEN 'honour_board' THEN s.honour_board_from WHEN 'award_eligibility' THEN s.award_eligibility_from"
    " WHEN 'parent_title' THEN s.parent_title_from WHEN 'invitation' THEN s.invitation_from END"
)

SUMS = (
    rows(
        "a name on a final sheet is one standing entry of its star's value, in its month, class and term",
        "SELECT COUNT(*) FROM awards_nomination WHERE state = 'final'",
        f"""{_STANDING}
        SELECT 'line', n.id, 'entry', e.id FROM awards_nomination n
        JOIN awards_staritem i ON i.id = n.item_id AND i.value > 0
        JOIN awards_classround c ON c.id = n.class_round_id JOIN awards_round r ON r.id = c.round_id
        LEFT JOIN standing e ON e.nomination_id = n.id
        WHERE n.state = 'final' AND (e.id IS NULL OR e.stars <> i.value OR e.item_id <> n.item_id
            OR e.round_id <> r.id OR e.term_id <> r.term_id OR e.school_class_id <> c.school_class_id)""",
    ),
    rows(
        "an entry of the month that stands belongs to a name on a final sheet",
        "SELECT COUNT(*) FROM awards_starentry WHERE source = 'nomination'",
        f"""{_STANDING}
        SELECT 'entry', e.id, 'line', n.id, n.state, c.state FROM standing e
        JOIN awards_nomination n ON n.id = e.nomination_id JOIN awards_classround c ON c.id = n.class_round_id
        WHERE n.state <> 'final' OR c.state <> 'final'""",
    ),
    rows(
        "a first place that stands, of a kind that earns stars, is one standing entry; one taken back is none",
        "SELECT COUNT(*) FROM awards_champion",
        f"""{_STANDING}
        SELECT 'first place', h.id, 'entry', e.id FROM awards_champion h
        JOIN awards_exam x ON x.id = h.exam_id JOIN awards_termscheme p ON p.term_id = x.term_id
        JOIN awards_staritem i ON i.scheme_id = p.scheme_id AND i.kind = h.kind AND i.value > 0
        LEFT JOIN standing e ON e.champion_id = h.id
        WHERE (h.withdrawn_at IS NULL AND (e.id IS NULL OR e.stars <> i.value))
            OR (h.withdrawn_at IS NOT NULL AND e.id IS NOT NULL)""",
    ),
    rows(
        "a confirmed violation is one standing entry of the stars it takes; any other is none",
        "SELECT COUNT(*) FROM awards_violation",
        f"""{_STANDING}
        SELECT 'violation', v.id, v.state, 'entry', e.id FROM awards_violation v
        LEFT JOIN standing e ON e.violation_id = v.id
        WHERE (v.state = 'confirmed' AND (e.id IS NULL OR e.stars <> -v.stars))
            OR (v.state <> 'confirmed' AND e.id IS NOT NULL)""",
    ),
    rows(
        "a pupil's total in a term is the sum of the entries that nothing has reversed",
        "SELECT COUNT(*) FROM (SELECT 1 FROM awards_starentry GROUP BY term_id, student_id) AS one",
        """SELECT 'pupil', e.student_id, 'term', e.term_id, SUM(e.stars),
            SUM(CASE WHEN e.source <> 'reversal' AND r.id IS NULL THEN e.stars ELSE 0 END)
        FROM awards_starentry e LEFT JOIN awards_starentry r ON r.reverses_id = e.id
        GROUP BY e.student_id, e.term_id
        HAVING SUM(e.stars) <> SUM(CASE WHEN e.source <> 'reversal' AND r.id IS NULL THEN e.stars ELSE 0 END)""",
    ),
)

LEVELS = (
    rows(
        "the total that a settled term froze is the sum of its ledger",
        f"SELECT COUNT(*) {_SETTLED_ROWS}",
        f"""SELECT 'level', l.id, l.total, 'is not the sum' {_SETTLED_ROWS} AND l.listed AND l.total <> COALESCE((
            SELECT SUM(e.stars) FROM awards_starentry e
            WHERE e.term_id = l.term_id AND e.student_id = l.student_id), 0)""",
    ),
    rows(
        "a settled level is the number of bounds that the total has reached; who is off the lists has none",
        f"SELECT COUNT(*) {_SETTLED_ROWS}",
        f"""SELECT 'level', l.id, l.level, 'for', l.total {_SETTLED_ROWS} AND l.level <>
            CASE WHEN l.listed THEN (SELECT COUNT(*) FROM awards_level b
                WHERE b.scheme_id = s.id AND b.lower_bound <= l.total) ELSE 0 END""",
    ),
    rows(
        "everybody in a class on the last day of a settled term has a level",
        "SELECT COUNT(*) FROM students_enrolment",
        """SELECT 'pupil', e.student_id, 'term', t.id FROM students_enrolment e
        JOIN students_schoolclass c ON c.id = e.school_class_id
        JOIN students_term t ON t.school_id = c.school_id AND t.state = 'settled'
        JOIN students_school o ON o.id = t.school_id
        WHERE e.starts_on <= t.ends_on AND (e.ends_on IS NULL OR e.ends_on >= t.ends_on)
            AND (t.ordinal = 1 OR c.entry_year > t.school_year - (o.last_grade - o.first_grade))
            AND NOT EXISTS (SELECT 1 FROM awards_termlevel l WHERE l.term_id = t.id AND l.student_id = e.student_id)""",
    ),
    rows(
        "who has reached a reward's level in a settled term has the reward, by the level that counts",
        f"SELECT COUNT(*) {_SETTLED_ROWS}",
        f"""SELECT 'level', l.id, 'has no', n.kind FROM (SELECT l.id, l.student_id, l.term_id, l.level, p.scheme_id
            {_SETTLED_ROWS} AND l.listed) AS l
        JOIN awards_scheme s ON s.id = l.scheme_id
        CROSS JOIN (SELECT 'letter' AS kind UNION SELECT 'certificate' UNION SELECT 'honour_board'
            UNION SELECT 'award_eligibility' UNION SELECT 'parent_title' UNION SELECT 'invitation') AS n
        LEFT JOIN awards_entitlement e
            ON e.term_id = l.term_id AND e.student_id = l.student_id AND e.kind = n.kind AND e.level_id = l.id
        WHERE {_FIRST} > 0 AND l.level >= {_FIRST} AND e.id IS NULL""",
    ),
    rows(
        "nobody holds a reward of a level that a settled term has not",
        "SELECT COUNT(*) FROM awards_entitlement",
        f"""SELECT 'reward', n.id, n.kind, n.state FROM awards_entitlement n
        JOIN students_term t ON t.id = n.term_id AND t.state = 'settled'
        JOIN awards_termscheme p ON p.term_id = t.id JOIN awards_scheme s ON s.id = p.scheme_id
        LEFT JOIN awards_termlevel l ON l.term_id = n.term_id AND l.student_id = n.student_id
            AND NOT EXISTS (SELECT 1 FROM awards_termlevel x WHERE x.replaces_id = l.id)
        WHERE n.state <> 'withdrawn' AND (l.id IS NULL OR {_FIRST} = 0 OR l.level < {_FIRST})""",
    ),
)


def shown(path: Path) -> Check:
    """Make the check that totals are shown as they are: ``term``, ``student`` (keys), ``total``, an object a line."""

    def look(database: Database) -> Found:
        sums = {(term, pupil): stars for term, pupil, stars in database.rows(_SUMS)}
        said = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        wrong = [one for one in said if sums.get((one["term"], one["student"]), 0) != one["total"]]
        return Found(len(said), tuple(json.dumps(one) for one in wrong))

    return Check("every total is shown as the sum of the pupil's ledger", look)
