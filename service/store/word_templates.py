"""Mẫu Word của cơ quan: uploaded templates, and which one a kind is made with from which day."""

from datetime import date, datetime

from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.word_templates import TemplateChoice, WordTemplate, in_force
from service.store.db import Database, Row
from service.store.moments import from_text, to_text

_TEMPLATES = """
    SELECT word_template.id, kind, sha256, word_template.name, uploaded_by,
        person.name AS uploader_name, uploaded_at
    FROM word_template
    JOIN person ON person.id = uploaded_by
"""


def put(
    db: Database, kind: str, sha256: str, name: str, *, by: Person, now: datetime
) -> WordTemplate:
    """Record an uploaded template whose file is noted already; the same bytes are one template."""
    db.execute(
        """
        INSERT INTO word_template (kind, sha256, name, uploaded_by, uploaded_at)
        VALUES (:kind, :sha256, :name, :by, :now)
        ON CONFLICT (kind, sha256) DO NOTHING
        """,
        {"kind": kind, "sha256": sha256, "name": name, "by": by.id, "now": to_text(now)},
    )
    row = db.one(
        f"{_TEMPLATES} WHERE kind = :kind AND sha256 = :sha256", {"kind": kind, "sha256": sha256}
    )
    assert row is not None  # written above, in the same transaction
    return _template(row)


def get(db: Database, kind: str, template_id: int) -> WordTemplate:
    """Raises NotFound, also for a template of another kind."""
    row = db.one(
        f"{_TEMPLATES} WHERE word_template.id = :id AND kind = :kind",
        {"id": template_id, "kind": kind},
    )
    if row is None:
        raise NotFound("Không có mẫu Word này.")
    return _template(row)


def choose(
    db: Database,
    kind: str,
    template: WordTemplate | None,
    active_from: date,
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> TemplateChoice:
    """Append a choice; `template` None is the release's own."""
    new_id = db.insert(
        "template_choice",
        {
            "kind": kind,
            "template_id": None if template is None else template.id,
            "active_from": active_from.isoformat(),
            "reason": reason,
            "chosen_by": by.id,
            "chosen_at": to_text(now),
        },
    )
    return TemplateChoice(new_id, kind, template, active_from, reason, by.id, by.name, now)


def choices(db: Database, kind: str) -> tuple[TemplateChoice, ...]:
    """Every choice that was made for a kind, in the order they were made."""
    known = {
        row["id"]: _template(row)
        for row in db.query(f"{_TEMPLATES} WHERE kind = :kind", {"kind": kind})
    }
    rows = db.query(
        """
        SELECT template_choice.id, kind, template_id, active_from, reason, chosen_by,
            person.name AS chooser_name, chosen_at
        FROM template_choice
        JOIN person ON person.id = chosen_by
        WHERE kind = :kind
        ORDER BY template_choice.id
        """,
        {"kind": kind},
    )
    return tuple(
        TemplateChoice(
            id=row["id"],
            kind=row["kind"],
            template=known.get(row["template_id"]),
            active_from=date.fromisoformat(row["active_from"]),
            reason=row["reason"],
            chosen_by=row["chosen_by"],
            chooser_name=row["chooser_name"],
            chosen_at=from_text(row["chosen_at"]),
        )
        for row in rows
    )


def on_day(db: Database, kind: str, day: date) -> WordTemplate | None:
    """The office's template of a kind that holds on a day; None: the release's own."""
    choice = in_force(choices(db, kind), day)
    return None if choice is None else choice.template


def _template(row: Row) -> WordTemplate:
    return WordTemplate(**{**row, "uploaded_at": from_text(row["uploaded_at"])})
