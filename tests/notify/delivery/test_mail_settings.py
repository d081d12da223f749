"""By which server mail leaves, and that its password stays where it is."""

import pytest

from jishi.storage.seal import Sealing
from tests.cast import LEE, MAYA, OTTO
from tests.notify.delivery.certificate import Certificate
from tests.notify.delivery.mail_server import PASSWORD, USER, MailServer, mail_server
from tests.notify.delivery.post import Post

SECRET = "correct-horse-battery"


async def test_a_desk_begins_without_mail(post: Post) -> None:
    assert await post.desk.ok("GET", "/mail-settings") == {"server": None, "saved_at": None}
    answer = await post.desk.ask("POST", "/mail-settings/test", {})
    assert answer.status_code == 409
    assert "邮件服务器" in answer.text


async def test_a_password_goes_in_sealed_and_never_comes_out(post: Post, server: MailServer) -> None:
    given = await post.use(server, security="starttls", username="desk", password=SECRET)
    assert given["server"]["has_password"] is True
    for answer in (given, await post.desk.ok("GET", "/mail-settings"), await post.desk.ok("GET", "/audit")):
        assert SECRET not in str(answer)
        assert "'password'" not in str(answer)
    async with post.desk.database.job(post.desk.workspace_id) as tx:
        sealed = await tx.fetch_value("SELECT password FROM mail_settings WHERE workspace_id = $1", tx.workspace_id)
        facts = await tx.fetch("SELECT data FROM journal WHERE workspace_id = $1", tx.workspace_id)
    assert SECRET.encode() not in sealed
    assert SECRET not in str([row["data"] for row in facts])


async def test_a_password_that_is_left_out_stays_but_never_goes_to_another_server(
    post: Post, server: MailServer
) -> None:
    """Or whoever may change settings could have it told to a server of their own."""
    await post.use(server, security="starttls", username="desk", password=SECRET)
    kept = await post.use(server, security="starttls", username="desk", sender_name="New name")
    assert kept["server"]["has_password"] is True
    right = {
        "host": "127.0.0.1", "port": server.port, "security": "starttls", "username": "desk", "sender": "a@example.com",
    }  # fmt: skip
    for other in ({"host": "thief.example.com"}, {"port": 2525}, {"username": "thief"}):
        answer = await post.desk.ask("PUT", "/mail-settings", {**right, **other})
        assert answer.status_code == 422
        assert [each["path"] for each in answer.json()["errors"]] == ["password"]
    gone = await post.use(server, security="starttls", username="desk", password=None)
    assert gone["server"]["has_password"] is False


async def test_every_wrong_field_is_named_at_once(post: Post) -> None:
    body = {"host": "http://mail", "port": 25, "security": "none", "sender": "nobody", "password": "x", "username": "u"}
    answer = await post.desk.ask("PUT", "/mail-settings", body)
    assert answer.status_code == 422
    assert {each["path"] for each in answer.json()["errors"]} == {"host", "sender", "security"}


async def test_only_who_may_manage_settings_sees_or_changes_them(post: Post) -> None:
    for who in (OTTO, LEE):
        for method, path in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/test")):
            answer = await post.desk.ask(
                method, f"/mail-settings{path}", {} if method in {"PUT", "POST"} else None, as_=who
            )
            assert answer.status_code == 403


async def test_the_test_sends_a_mail_to_whoever_asks(
    post: Post, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    async with mail_server(starttls=certificate.context, log_in=True) as server:
        await post.use(server, host="localhost", security="starttls", username=USER, password=PASSWORD)
        assert await post.desk.ok("POST", "/mail-settings/test", {}) == {"sent_to": "maya@example.com"}
        assert server.recipients == ["maya@example.com"]
        assert server.encrypted == [True]


async def test_the_test_says_what_the_server_said(post: Post, server: MailServer) -> None:
    await post.use(server)
    server.answers.append("554 5.7.1 not from you")
    answer = await post.desk.ask("POST", "/mail-settings/test", {})
    assert answer.status_code == 409
    assert "554 5.7.1 not from you" in answer.text
    await post.use(server, port=1)
    assert "邮件服务器未接收" in (await post.desk.ask("POST", "/mail-settings/test", {})).text


async def test_a_server_within_our_own_network_is_refused_with_a_sentence(
    post: Post, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.use(server)
    monkeypatch.delenv("JISHI_INTERNAL_HOSTS")
    answer = await post.desk.ask("POST", "/mail-settings/test", {})
    assert answer.status_code == 422
    assert "JISHI_INTERNAL_HOSTS" in answer.text
    assert server.mails == []


async def test_another_key_of_the_desk_opens_no_password_and_says_so(
    post: Post, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.use(server, security="starttls", username=USER, password=PASSWORD)
    monkeypatch.setattr(Sealing, "key", bytes(32))
    assert (await post.desk.ask("POST", "/mail-settings/test", {})).status_code == 503
    await post.tell(MAYA)
    await post.later(minutes=1)
    [row] = [row for row in await post.deliveries() if row["medium"] == "email"]
    assert (row["state"], row["error"].startswith("The desk's key")) == ("waiting", True)


async def test_without_settings_no_mail_leaves_any_more(post: Post, server: MailServer) -> None:
    await post.use(server)
    assert (await post.desk.ask("DELETE", "/mail-settings")).status_code == 204
    assert (await post.desk.ok("GET", "/mail-settings"))["server"] is None
    kinds = [fact["kind"] for fact in (await post.desk.ok("GET", "/audit"))["items"]]
    assert kinds[:2] == ["MailServerRemoved", "MailServerSaved"]
