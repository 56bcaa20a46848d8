"""Đối chiếu kho — recorded files against their bytes, numbers against each other (Phụ lục VI)."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.errors import ArchiveDamaged
from service.store.db import Database
from service.store.files import FileStore
from service.store.incoming_audit import incoming_findings
from service.store.register_audit import RegisterFinding, audit


@dataclass(frozen=True, slots=True)
class Damage:
    """A recorded file that is not what it was; `papers` are the ids of those it belongs to."""

    sha256: str
    sentence: str
    papers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """`unrecorded` are hashes in the folder that no row names, harmless remains of a crash;
    `strangers` are files that this service never wrote there; `register` tells of numbers that
    are missing, doubled or out of order."""

    checked: int
    damaged: tuple[Damage, ...]
    unrecorded: tuple[str, ...]
    strangers: tuple[str, ...]
    register: tuple[RegisterFinding, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.damaged and not self.register


def recorded(db: Database) -> dict[str, int]:
    """SHA-256 → size in bytes of everything the archive must hold."""
    rows = db.query("SELECT sha256, size FROM file ORDER BY sha256")
    return {row["sha256"]: row["size"] for row in rows}


def sample(db: Database, count: int) -> tuple[str, ...]:
    """Some recorded files, other ones each time."""
    rows = db.query("SELECT sha256 FROM file ORDER BY random() LIMIT :count", {"count": count})
    return tuple(row["sha256"] for row in rows)


def damage(db: Database, files: FileStore, hashes: Iterable[str]) -> tuple[Damage, ...]:
    """Those of the hashes whose bytes are missing or altered, with the papers they belong to."""
    found = []
    for sha256 in hashes:
        try:
            files.get(sha256)
        except ArchiveDamaged as error:
            sentence = f"{error.message}{_as_template(db, sha256)}{_as_incoming(db, sha256)}"
            sentence += _as_old_paper(db, sha256) + _as_export(db, sha256)
            found.append(Damage(sha256, sentence, _papers(db, sha256)))
    return tuple(found)


def verify(db: Database, files: FileStore) -> ArchiveReport:
    """Read and compare everything; raises StorageFault when the disk will not be read."""
    # What is stored is looked at first: a file put while this runs is then recorded, not lost.
    stored = set(files.stored())
    names = recorded(db)
    return ArchiveReport(
        checked=len(names),
        damaged=damage(db, files, names),
        unrecorded=tuple(sorted(stored - set(names))),
        strangers=tuple(sorted(str(path) for path in files.leftovers())),
        register=(*audit(db), *incoming_findings(db)),
    )


def _papers(db: Database, sha256: str) -> tuple[int, ...]:
    rows = db.query(
        """
        SELECT document_id AS id FROM document_file WHERE sha256 = :sha256
        UNION
        SELECT id FROM document WHERE template_sha256 = :sha256
        ORDER BY id
        """,
        {"sha256": sha256},
    )
    return tuple(row["id"] for row in rows)


def _as_template(db: Database, sha256: str) -> str:
    """Which of the office's own Word templates the file is, as a further sentence; or nothing."""
    rows = db.query("SELECT name FROM word_template WHERE sha256 = :sha256", {"sha256": sha256})
    names = ", ".join(f"“{row['name']}”" for row in rows)
    return f" Đây là mẫu Word {names} của cơ quan; hãy đổi lại mẫu khác." if rows else ""


def _as_incoming(db: Database, sha256: str) -> str:
    """Which incoming papers the file came with, as a further sentence; or nothing."""
    rows = db.query(
        """
        SELECT number, year FROM incoming_file JOIN incoming ON incoming.id = incoming_id
        WHERE sha256 = :sha256 ORDER BY incoming.id
        """,
        {"sha256": sha256},
    )
    names = ", ".join(f"{row['number']:02d}/{row['year']}" for row in rows)
    return f" Đây là tệp của văn bản đến số {names}." if rows else ""


def _as_old_paper(db: Database, sha256: str) -> str:
    """Which papers of earlier years the file belongs to, as a further sentence; or nothing."""
    rows = db.query(
        "SELECT old_paper_id AS id FROM old_paper_file WHERE sha256 = :sha256 ORDER BY id",
        {"sha256": sha256},
    )
    names = ", ".join(str(row["id"]) for row in rows)
    return f" Đây là tệp của văn bản cũ mã {names}." if rows else ""


def _as_export(db: Database, sha256: str) -> str:
    """Which case files the file is an export of, as a further sentence; or nothing."""
    rows = db.query(
        """
        SELECT DISTINCT notation, year
        FROM case_export JOIN case_file ON case_file.id = case_id
        WHERE sha256 = :sha256 ORDER BY year, notation
        """,
        {"sha256": sha256},
    )
    names = ", ".join(f"{row['notation']} ({row['year']})" for row in rows)
    return f" Đây là bản xuất của hồ sơ {names}." if rows else ""
