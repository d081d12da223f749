"""Send a mail to oneself, to see that mail leaves."""

from jishi.identity.language import translate
from jishi.kernel.errors import JishiError
from jishi.notify.delivery import store
from jishi.notify.delivery.errors import MailNotTaken, NoMailServer
from jishi.notify.delivery.model import Recipient
from jishi.notify.delivery.send_mail import MailRefused, send_mail
from jishi.notify.delivery.site import Site
from jishi.notify.delivery.write_mail import blank, message_id
from jishi.storage.database import Database

SUBJECT = "Mail from {workspace} works"
BODY = "This is the test you asked for. Notices will come from this address."


async def try_mail(database: Database, *, workspace_id: int, person_id: int) -> Recipient:
    """Who it was sent to. Raises NoMailServer, MailNotTaken with what the server said, AddressInside and the like."""
    async with database.job(workspace_id) as tx:
        office = await store.office(tx, [])
        to = (await store.recipients(tx, [person_id]))[person_id]
        number = tx.new_id()
    if office.server is None:
        raise NoMailServer
    subject = translate(SUBJECT, to.language, workspace=office.workspace)
    mail = blank(office.server, to, subject=subject, workspace=office.workspace, at=database.clock())
    mail["Message-ID"] = message_id(f"{workspace_id}.{number}")
    mail.set_content(f"{translate(BODY, to.language)}\n\n{Site.address}\n")
    try:
        await send_mail(mail, office.server, workspace_id=workspace_id)
    except JishiError:
        raise
    except (MailRefused, OSError) as error:
        raise MailNotTaken(said=str(error) or type(error).__name__) from error
    return to
