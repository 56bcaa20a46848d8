"""Khóa dữ liệu cá nhân: identity numbers and attachments, encrypted with a key beside the database.

The key is one file in the data folder, readable by its owner alone, made when first needed. A
copy of the database, or a backup, is of no use to a thief without it; whoever restores a backup
must bring the key along.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.domain.errors import ArchiveDamaged
from service.store.db import storage_fault

KEY_BYTES = 32
_NONCE_BYTES = 12


class Vault:
    """AES-256-GCM with `context` as bound data: what was locked for one place opens there only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._master: bytes | None = None

    def lock(self, plain: bytes, context: str) -> bytes:
        """Nonce and ciphertext; never the same twice."""
        return lock_with(self._key("lock"), plain, context)

    def unlock(self, locked: bytes, context: str) -> bytes:
        """Raises ArchiveDamaged when the key is another or the bytes were changed."""
        return unlock_with(self._key("lock"), locked, context)

    def fingerprint(self, text: str) -> str:
        """A keyed hash for "is it the same number": of no use without the key."""
        return hmac.new(self._key("match"), text.encode(), hashlib.sha256).hexdigest()

    def _key(self, use: str) -> bytes:
        if self._master is None:
            self._master = _kept_key(self.path)
        return hmac.new(self._master, use.encode(), hashlib.sha256).digest()


def new_key() -> bytes:
    """A key for one file; destroying it is deleting the file."""
    return secrets.token_bytes(KEY_BYTES)


def lock_with(key: bytes, plain: bytes, context: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def unlock_with(key: bytes, locked: bytes, context: str) -> bytes:
    """Raises ArchiveDamaged when the key is another or the bytes were changed."""
    try:
        return AESGCM(key).decrypt(locked[:_NONCE_BYTES], locked[_NONCE_BYTES:], context.encode())
    except InvalidTag:
        raise ArchiveDamaged(
            "Không mở được dữ liệu đã mã hóa: tệp identity_key trong thư mục dữ liệu không đúng "
            "hoặc dữ liệu đã bị thay đổi. Hãy báo quản trị đặt lại đúng tệp khóa."
        ) from None


def _kept_key(path: Path) -> bytes:
    try:
        if not path.exists():
            _keep_key(path)
        key = bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        raise storage_fault(error) from error
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ArchiveDamaged("Tệp identity_key trong thư mục dữ liệu bị hỏng; hãy báo quản trị.")
    return key


def _keep_key(path: Path) -> None:
    """Under another name first, then linked: the first process wins, half a key is never seen."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".identity_key.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and its key is the key
    finally:
        draft.unlink()
