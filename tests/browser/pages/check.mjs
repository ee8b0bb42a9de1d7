// Checks every kind of page in a real browser: node check.mjs SITE [SITE of another theme…]
// axe (WCAG 2.2 A and AA) in both modes, no sideways scroll at 320 px and at doubled text, works without JavaScript,
// nothing loaded from elsewhere, weight of a first view.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { serve, kinds } from "./serve.mjs";

const require = createRequire(resolve("tests/.tools/package.json"));
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");
const sites = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
let faults = 0;
const fault = text => { faults++; console.log(`✗ ${text}`); };
const MOST_WEIGHT = 60 * 1024, MOST_SCRIPT = 15 * 1024;

for (const site of sites.length ? sites : ["output"]) {
  const host = await serve(resolve(site));
  for (const [kind, url] of Object.entries(kinds)) {
    const name = `${site} ${kind}`;
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(host.base + url);
      await page.addScriptTag({ path: axe });
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      for (const v of found.violations) fault(`${name} ${colorScheme}: ${v.id}: ${v.help} (${v.nodes.length}) ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].any.map(a => a.message).join("; ").slice(0, 160)}`);
      await context.close();
    }
    const narrow = await browser.newPage({ viewport: { width: 320, height: 800 } });
    let weight = 0, script = 0;
    const foreign = [], errors = [];
    narrow.on("request", r => { if (!r.url().startsWith(host.base) && !r.url().startsWith("data:")) foreign.push(r.url()); });
    narrow.on("console", m => { if (m.type() === "error") errors.push(m.text()); });
    narrow.on("pageerror", e => errors.push(String(e)));
    narrow.on("response", async r => {
      const bytes = await r.body().catch(() => Buffer.alloc(0));
      const size = r.url().endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length;
      weight += size;
      if (r.url().includes(".js")) script += size;
    });
    await narrow.goto(host.base + url, { waitUntil: "networkidle" });
    const wide = () => narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (await wide() > 0) fault(`${name}: scrolls sideways at 320 px by ${await wide()}`);
    await narrow.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await narrow.setViewportSize({ width: 640, height: 800 });
    if (await wide() > 0) fault(`${name}: scrolls sideways with doubled text by ${await wide()}`);
    if (weight > MOST_WEIGHT) fault(`${name}: first view weighs ${(weight / 1024).toFixed(1)} KB`);
    if (script > MOST_SCRIPT) fault(`${name}: scripts weigh ${(script / 1024).toFixed(1)} KB`);
    if (foreign.length) fault(`${name}: asks elsewhere: ${foreign}`);
    const expected = kind === "not-found" ? errors.filter(e => !e.includes("404")) : errors;
    if (expected.length) fault(`${name}: console: ${expected[0]}`);
    if (process.env.VERBOSE) console.log(`${name}: ${(weight / 1024).toFixed(1)} KB, scripts ${(script / 1024).toFixed(1)} KB`);
    await narrow.close();

    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    const bare = await plain.newPage();
    await bare.goto(host.base + url);
    if (!(await bare.locator("main h1").count())) fault(`${name}: no heading without JavaScript`);
    if (await bare.locator(".view").isVisible().catch(() => false)) fault(`${name}: a switch that needs JavaScript is shown without it`);
    await plain.close();
  }

  // Keyboard alone: the first stop skips to the content, and every stop is visible.
  const keys = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await keys.goto(host.base + kinds.item);
  await keys.keyboard.press("Tab");
  if (!(await keys.evaluate(() => document.activeElement.classList.contains("skip")))) fault(`${site}: the first stop of the keyboard is not the skip link`);
  await keys.close();

  // Choices stay, and nothing breaks where storage is denied.
  const choices = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await choices.newPage();
  await page.goto(host.base + kinds.agency);
  if (await page.locator(".view").count()) {
    await page.locator(".view summary").click();
    await page.locator("[data-view=theme] [value=dark]").click();
    await page.goto(host.base + kinds.item);
    if (await page.evaluate(() => document.documentElement.dataset.theme) !== "dark") fault(`${site}: the choice of background is not kept`);
    if ((await choices.cookies()).length) fault(`${site}: a cookie was set`);
    await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new Error("denied"); } }));
    const broken = [];
    page.on("pageerror", e => broken.push(String(e)));
    await page.goto(host.base + kinds.year);
    await page.locator(".view summary").click();
    await page.locator("[data-view=theme] [value=dark]").click();
    if (broken.length) fault(`${site}: without storage: ${broken[0]}`);
    // The filter and the sort of a table.
    const rows = page.locator("#items tbody tr:visible");
    const before = await rows.count();
    await page.locator(".filter input").fill("3-04");
    if (await rows.count() !== 1 || before < 60) fault(`${site}: the filter leaves ${await rows.count()} of ${before} rows`);
    await page.locator(".filter input").fill("");
    await page.locator("#items thead button").nth(3).click();
    await page.locator("#items thead button").nth(3).click();
    const top = await page.locator("#items tbody tr td.num").first().textContent();
    if (!top.includes("๒๐๐,๐๐๐")) fault(`${site}: sorted by plan, the first amount is ${top}`);
  }
  await choices.close();
  host.stop();
}
await browser.close();
console.log(faults ? `${faults} faults` : "all pages are well");
process.exit(faults ? 1 : 0);
