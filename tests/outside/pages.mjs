// Pages as others' checkers of access read them in a real browser: HTML_CodeSniffer, Siteimprove's Alfa, IBM's engine.
// node pages.mjs SITE: a remark a line, `tool<TAB>rule<TAB>page<TAB>what`; nothing is judged here.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { serve, kinds } from "../browser/pages/serve.mjs";

const own = createRequire(resolve("tests/.tools/package.json")), outside = createRequire(resolve("tests/.tools/outside/package.json"));
const { chromium } = own("playwright-core"), esbuild = own("esbuild");
const file = (name, path) => readFileSync(resolve("tests/.tools/outside/node_modules", name, path), "utf8");
const remark = (tool, rule, page, what) => console.log([tool, rule, page, String(what).replace(/\s+/g, " ").slice(0, 300)].join("\t"));

// Alfa reads a page that the browser has turned into plain data.
const bundle = esbuild.buildSync({
  stdin: { contents: 'export { Native } from "@siteimprove/alfa-dom/native";', resolveDir: resolve("tests/.tools/outside") },
  bundle: true, write: false, format: "iife", globalName: "alfa", logLevel: "error",
}).outputFiles[0].text;
const alfa = name => import(outside.resolve(`@siteimprove/${name}`));
const [{ Page }, { Audit, Outcome }, { Node }, { Device }, { Request, Response, Body, Headers }, { URL: AlfaURL }, { Ok }] =
  await Promise.all([alfa("alfa-web"), alfa("alfa-act"), alfa("alfa-dom"), alfa("alfa-device"), alfa("alfa-http"), alfa("alfa-url"), alfa("alfa-result")]);
const { Conformance, Criterion } = await alfa("alfa-wcag");
// What the site promises: A and AA.
const promised = rule => [...rule.requirements].some(one => Criterion.isCriterion(one) && Conformance.isAA("2.2")(one));
const rules = (await alfa("alfa-rules")).default.filter(promised);

async function siteimprove(page, address, kind) {
  const document = await page.evaluate(() => window.alfa.Native.fromNode(document));
  const url = AlfaURL.parse(address).getUnsafe();
  const read = Page.of(Request.of("GET", url), Response.of(url, 200), Node.from(document, Device.standard()), Device.standard());
  const outcomes = await Audit.of(read, rules).evaluate();
  const seen = {};
  for (const outcome of outcomes) {
    if (!Outcome.isFailed(outcome)) continue;
    const rule = outcome.rule.uri.split("/").pop();
    if ((seen[rule] = (seen[rule] || 0) + 1) <= 2) remark("alfa", rule, kind, outcome.target);
  }
}

async function ibm(page, kind) {
  const { results } = await page.evaluate(async () => new window.ace.Checker().check(document, ["WCAG_2_2"]));
  const seen = {};
  for (const result of results.filter(one => one.value[0] === "VIOLATION" && one.value[1] === "FAIL")) {
    if ((seen[result.ruleId] = (seen[result.ruleId] || 0) + 1) <= 2) remark("ibm", result.ruleId, kind, `${result.message} ${result.snippet}`);
  }
}

async function codeSniffer(page, kind) {
  const found = await page.evaluate(() => new Promise(done => {
    window.HTMLCS.process("WCAG2AA", document, () => done(window.HTMLCS.getMessages()
      .filter(one => one.type === window.HTMLCS.ERROR)
      .map(one => [one.code, `${one.msg} ${one.element && one.element.outerHTML ? one.element.outerHTML.slice(0, 160) : ""}`])));
  }));
  const seen = {};
  for (const [code, what] of found) if ((seen[code] = (seen[code] || 0) + 1) <= 2) remark("htmlcs", code, kind, what);
}

const host = await serve(resolve(process.argv[2]));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const scripts = [bundle, file("accessibility-checker-engine", "ace.js"), file("html_codesniffer", "build/HTMLCS.js")];
const queue = Object.entries(kinds).filter(([kind]) => !process.env.KINDS || process.env.KINDS.split(",").includes(kind));
let looked = 0;
await Promise.all([1, 2].map(async () => {
  for (let next; (next = queue.shift());) {
    const [kind, url] = next;
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(host.base + url);
    await page.evaluate(() => document.fonts.ready);
    for (const content of scripts) await page.addScriptTag({ content });
    for (const [tool, look] of [["alfa", () => siteimprove(page, host.base + url, kind)], ["ibm", () => ibm(page, kind)], ["htmlcs", () => codeSniffer(page, kind)]]) {
      await look().then(() => looked++, error => remark(tool, "could-not-look", kind, process.env.VERBOSE ? error.stack : error.message));
    }
    await context.close();
  }
}));
await browser.close();
host.stop();
console.log(`#\t${looked} looks at pages`);
