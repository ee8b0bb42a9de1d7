// Files as others' libraries read them: every page by html-validate, every data package by the reference library of
// JavaScript, calendars by ical.js and node-ical, feeds by rss-parser. node files.mjs SITE: a remark a line.
import { createRequire } from "node:module";
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join, relative, resolve, dirname } from "node:path";

const require = createRequire(resolve("tests/.tools/outside/package.json"));
const site = resolve(process.argv[2]);
const remark = (tool, rule, file, what) => console.log([tool, rule, file, String(what).replace(/\s+/g, " ").slice(0, 300)].join("\t"));
const all = readdirSync(site, { recursive: true, withFileTypes: true }).filter(one => one.isFile()).map(one => join(one.parentPath ?? one.path, one.name));
const named = ending => all.filter(path => path.endsWith(ending)).sort();
const short = path => relative(site, path);
const counts = {};
const count = (what, by = 1) => { counts[what] = (counts[what] || 0) + by; };

const { HtmlValidate } = require("html-validate");
// Pages are written for bytes, not for the eyes: how they are laid out is no fault.
const validate = new HtmlValidate({ root: true, extends: ["html-validate:standard", "html-validate:a11y"] });
for (const path of named(".html")) {
  const report = await validate.validateString(readFileSync(path, "utf8"), path);
  const seen = {};
  for (const message of report.results.flatMap(result => result.messages).filter(message => message.severity === 2)) {
    if ((seen[message.ruleId] = (seen[message.ruleId] || 0) + 1) <= 1) remark("html-validate", message.ruleId, short(path), `${message.line}:${message.column} ${message.message}`);
  }
  count("pages");
}

const { Package } = require("datapackage");
for (const path of named("datapackage.json")) {
  const descriptor = JSON.parse(readFileSync(path, "utf8"));
  try {
    const read = await Package.load(descriptor, { basePath: dirname(path) });
    if (!read.valid) read.errors.slice(0, 3).forEach(error => remark("datapackage", "package", short(path), error.message));
    for (const resource of read.resources) {
      if (!resource.tabular) { remark("datapackage", "not-tabular", short(path), resource.name); continue; }
      const rows = await resource.read({ keyed: true });
      const file = [].concat(resource.descriptor.path)[0];
      const lines = JSON.parse(readFileSync(join(dirname(path), file.replace(/\.csv$/, ".json")), "utf8"));
      const expected = Array.isArray(lines) ? lines.length : Object.values(lines).find(Array.isArray)?.length;
      if (expected !== undefined && expected !== rows.length) remark("datapackage", "rows", short(path), `${resource.name}: ${rows.length} of ${expected}`);
      count("rows", rows.length);
    }
    count("packages");
  } catch (error) {
    remark("datapackage", "read", short(path), [error.message, ...(error.errors || []).map(one => one.message)].join("; "));
  }
}

const ICAL = require("ical.js").default ?? require("ical.js"), nodeIcal = require("node-ical");
const uids = new Map();
for (const path of named(".ics")) {
  const text = readFileSync(path, "utf8");
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const events = calendar.getAllSubcomponents("vevent").map(event => new ICAL.Event(event));
    for (const event of events) {
      if (!event.summary || !event.startDate?.isDate || !event.uid) remark("ical.js", "event", short(path), event.uid);
      const said = JSON.stringify([event.summary, event.startDate.toString()]);
      if (uids.has(event.uid) && uids.get(event.uid) !== said) remark("ical.js", "uid-of-two", short(path), event.uid);
      uids.set(event.uid, said);
    }
    const other = Object.values(nodeIcal.sync.parseICS(text)).filter(one => one.type === "VEVENT").length;
    if (other !== events.length) remark("node-ical", "count", short(path), `${other} of ${events.length}`);
    count("events", events.length);
  } catch (error) { remark("ical.js", "read", short(path), error.message); }
}

const Parser = require("rss-parser");
for (const path of named(".xml").filter(path => readFileSync(path, "utf8").includes("<feed"))) {
  try {
    const feed = await new Parser().parseString(readFileSync(path, "utf8"));
    feed.items.filter(item => !item.title || !item.link || !item.id || !item.isoDate).forEach(item => remark("rss-parser", "entry", short(path), item.id));
    if (!feed.title) remark("rss-parser", "title", short(path), "none");
    count("entries", feed.items.length);
  } catch (error) { remark("rss-parser", "read", short(path), error.message); }
}
console.log(`#\t${Object.entries(counts).map(([what, number]) => `${number} ${what}`).join(", ")}`);
