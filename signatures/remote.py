"""Ký từ xa — two-phase signing with a remote service that holds the person's key: prepare,
wait for the person to agree on a phone, finish when the value comes back."""

from dataclasses import dataclass
from typing import Protocol

from signatures.two_phase import Identity, Prepared, SignRequest, prepare
from signatures.ways import Desk, Signed, Waiting, complete


@dataclass(frozen=True, slots=True)
class RemoteOrder:
    """What a service is asked to sign: DER attributes, and words the person sees there."""

    attributes: bytes
    shown: str


class SigningService(Protocol):
    """A remote service, one person's account; implementations raise Busy or Refused."""

    def identity(self) -> Identity:
        """The person's certificate and the certificates above it."""

    def order(self, order: RemoteOrder) -> str:
        """Ask for a signature; gives the service's own number of the request."""


class RemoteWay:
    """`finish` takes the signature value; how it arrives (poll, call-back) is the caller's."""

    code = "remote"

    def __init__(self, service: SigningService, desk: Desk) -> None:
        self._service = service
        self._desk = desk

    def begin(self, request: SignRequest) -> Waiting:
        prepared = prepare(request, self._service.identity())
        self._service.order(RemoteOrder(prepared.attributes, request.name))
        row = prepared.to_row()
        return Waiting(self.code, request.field, prepared.pdf, row, prepared.original_sha256)

    def finish(self, waiting: Waiting, answer: bytes) -> Signed:
        """Refused for another file than was prepared or a value that does not verify."""
        prepared = Prepared.from_row(waiting.row, waiting.pdf)
        return complete(self.code, waiting.field, prepared, answer, self._desk)
