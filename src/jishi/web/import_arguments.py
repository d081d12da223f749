"""What `jishi import` takes on the command line; apart, so that other commands need not load the importer."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `jishi import` takes. The names of columns are told by `--explain`."""
    parser.add_argument("file", type=Path, help="a .csv, .csv.gz or .xlsx file", nargs="?")
    parser.add_argument("option", nargs="*", metavar="NAME=VALUE", help="map a column or set an option")
    parser.add_argument("--workspace", default="demo", help="the workspace's short name (demo)")
    parser.add_argument("--preset", help="a known system's export")
    parser.add_argument("--mapping", type=Path, help="a TOML or JSON file that maps the columns")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, store nothing")
    parser.add_argument("--errors", type=Path, help="write refused rows and reasons to this CSV file")
    parser.add_argument("--fresh", action="store_true", help="refuse when this source was imported before")
    parser.add_argument("--explain", action="store_true", help="list presets and column names")
