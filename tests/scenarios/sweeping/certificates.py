"""Certificates for a cluster of a test: a CA of its own, and one certificate signed by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from allocator.scenarios.sweeping.dask import Certificates


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, by: str, with_key: ec.EllipticCurvePrivateKey
) -> bytes:
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(by))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=name == by, path_length=None), critical=True)
        .sign(with_key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def make(folder: Path, name: str) -> Certificates:
    """Write the files of a new CA."""
    folder.mkdir(parents=True, exist_ok=True)
    ca, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    private = own.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    paths = [folder / f"{name}-{part}.pem" for part in ("ca", "cert", "key")]
    paths[0].write_bytes(_signed(f"{name} CA", ca, f"{name} CA", ca))
    paths[1].write_bytes(_signed(name, own, f"{name} CA", ca))
    paths[2].write_bytes(private)
    return Certificates(*map(str, paths))
