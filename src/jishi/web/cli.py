"""The command line."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from jishi import __version__
from jishi.kernel.errors import JishiError
from jishi.web.config import Config
from jishi.web.import_arguments import add_arguments

Command = Callable[[argparse.Namespace, Config], int | None]
Add = Callable[[str, Command, str], argparse.ArgumentParser]  # name, what it runs, what it says of itself


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Errors are one clear line and exit code 1; wrong usage exits with 2."""
    parser = make_parser()
    args = parser.parse_args(argv)
    try:
        return args.run(args, Config.from_environment()) or 0
    except JishiError as error:
        print(f"jishi: {error}", file=sys.stderr)
    except OSError as error:
        told = f"{error.filename}: {error.strerror}" if error.filename and error.strerror else error
        print(f"jishi: {told}", file=sys.stderr)
    except ValueError as error:
        print(f"jishi: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jishi", description="A customer-service desk that keeps its promises about time."
    )
    parser.add_argument("--version", action="version", version=f"jishi {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Command, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added

    add_running(command)
    add_carrying(command)
    add_workshop(command)
    return parser


def add_running(command: Add) -> None:
    """The desk itself, and whether it is well."""
    up = command("up", _up, "Run the whole desk: database, web, worker.")
    up.add_argument("--no-demo", action="store_true", help="start without the demo workspace")
    ready = command("prepare", _prepare, "Bring the schema up to date and, on the first start, make the demo.")
    ready.add_argument("--no-demo", action="store_true")
    server = command("serve", _serve, "Run one web process.")
    server.add_argument("--fd", type=int, help=argparse.SUPPRESS)
    command("work", _work, "Run one worker process.")
    command("migrate", _migrate, "Bring the database up to this version.")
    doctor = command("doctor", _doctor, "Say what is wrong and how to mend it.")
    doctor.add_argument("--mend", action="store_true", help="count loads anew and dispatch forgotten tickets")


def add_carrying(command: Add) -> None:
    """What is carried in and out: tokens, history, backups."""
    token = command("token", _token, "Print a new API token.")
    token.add_argument("--workspace", required=True, help="the workspace's short name, such as demo")
    token.add_argument("--email", required=True, help="whose token it is")
    token.add_argument("--name", default="command line", help="what it is called in the list of tokens")
    history = command("import", _import, "Import history from a CSV or XLSX file.")
    history.set_defaults(parser=history)
    add_arguments(history)
    export = command("export", _export, "Export a workspace's tickets in the columns of the tracking table.")
    export.add_argument("file", type=Path, help="a .csv or .xlsx file to write")
    export.add_argument("--workspace", required=True)
    diagnosis = command("diagnose", _diagnose, "Find where time is lost in exported history (not in this version yet).")
    diagnosis.add_argument("file", type=Path)
    backup = command("backup", _backup, "Save the database and the attachments into one file.")
    backup.add_argument("file", type=Path)
    restore = command("restore", _restore, "Restore what `backup` saved, into an empty desk.")
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--replace", action="store_true", help="even when the desk is not empty: what is there is lost"
    )


def add_workshop(command: Add) -> None:
    """For those who look at it, build on it or measure it."""
    command("openapi", _openapi, "Print the OpenAPI description.")
    demo = command("demo", _demo, "Make the demo workspace.")
    demo.add_argument("--password", help=argparse.SUPPRESS)
    bench = command("bench", _bench, "Measure each hot path against its limit.")
    bench.add_argument("only", nargs="*", help="names of benches; all when none is given")
    bench.add_argument("--json", type=Path, help="where the figures are kept")
    bench.add_argument("--quick", action="store_true", help="less of everything: for a look, not for the record")


def _up(args: argparse.Namespace, config: Config) -> int:
    from jishi.web.up import up

    return up(config, demo=not args.no_demo)


def _prepare(args: argparse.Namespace, config: Config) -> None:
    from jishi.web.prepare import prepare

    prepare(config, demo=not args.no_demo)


def _serve(args: argparse.Namespace, config: Config) -> None:
    from jishi.web.reach import reach_ready
    from jishi.web.serve import serve

    with reach_ready(config) as url:
        serve(config, url, fd=args.fd)


def _work(_: argparse.Namespace, config: Config) -> None:
    from jishi.web.reach import reach_ready
    from jishi.web.work import work

    with reach_ready(config) as url:
        work(config, url)


def _migrate(_: argparse.Namespace, config: Config) -> None:
    from jishi.storage.migrate import head, prepare
    from jishi.web.reach import reach

    with reach(config) as url:
        changed = asyncio.run(prepare(url))
    print(f"The schema is {'now' if changed else 'already'} at revision {head()}.")


def _doctor(args: argparse.Namespace, config: Config) -> int:
    from jishi.web.doctor import examine

    return examine(config, mend=args.mend)


def _token(args: argparse.Namespace, config: Config) -> None:
    from jishi.web.reach import reach_ready
    from jishi.web.token import make_token

    with reach_ready(config) as url:
        print(asyncio.run(make_token(url, workspace=args.workspace, email=args.email, name=args.name)))


def _import(args: argparse.Namespace, config: Config) -> int:
    from jishi.web.take_history import explain, take_history

    if args.explain:
        explain()
        return 0
    if args.file is None:
        args.parser.error("name the file to import, or --explain")
    return take_history(args, config)


def _export(args: argparse.Namespace, config: Config) -> None:
    from jishi.web.take_history import write_table

    write_table(args, config)


def _diagnose(args: argparse.Namespace, _: Config) -> int:
    """The command's name is kept for what comes with reports; until then it says so rather than being unknown."""
    said = "this version cannot diagnose yet; what it can read of the file says"
    print(f"jishi: {said} `jishi import {args.file} --dry-run`.", file=sys.stderr)
    return 1


def _backup(args: argparse.Namespace, config: Config) -> None:
    from jishi.web.backup import backup

    backup(config, args.file)


def _restore(args: argparse.Namespace, config: Config) -> None:
    from jishi.web.backup import restore

    restore(config, args.file, replace=args.replace)


def _openapi(_: argparse.Namespace, __: Config) -> None:
    from jishi.web.openapi import print_openapi

    print_openapi()


def _demo(args: argparse.Namespace, config: Config) -> None:
    from jishi.web.make_demo import main as make

    make(config, args.password)


def _bench(args: argparse.Namespace, __: Config) -> int:
    from jishi.web.bench import run_benches

    return run_benches(args.only, args.json, quick=args.quick)


if __name__ == "__main__":
    sys.exit(main())
