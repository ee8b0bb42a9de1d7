// What a phone shows of portals other than the sample: node portals.mjs SITE NAME [kind…], NAME one of those below. Counted as in audit.mjs.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { audit } from "./audit.mjs";
import { serve } from "./serve.mjs";

const require = createRequire(resolve("tests/.tools/package.json"));
const { chromium } = require("playwright-core");
const year = at => ({ year: at, plan: `${at}plan/`, report: `${at}report-12m/`, "report-6m": `${at}report-6m/`, dimension: `${at}dimension-1/`, embed: `${at}embed/progress/` });
const board = at => ({ findings: `${at}findings/`, completeness: `${at}completeness/`, obligations: `${at}obligations/`, embeds: `${at}embed/`, data: `${at}data/`, search: `${at}search/` });
const portals = {
  many: { portal: "", place: "places/นครราชสีมา/", compare: "compare/", agency: "t00/", ...year("t00/2567/"), ...board("t00/"), "agency-6m": "t04/", "agency-no-report": "t06/", "agency-empty": "t03/", "portal-search": "search/", english: "en/", "english-agency": "en/t00/" },
  long: { "portal-of-long-title": "", agency: "long/", ...year("long/2567/"), ...board("long/"), "item-long": "long/2567/1-001/", "older-year": "long/2565/" },
  alone: { agency: "", ...year("2567/"), ...board(""), "older-year": "2565/", "item-own": "2567/1-01/" },
};
const [site, name, ...wanted] = process.argv.slice(2);
const host = await serve(resolve(site));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const kinds = Object.fromEntries(Object.entries(portals[name]).filter(([kind]) => !wanted.length || wanted.includes(kind)));
// Five hundred names of two hundred letters are a list of that weight.
const heaviest = { long: 420 }[name];
let passed = 0, failed = 0;
// Of 500 promises and of 40 authorities.
const longest = {
  many: { portal: 4, place: 4, compare: 4, agency: 8, year: 8, plan: 8, report: 8, "report-6m": 8, findings: 8, completeness: 8, obligations: 8, search: 8 },
  long: { agency: 15, year: 15, plan: 15, report: 15, "report-6m": 15, findings: 15, completeness: 15, search: 8 },
  alone: { agency: 8, year: 8, plan: 8, report: 8, "report-6m": 8, findings: 8, completeness: 8, obligations: 8, search: 8 },
}[name];
for (const [kind, faults] of await audit(browser, host, kinds, resolve(site), line => console.log(`${name} ${line}`), longest, heaviest)) {
  faults.length ? failed++ : passed++;
  for (const fault of faults) console.log(`  ${name} ${kind}: ${fault}`);
}
await browser.close();
host.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
