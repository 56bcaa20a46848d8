"""Bảng quy định: the release's or the operator's own; and the text each case began with."""

from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path

from service.domain.eligibility.law import ProviderLaw
from service.domain.eligibility.law_reading import read_law
from service.domain.errors import NotFound, Refused
from service.store.db import Database, storage_fault
from service.store.moments import to_text

OWN_COPY = Path("law") / "eligibility.toml"


def load(folder: Path) -> ProviderLaw:
    """The law in use: `law/eligibility.toml` in the data folder, else the release's.

    Refused with the file and the wrong entry; a wrong copy is never passed over in silence.
    """
    path = folder / OWN_COPY
    try:
        text = path.read_text("utf-8") if path.exists() else _of_release()
    except OSError as error:
        raise storage_fault(error) from error
    except UnicodeDecodeError:
        raise Refused(f"Tệp {path} không phải là văn bản UTF-8; hãy lưu lại.") from None
    try:
        return _read(text)
    except Refused as refusal:
        raise Refused(f"Tệp {path} chưa dùng được. {refusal.message}") from refusal


def _of_release() -> str:
    return resources.files("service.domain.eligibility").joinpath("regimes.toml").read_text("utf-8")


@lru_cache(maxsize=32)
def _read(text: str) -> ProviderLaw:
    return read_law(text)


def note(db: Database, law: ProviderLaw, now: datetime) -> None:
    """Keep the text, in the transaction of the case that begins with it."""
    db.execute(
        """
        INSERT INTO provider_law (sha256, text, noted_at) VALUES (:sha256, :text, :now)
        ON CONFLICT (sha256) DO NOTHING
        """,
        {"sha256": law.version, "text": law.text, "now": to_text(now)},
    )


def version(db: Database, sha256: str) -> ProviderLaw:
    """The law that a case or a decision began with."""
    row = db.one("SELECT text FROM provider_law WHERE sha256 = :sha256", {"sha256": sha256})
    if row is None:
        raise NotFound("Không có bản quy định này.")
    return _read(row["text"])
