"""A certificate authority of this run, for the hosts that clients reach through the proxy by their true names."""

import datetime
import ssl
import tempfile
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

LIFETIME = datetime.timedelta(days=30)


class Authority:
    """Signs for a host when the host is asked for the first time; all have one key."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Emulated AWS")])
        self._certificate = self._sign(self._name, x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()

    def publish(self, port_file: Path) -> list[Path]:
        """Write what clients trust beside the port file: ``.pem``, and ``.p12`` without a password for Java."""
        pem, p12 = port_file.with_suffix(".pem"), port_file.with_suffix(".p12")
        pem.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))
        entry = pkcs12.PKCS12Certificate(self._certificate, b"emulated-aws")
        p12.write_bytes(pkcs12.serialize_java_truststore([entry], serialization.NoEncryption()))
        return [pem, p12]

    def context(self, host: str) -> ssl.SSLContext:
        """What a server of this host speaks TLS with."""
        with self._lock:
            if host not in self._contexts:
                self._contexts[host] = self._context(host)
            return self._contexts[host]

    def _context(self, host: str) -> ssl.SSLContext:
        certificate = self._sign(x509.Name([]), x509.SubjectAlternativeName([x509.DNSName(host)]), critical=True)
        key = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile() as chain:  # OpenSSL reads files only
            chain.write(key + certificate.public_bytes(serialization.Encoding.PEM))
            chain.flush()
            context.load_cert_chain(chain.name)
        return context

    def _sign(self, subject: x509.Name, extension: x509.ExtensionType, critical: bool) -> x509.Certificate:
        now = datetime.datetime.now(datetime.timezone.utc)
        key = self._key.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + LIFETIME)
            .add_extension(extension, critical=critical)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key), critical=False)
        )
        return builder.sign(self._key, hashes.SHA256())
