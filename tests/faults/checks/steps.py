"""I6: two people see every star, and a sheet goes only the ways that the month knows."""

from __future__ import annotations

from collections import defaultdict

from tests.faults.checks.check import Check, Found, rows
from tests.faults.checks.database import Database, document

# The ways of a sheet: from where, by which act, to where.
EDGES = frozenset(
    {
        ("open", "sheet.submitted", "submitted"),
        ("returned", "sheet.submitted", "submitted"),
        ("submitted", "sheet.recalled", "open"),
        ("submitted", "sheet.filed", "in_notice"),
        ("submitted", "sheet.returned", "returned"),
        ("in_notice", "sheet.returned", "returned"),
        ("in_notice", "sheet.finalized", "final"),
    }
)
_ACTS = ", ".join(sorted(f"'{act}'" for _source, act, _target in EDGES))


def ways(database: Database) -> Found:
    """Follow each sheet through the audit: every step begins where the last ended, and the last ends where it is."""
    found = database.rows(
        f"""SELECT target_id, action, old_codes, new_codes FROM operations_auditevent
        WHERE target_type = 'awards.classround' AND action IN ({_ACTS}) ORDER BY id"""
    )
    at: dict[str, str] = defaultdict(lambda: "open")
    breaches = []
    for sheet, action, old, new in found:
        source, target = document(old)["state"], document(new)["state"]
        if source != at[sheet] or (source, action, target) not in EDGES:
            breaches.append(f"sheet {sheet} {at[sheet]}: {action} {source} -> {target}")
        at[sheet] = target
    sheets = database.rows("SELECT id, state FROM awards_classround")
    breaches += [
        f"sheet {pk} is {state}, its record ends at {at[str(pk)]}" for pk, state in sheets if at[str(pk)] != state
    ]
    return Found(len(found), tuple(breaches))


STEPS = (
    Check("each sheet went only ways that the month knows, and is where its record ends", ways),
    rows(
        "nobody files what they submitted, but for a past brought in from paper",
        "SELECT COUNT(*) FROM awards_classround WHERE state IN ('in_notice', 'final')",
        """SELECT 'sheet', id, 'by', filed_by_id FROM awards_classround
        WHERE state IN ('in_notice', 'final') AND filed_by_id = submitted_by_id AND NOT brought_in""",
    ),
    rows(
        "nobody votes on the own line",
        "SELECT COUNT(*) FROM awards_vote",
        """SELECT 'ballot', v.id, 'pupil', v.voter_id FROM awards_vote v
        JOIN awards_nomination n ON n.id = v.nomination_id WHERE n.student_id = v.voter_id""",
    ),
    rows(
        "a filed sheet has a number that no other of its month has",
        "SELECT COUNT(*) FROM awards_classround WHERE filing_number IS NOT NULL",
        """SELECT 'round', round_id, filing_number, COUNT(*) FROM awards_classround WHERE filing_number IS NOT NULL
        GROUP BY round_id, filing_number HAVING COUNT(*) > 1
        UNION ALL
        SELECT 'sheet', id, state, 0 FROM awards_classround
        WHERE state IN ('in_notice', 'final') AND filing_number IS NULL""",
    ),
)
