"""Reads every feed and calendar of a built site with other people's readers.

    pip install feedparser icalendar
    prongsai build --out site && python3 tests/papers/readers.py site
"""

import json
import pathlib
import sys

import feedparser
import icalendar

root = pathlib.Path(sys.argv[1])
feeds = sorted(root.glob("**/feeds/*.xml"))
assert feeds, "no feeds"
for path in feeds:
    feed = feedparser.parse(path.read_bytes())
    assert not feed.bozo, f"{path}: {feed.get('bozo_exception')}"
    assert feed.version == "atom10" and feed.feed.id and feed.feed.updated_parsed, path
    for entry in feed.entries:
        assert entry.id and entry.link and entry.title and entry.updated_parsed, path
    assert len({entry.id for entry in feed.entries}) == len(feed.entries), path
items = 0
for path in sorted(root.glob("**/feeds/*.json")):
    feed = json.loads(path.read_text("utf-8"))
    assert feed["version"].startswith("https://jsonfeed.org/version/1"), path
    items += len(feed["items"])
events = 0
calendars = sorted(root.glob("**/feeds/*.ics"))
assert calendars, "no calendars"
for path in calendars:
    raw = path.read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), path
    for line in raw.split(b"\r\n"):
        line.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(raw)
    assert not calendar.errors, path
    uids = set()
    for event in calendar.walk("VEVENT"):
        assert not event.errors and event["UID"] not in uids and event.decoded("DTSTART"), path
        uids.add(event["UID"])
        events += 1
print(f"{len(feeds)} Atom feeds, {items} JSON items, {len(calendars)} calendars with {events} dates")
