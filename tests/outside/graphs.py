"""Catalogues, feeds and calendars as Python's readers have them: rdflib with pyshacl over the mandatory properties of
DCAT-AP, feedparser, icalendar. python graphs.py SITE: a remark a line; nothing is judged here."""
import json
import pathlib
import sys

import feedparser
import icalendar
from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef

site = pathlib.Path(sys.argv[1])
DCAT = Namespace("http://www.w3.org/ns/dcat#")


def remark(tool, rule, file, what):
    print("\t".join([tool, rule, str(file), " ".join(str(what).split())[:300]]))


shapes = Graph().parse(pathlib.Path(__file__).parent / "dcat-ap.ttl")
whole = Graph()
catalogs = sorted(site.rglob("catalog.jsonld"))
for path in catalogs:
    whole.parse(data=path.read_text(encoding="utf-8"), format="json-ld", publicID=f"https://prongsai.example/{path.relative_to(site)}")
conforms, results, _ = validate(whole, shacl_graph=shapes)
SH = Namespace("http://www.w3.org/ns/shacl#")
for result in results.subjects(RDF.type, SH.ValidationResult):
    value = lambda name: results.value(result, SH[name])
    remark("dcat-ap", str(value("resultPath")).rsplit("/", 1)[-1], value("focusNode"), value("resultMessage"))
owned = set(whole.objects(None, DCAT.dataset))
for dataset in whole.subjects(RDF.type, DCAT.Dataset):
    if dataset not in owned:
        remark("dcat-ap", "no-catalogue", dataset, "a data set of no catalogue")
inner = set(whole.objects(None, DCAT.catalog))
for catalog in whole.subjects(RDF.type, DCAT.Catalog):
    if not list(whole.objects(catalog, DCAT.dataset)):
        remark("dcat-ap", "not-joined", catalog, "named but not found among the files")
if len(inner) != len(catalogs) - 1:
    remark("dcat-ap", "joins", "data/catalog.jsonld", f"{len(inner)} of {len(catalogs) - 1}")
base = "https://prongsai.example/"
for node in {node for triple in whole for node in triple if isinstance(node, URIRef) and str(node).startswith(base)}:
    page = str(node).removeprefix(base).split("#")[0]
    if not any((site / name).is_file() for name in (page, page + "index.html")):
        remark("dcat-ap", "does-not-answer", node, "no file stands there")

entries = events = 0
for path in sorted(site.rglob("*.xml")):
    text = path.read_bytes()
    if b"<feed" not in text:
        continue
    feed = feedparser.parse(text)
    if feed.bozo:
        remark("feedparser", "bozo", path.relative_to(site), feed.bozo_exception)
    for entry in feed.entries:
        if not (entry.get("id", "").startswith("https://") and entry.get("updated_parsed") and entry.get("title")):
            remark("feedparser", "entry", path.relative_to(site), entry.get("id"))
    entries += len(feed.entries)
for path in sorted(site.rglob("feeds/*.json")):
    feed = json.loads(path.read_text(encoding="utf-8"))
    if not all(item["id"] and item["url"].startswith("https://") for item in feed["items"]):
        remark("json-feed", "item", path.relative_to(site), "id or url")
for path in sorted(site.rglob("*.ics")):
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    for event in calendar.walk("VEVENT"):
        if event.errors or not event.get("UID") or not event.get("DTSTAMP"):
            remark("icalendar", "event", path.relative_to(site), event.errors or event.get("UID"))
        events += 1
print(f"#\t{len(whole)} triples of {len(catalogs)} catalogues, {entries} entries, {events} events")
