"""One worker process."""

import asyncio
import gc
import signal

import uvloop

from jishi.notify.delivery.postman import Postman
from jishi.reactions import ALARMS
from jishi.web.config import Config
from jishi.web.demo import visit
from jishi.web.equip import equip
from jishi.web.logs import log_lines
from jishi.web.reach import open_desk
from jishi.web.say_ready import say_ready
from jishi.web.tidy import keep_tidy
from jishi.web.warm_up import warm_up
from jishi.web.worker import Worker


def work(config: Config, url: str) -> None:
    """Run reactions, timers and alarms, and carry the post, until told to stop."""
    log_lines()
    equip(config)
    uvloop.run(_work(url))


async def _work(url: str) -> None:
    database = await open_desk(url, size=6)
    await warm_up(database)
    # Deciding about hundreds of tickets makes many objects that live until it is stored: with the usual thresholds a
    # third of the time went into looking at them again and again.
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    labours = [
        Worker(database, ALARMS).run(at_work=say_ready), Postman(database).run(), visit(database), keep_tidy(database),
    ]  # fmt: skip
    tasks = [asyncio.create_task(labour) for labour in labours]
    stopped = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
    for task in [*tasks, stopped]:
        task.cancel()
    await asyncio.gather(*tasks, stopped, return_exceptions=True)
    await database.close()
    for task in done - {stopped}:
        task.result()  # a worker that ended by itself ended with an error
