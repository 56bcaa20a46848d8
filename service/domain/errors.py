"""What can go wrong, said in a Vietnamese sentence that a clerk can act on.

The core raises these; `service.web.errors`, the command line and the worker are the only
places that turn them into pages, exit codes or retries. A built-in exception means a bug.
"""

from collections.abc import Mapping


class OfficeError(Exception):
    """A refusal with its Vietnamese sentence, shown to the person as it is.

    `field` names the form field it belongs to; `errors` maps field paths such as
    ``recipients-2`` to their sentences when several fields are wrong at once.
    """

    def __init__(
        self,
        message: str,
        field: str | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.errors: dict[str, str] = dict(errors or {})
        if field is not None:
            self.errors.setdefault(field, message)


class NotAllowed(OfficeError):
    """403: this person may not do it."""


class NotFound(OfficeError):
    """404: there is no such thing, or this person may not know of it."""


class WrongState(OfficeError):
    """409: the paper is no longer (or not yet) in the state this needs."""


class EditConflict(WrongState):
    """409: somebody else saved this draft first; what was typed is kept as a side copy.

    `version` is the one that is stored now.
    """

    def __init__(self, message: str, *, version: int) -> None:
        super().__init__(message)
        self.version = version


class TooManyTries(OfficeError):
    """429: too many wrong passwords; `wait_s` is how many seconds to wait."""

    def __init__(self, message: str, *, wait_s: int) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class Refused(OfficeError):
    """422: a rule of the field said no; the sentence names the article."""


class Busy(OfficeError):
    """503: everything is in use for the moment; nothing was done, trying again is safe."""


class RenderingFault(OfficeError):
    """500: a file could not be made.

    `code` is for operators (``font-missing``, ``converter-timeout`` …). `permanent` answers
    the worker's only question: a bad template fails again, a crashed converter may not.
    """

    def __init__(self, message: str, *, code: str, permanent: bool) -> None:
        super().__init__(message)
        self.code = code
        self.permanent = permanent


class ArchiveDamaged(OfficeError):
    """500 and an alarm: archived bytes are missing or differ from their recorded SHA-256."""


class StorageFault(OfficeError):
    """507: the disk is full, read-only or failing; nothing of this action was kept."""
