"""Browser push as RFC 8291 has it."""

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from jishi.notify.delivery.encrypt import LARGEST, encrypt
from jishi.notify.delivery.vapid import raw, text
from tests.notify.delivery.browser import Browser

# RFC 8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl"
    "95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_rfc_8291_comes_out_byte_for_byte() -> None:
    own = ec.derive_private_key(int.from_bytes(raw(OURS)), ec.SECP256R1())
    sealed = encrypt(PLAIN, p256dh=raw(THEIRS), auth=raw(AUTH), salt=raw(SALT), own=own)
    assert text(sealed) == SEALED


@pytest.mark.parametrize("size", [0, 1, 100, LARGEST])
def test_another_library_opens_what_we_seal(size: int) -> None:
    browser = Browser("http://127.0.0.1/x")
    plain = bytes(n % 256 for n in range(size))
    sealed = encrypt(plain, p256dh=browser.p256dh, auth=browser.auth)
    assert len(sealed) <= 4096
    assert http_ece.decrypt(sealed, private_key=browser.key, auth_secret=browser.auth, version="aes128gcm") == plain


def test_the_same_text_never_looks_the_same_twice() -> None:
    browser = Browser("http://127.0.0.1/x")
    assert len({encrypt(b"x", p256dh=browser.p256dh, auth=browser.auth) for _ in range(20)}) == 20


def test_what_is_too_long_or_no_key_is_refused() -> None:
    browser = Browser("http://127.0.0.1/x")
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (LARGEST + 1), p256dh=browser.p256dh, auth=browser.auth)
    with pytest.raises(ValueError, match=r"[Ii]nvalid|curve|point"):
        encrypt(b"x", p256dh=b"\x04" + bytes(64), auth=browser.auth)
