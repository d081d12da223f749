"""A push message that only one browser can read (RFC 8291, content coding of RFC 8188)."""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096  # bytes: what every push service takes
LARGEST = RECORD - 86 - 17  # of plain text: less the header, the tag and the delimiter
LAST = b"\x02"  # the delimiter of the only record


def encrypt(
    plain: bytes,
    *,
    p256dh: bytes,
    auth: bytes,
    salt: bytes | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of the request. `p256dh` and `auth` are the browser's; `salt` and `own` are made unless given.

    Raises ValueError when `p256dh` is no point of the curve, or `plain` is longer than LARGEST.
    """
    if len(plain) > LARGEST:
        raise ValueError("too long for one record")
    salt, own = salt or secrets.token_bytes(16), own or ec.generate_private_key(ec.SECP256R1())
    ours = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh))
    secret = _expand(_mac(auth, shared), b"WebPush: info\x00" + p256dh + ours, 32)
    pseudo_random = _mac(salt, secret)
    key = _expand(pseudo_random, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _expand(pseudo_random, b"Content-Encoding: nonce\x00", 12)
    header = salt + RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return header + AESGCM(key).encrypt(nonce, plain + LAST, None)


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF's second step, for at most one block."""
    return _mac(key, info + b"\x01")[:length]


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()
