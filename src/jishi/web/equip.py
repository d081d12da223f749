"""What every process of a desk has to know alike: its secrets, and where people find it."""

from jishi.inbox.links import Signing
from jishi.notify.delivery.site import Site
from jishi.notify.delivery.vapid import Vapid
from jishi.storage.seal import Sealing
from jishi.web.config import Config
from jishi.web.keep_secret import desk_secret


def equip(config: Config) -> None:
    """Before the process does anything else."""
    Signing.secret = desk_secret(config, "links")
    Sealing.key = desk_secret(config, "seal")
    Vapid.secret = desk_secret(config, "push")
    Site.address = config.address
