"""The test infrastructure of keys: certomancer on a free port of loopback, time set by the test."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import yaml
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry.common import ArchLabel, CertLabel, ServiceLabel
from certomancer.registry.config import CertomancerConfig
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509 import load_der_x509_certificate

MOMENT = datetime(2026, 1, 8, 2, 0, tzinfo=UTC)
"""09:00 on 08/01/2026 in Vietnam: when everything in these tests is signed."""

RSA_NAMES = {"hung": 2048, "agency": 2048, "short": 1024}
EC_NAMES = ("root", "middle", "other", "tsa", "ocsp", "outsider")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Pki:
    """Certificates, keys and the services that answer for them."""

    def __init__(self, folder: Path):
        self.folder = folder
        (folder / "keys").mkdir()
        keys = {name: rsa.generate_private_key(65537, size) for name, size in RSA_NAMES.items()}
        keys |= {name: ec.generate_private_key(ec.SECP256R1()) for name in EC_NAMES}
        for name, key in keys.items():
            (folder / "keys" / f"{name}.pem").write_bytes(
                key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            )
        self.requests: list[str] = []
        self._server = make_server("127.0.0.1", 0, self._answer, handler_class=_Quiet)
        self.host = f"127.0.0.1:{self._server.server_port}"
        text = Path(__file__).with_name("certomancer.yml").read_text("utf-8")
        settings = yaml.safe_load(text.replace("PORT", str(self._server.server_port)))
        config = CertomancerConfig(settings, key_search_dir=str(folder))
        self.arch = config.get_pki_arch(ArchLabel("van-thu"))
        store = AnimatorArchStore({ArchLabel("van-thu"): self.arch})
        self.animator = Animator(store, at_time=MOMENT, with_web_ui=False)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def _answer(self, environ, start_response):
        self.requests.append(environ["PATH_INFO"])
        return self.animator(environ, start_response)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def set_time(self, moment):
        self.animator.fixed_time = moment

    def cert(self, name):
        return self.arch.get_cert(CertLabel(name))

    def chain(self, name):
        return tuple(self.arch.get_cert(label) for label in self.arch.get_chain(CertLabel(name)))

    def key(self, name):
        spec = self.arch.get_cert_spec(CertLabel(name))
        path = self.folder / "keys" / f"{spec.subject_key.value}.pem"
        return load_pem_private_key(path.read_bytes(), None)

    def p12(self, name, password="mat-khau"):
        def plain(certificate):
            return load_der_x509_certificate(certificate.dump())

        return pkcs12.serialize_key_and_certificates(
            name.encode(),
            self.key(name),
            plain(self.cert(name)),
            [plain(each) for each in self.chain(name) if each.self_signed == "no"],
            BestAvailableEncryption(password.encode()),
        )

    def tsa_url(self, name="tsa"):
        return f"http://{self.host}/van-thu/tsa/{name}"

    def crl(self, name):
        return self.arch.service_registry.get_crl(ServiceLabel(name), self.animator.fixed_time)

    def trust_folder(self, folder, *, hosts=True, lists=True):
        """A trust store as an administrator would lay it out."""
        folder.mkdir(exist_ok=True)
        (folder / "goc.cer").write_bytes(self.cert("root").dump())
        (folder / "trung-gian.cer").write_bytes(self.cert("middle").dump())
        if hosts:
            (folder / "hosts.txt").write_text(f"# dịch vụ thử nghiệm\n{self.host}\n", "utf-8")
        if lists:
            for name in ("root", "middle"):
                (folder / f"{name}.crl").write_bytes(self.crl(name).dump())
        return folder
