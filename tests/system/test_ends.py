#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Instances of a large database end in time whatever they are at, and go on at the next start."""

import contextlib
import os
import signal
import sqlite3
import unittest

import keglab
from keglab import Host, Instance, processor_seconds, wait_for

BEERS = 300_000
FILL = f"""with recursive number(i) as (select 1 union all select i + 1 from number where i < {BEERS})
    insert into beers(Name, ABV, Description, Notes)
    select 'Beer ' || i, i % 100 / 10.0, printf('%.*c', 60, 'd'), printf('%.*c', 60, 'n') from number"""
MB = 1_000_000


def write(instance, sql):
    """As another program, in one transaction."""
    with contextlib.closing(sqlite3.connect(instance.db, timeout=10)) as connection:
        connection.executescript(f"begin immediate; {sql}; commit")


def change_behind_the_log(instance):
    trigger = "keg_capture_beers_update"
    [(declaration,)] = instance.query(f"select sql from sqlite_schema where name = '{trigger}'")
    write(instance, f"""drop trigger {trigger}; update beers set ABV = ABV + 1 where idBeer = 1;
                        {declaration}""")


def image_size(instance):
    """Of the image that a snapshot would have."""
    image = instance.host.path("image.db")
    with contextlib.closing(sqlite3.connect(instance.db)) as connection:
        connection.execute("vacuum into ?", (image,))
    size = os.path.getsize(image)
    os.remove(image)
    return size


def temporary_files(instance):
    """Sizes in bytes."""
    folder = instance.db + ".local"
    with contextlib.suppress(FileNotFoundError):
        return [os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)
                if name.startswith(("image-", "snapshot-", "spool-"))]
    return []


# Moments to end an instance in: conditions to be waited for.

def has_received(instance, size):
    """Or made: an image of at least so many bytes."""
    return lambda: any(file >= size for file in temporary_files(instance))


def has_written(instance, size):
    """To its write-ahead log, beyond what is there now."""
    def written():
        return os.path.getsize(instance.db + "-wal")
    start = written()
    return lambda: written() - start >= size


def has_worked(instance, seconds):
    """From now on, which is of interest if there is but one thing to work at."""
    start = processor_seconds(instance.process.pid)
    return lambda: processor_seconds(instance.process.pid) - start >= seconds


class Ends(unittest.TestCase):
    def make_primary(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        primary.terminate()
        write(primary, FILL)
        return primary

    def end(self, instance, moment):
        """SIGTERM, as soon as it is that moment. Nothing is left behind, and nobody complains."""
        wait_for(moment, instance.log_tail)
        self.assertEqual(instance.terminate(), 0)
        self.assertEqual(temporary_files(instance), [])
        self.assertNotIn("given up", instance.log_text())

    def test_with_many_beers(self):
        primary = self.make_primary()
        client = Instance(Host("client")).join(primary)

        primary.launch()
        wait_for(has_worked(primary, 0.2), primary.log_tail)
        self.assertEqual(primary.terminate(), -signal.SIGTERM)  # it reads its file and is not up yet

        for image in (lambda: 1, lambda: image_size(primary)):  # is made, is read through
            moment = has_received(primary, image())
            primary.start()
            client.start()
            self.end(primary, moment)
            client.terminate()
        size = image_size(primary)
        content = primary.digest()
        primary.start()

        for image in (1, size):  # arrives, is read through
            client.start()
            self.end(client, has_received(client, image))
        for wal in (1 * MB, size / 4):  # is merged
            client.start()
            self.end(client, has_written(client, wal))
            self.assertEqual(client.digest()["sequence"], 0)
        client.start()
        client.wait_in_step_with(primary)
        self.assertEqual(client.digest(), content)

        change = has_worked(client, 1)  # arrives, is applied
        write(primary, "update beers set ABV = ABV + 1")
        self.end(client, change)

        for seconds in (0.1, 0.4, 0.8):  # reads for an audit, and to confirm what that has found
            change_behind_the_log(primary)
            self.end(primary, has_worked(primary, seconds))
            primary.start()
        client.start()
        client.wait_in_step_with(primary)
        self.assertEqual(client.digest(), primary.digest())


if __name__ == "__main__":
    keglab.main()
