"""I3 and I5: what was acknowledged is there, each act is on record once, and what is closed stays closed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faults.checks.check import Check, Found, rows
from tests.faults.checks.database import Database

# The events of the audit by moment and author, against which rows that carry both are held.
_EVENTS = """(SELECT at, COALESCE(actor_id, 0) AS actor, MAX(id) AS last
    FROM operations_auditevent GROUP BY at, COALESCE(actor_id, 0))"""
_FINAL = "JOIN awards_classround c ON c.id = n.class_round_id AND c.state = 'final'"

ON_RECORD = (
    rows(
        "every decision has an event of the audit, of the same moment and author",
        "SELECT COUNT(*) FROM awards_decision",
        f"""SELECT 'decision', d.id, d.verdict FROM awards_decision d
        LEFT JOIN {_EVENTS} AS a ON a.at = d.at AND a.actor = COALESCE(d.by_id, 0) WHERE a.last IS NULL""",
    ),
    rows(
        "every entry of the ledger has an event of the audit, of the same moment and author",
        "SELECT COUNT(*) FROM awards_starentry",
        f"""SELECT 'entry', e.id, e.source FROM awards_starentry e
        LEFT JOIN {_EVENTS} AS a ON a.at = e.entered_at AND a.actor = COALESCE(e.by_id, 0) WHERE a.last IS NULL""",
    ),
    rows(
        "every name has a decision that brought it there",
        "SELECT COUNT(*) FROM awards_nomination",
        """SELECT 'line', n.id, n.state FROM awards_nomination n
        WHERE NOT EXISTS (SELECT 1 FROM awards_decision d WHERE d.nomination_id = n.id)""",
    ),
    rows(
        "a sheet that was submitted, filed or final has as many such decisions as events",
        "SELECT COUNT(*) FROM awards_classround",
        """SELECT 'sheet', c.id, v.verdict, d.n, a.n FROM awards_classround c
        CROSS JOIN (SELECT 'submitted' AS verdict UNION SELECT 'filed' UNION SELECT 'finalized'
            UNION SELECT 'recalled') AS v
        LEFT JOIN (SELECT class_round_id AS sheet, verdict, COUNT(*) AS n FROM awards_decision
            WHERE nomination_id IS NULL GROUP BY class_round_id, verdict) AS d
            ON d.sheet = c.id AND d.verdict = v.verdict
        LEFT JOIN (SELECT target_id, action, COUNT(*) AS n FROM operations_auditevent
            WHERE target_type = 'awards.classround' GROUP BY target_id, action) AS a
            ON a.target_id = CAST(c.id AS TEXT) AND a.action = 'sheet.' || v.verdict
        WHERE COALESCE(d.n, 0) <> COALESCE(a.n, 0)""",
    ),
    rows(
        "every form that was answered keeps its answer",
        "SELECT COUNT(*) FROM operations_idempotencykey",
        "SELECT 'key', id FROM operations_idempotencykey WHERE CAST(answer AS TEXT) = '{}'",
    ),
)


def acknowledged(path: Path) -> Check:
    """Make the check that what a client was told is done is there.

    ``path`` holds a JSON object a line: a ``table``, ``where`` (columns and values), and how many ``rows`` there must
    be, at least one unless said. It is written outside of the program by whoever received the answer.
    """

    def look(database: Database) -> Found:
        wanted = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        missing = [one for one in wanted if not _is_there(database, one)]
        return Found(len(wanted), tuple(json.dumps(one, ensure_ascii=False) for one in missing))

    return Check("what was acknowledged is there, as often as it was done", look)


def _is_there(database: Database, wanted: dict[str, object]) -> bool:
    where = wanted["where"]
    assert isinstance(where, dict)
    condition = " AND ".join(f"{column} = {_literal(value)}" for column, value in where.items())
    found = database.number(f"SELECT COUNT(*) FROM {wanted['table']} WHERE {condition}")
    return found == wanted["rows"] if "rows" in wanted else found > 0


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


CLOSED = (
    rows(
        "nothing entered the ledger of a settled term after it was settled",
        "SELECT COUNT(*) FROM students_term WHERE state = 'settled'",
        f"""SELECT 'entry', e.id, 'term', t.id FROM students_term t
        JOIN (SELECT target_id, MAX(id) AS last FROM operations_auditevent WHERE action = 'term.settled'
            GROUP BY target_id) AS s ON s.target_id = CAST(t.id AS TEXT)
        JOIN awards_starentry e ON e.term_id = t.id
        JOIN {_EVENTS} AS a ON a.at = e.entered_at AND a.actor = COALESCE(e.by_id, 0)
        WHERE t.state = 'settled' AND a.last > s.last""",
    ),
    rows(
        "a term is settled exactly where the last word of the record says so",
        "SELECT COUNT(*) FROM students_term",
        """SELECT 'term', t.id, t.state, a.action FROM students_term t
        LEFT JOIN operations_auditevent a ON a.id = (SELECT MAX(x.id) FROM operations_auditevent x
            WHERE x.target_type = 'students.term' AND x.target_id = CAST(t.id AS TEXT)
                AND x.action IN ('term.settled', 'term.reopened'))
        WHERE (t.state = 'settled') <> (COALESCE(a.action, '') = 'term.settled')""",
    ),
    rows(
        "a final sheet is final in whole: no name on it waits to take effect",
        "SELECT COUNT(*) FROM awards_classround WHERE state = 'final'",
        f"""SELECT 'sheet', c.id, 'line', n.id, n.state FROM awards_nomination n {_FINAL}
        WHERE n.state IN ('chosen', 'proposed')""",
    ),
    rows(
        "no name was entered on a final sheet after it took effect, but for stars that the office added",
        "SELECT COUNT(*) FROM awards_classround WHERE state = 'final'",
        """SELECT 'sheet', c.id, 'decision', d.id, d.verdict FROM awards_decision d
        JOIN awards_classround c ON c.id = d.class_round_id AND c.state = 'final'
        JOIN awards_decision f ON f.class_round_id = c.id AND f.verdict = 'finalized' AND f.nomination_id IS NULL
        LEFT JOIN awards_starentry e ON e.nomination_id = d.nomination_id AND e.entered_at = d.at
        WHERE d.id > f.id AND e.id IS NULL
            AND d.verdict IN ('entered', 'struck', 'restored', 'nominated', 'declared', 'submitted', 'filed')""",
    ),
)
