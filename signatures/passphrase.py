"""Mật khẩu, mã PIN — a secret that does not show itself in logs, tracebacks or pickles."""

from typing import NoReturn


class Passphrase:
    """Holds a secret; only `reveal()` gives it out."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> bytes:
        return self._text.encode("utf-8")

    def __len__(self) -> int:
        return len(self._text)

    def __repr__(self) -> str:
        return "Passphrase(…)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a passphrase is not written anywhere")
