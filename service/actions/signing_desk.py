"""Bàn ký số — what signing needs beside database and archive: the trust store, the service's
own key, the token and the remote service of the office, as the operator set them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from service.actions.office import Office
from signatures.passphrase import Passphrase
from signatures.remote_http import RemoteGateway
from signatures.token import TokenProcess, TokenSettings
from signatures.trust import load_trust
from signatures.two_phase import Level
from signatures.ways import Desk


class SigningSettings(Protocol):
    """What the operator sets; `Settings` is it."""

    @property
    def trust_folder(self) -> Path: ...
    @property
    def secret_key(self) -> str: ...
    @property
    def token_module(self) -> str: ...
    @property
    def token_label(self) -> str: ...
    @property
    def remote_signing_url(self) -> str: ...
    @property
    def remote_signing_key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SigningDesk:
    """`secret` seals the keys that the service holds; `token` and `remote` are None where the
    office has none. New signatures get `level`."""

    trust_folder: Path
    secret: Passphrase
    token: TokenProcess | None = None
    remote: RemoteGateway | None = None
    level: Level = Level.B_B

    def desk(self) -> Desk:
        """What the engine wants for levels above B-B."""
        return Desk(trust=load_trust(self.trust_folder))


_TOKENS: dict[TokenSettings, TokenProcess] = {}
"""One holder per token for the life of this process: it remembers PINs that were refused."""


def desk_of(settings: SigningSettings) -> SigningDesk:
    """The desk of a running office; makes the trust folder where there is none."""
    settings.trust_folder.mkdir(parents=True, exist_ok=True)
    token = None
    if settings.token_module:
        chosen = TokenSettings(settings.token_module, settings.token_label)
        token = _TOKENS.setdefault(chosen, TokenProcess(chosen))
    remote = None
    if settings.remote_signing_url:
        key = Passphrase(settings.remote_signing_key)
        remote = RemoteGateway(settings.remote_signing_url, key)
    return SigningDesk(settings.trust_folder, Passphrase(settings.secret_key), token, remote)


def desk_of_office(office: Office) -> SigningDesk:
    """The same for a job, which is given the running office."""
    running: Any = office
    return desk_of(running.settings)
