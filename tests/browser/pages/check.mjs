// Checks every kind of page in a real browser: node check.mjs SITE [SITE of another theme…]
// On each: axe (WCAG 2.2 A and AA) in both modes, no sideways scroll at 320 px and nothing cut with doubled text, every
// stop reached and seen by keyboard alone, the same figures without JavaScript, whole without CSS, nothing loaded from
// elsewhere, weight of a first view. Of each site: weight of its scripts, choices that stay, tables that sort and filter,
// what a phone shows first and in which order, sheets of paper; and what audit.mjs counts. AUDIT=FILE keeps its figures.
import { createRequire } from "node:module";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { serve, kinds } from "./serve.mjs";
import { audit } from "./audit.mjs";

const require = createRequire(resolve("tests/.tools/package.json"));
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");
const MOST_WEIGHT = 60 * 1024, MOST_SCRIPT = 15_000;
const RULES = { light: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], dark: ["color-contrast", "link-in-text-block"] };
const sites = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

let passed = 0, failed = 0;
const check = (name, faults) => {
  if (!faults.length) return passed++;
  failed++;
  console.log(`✗ ${name}\n  ${faults.join("\n  ")}`);
};
const wide = page => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const figures = text => text.split(/[\n\t]/).map(line => line.replace(/\s+/g, "")).filter(line => /[๐-๙0-9]/.test(line));
const words = page => page.evaluate(() => {
  const body = document.querySelector("main") || document.body;
  body.querySelectorAll("button").forEach(button => button.remove());
  return body.innerText;
});

/** First visit on a wide screen: what it loads, axe in both modes, then every stop of the keyboard. */
async function onDesk(host, name, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  const page = await context.newPage(), loads = [], bodies = [];
  page.on("request", r => { if (!r.url().startsWith(host.base) && !r.url().startsWith("data:")) loads.push(`asks elsewhere: ${r.url()}`); });
  page.on("console", m => { if (m.type() === "error") loads.push(`console: ${m.text()}`); });
  page.on("pageerror", e => loads.push(`script: ${e}`));
  page.on("response", r => bodies.push(r.body().then(bytes => /\.(woff2|png|jpg)/.test(r.url()) ? bytes.length : gzipSync(bytes, { level: 9 }).length, () => 0)));
  await page.goto(host.base + url);
  await page.evaluate(() => document.fonts.ready);
  const weight = (await Promise.all(bodies)).reduce((sum, size) => sum + size, 0);
  if (weight > MOST_WEIGHT) loads.push(`first view weighs ${(weight / 1024).toFixed(1)} KB`);
  if (process.env.VERBOSE) console.log(`${name}: ${(weight / 1024).toFixed(1)} KB`);
  check(`${name}: loads`, loads);

  await page.addScriptTag({ path: axe });
  // A mode changes colours and nothing else, so in the dark only what colours decide is asked again.
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(runOnly => window.axe.run(document, { runOnly }), RULES[colorScheme]);
    check(`${name}: axe, ${colorScheme}`, violations.map(v =>
      `${v.id}: ${v.help} (${v.nodes.length}) ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].any.map(a => a.message).join("; ").slice(0, 160)}`));
  }

  const stops = await page.evaluate(() => {
    window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
      .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled);
    window.missed = new Set(window.stops);
    window.unseen = [];
    addEventListener("focusin", ({ target }) => {
      const style = getComputedStyle(target), box = target.getBoundingClientRect();
      window.missed.delete(target);
      if (style.outlineStyle === "none" && style.boxShadow === "none" || !box.width) window.unseen.push(target.outerHTML.slice(0, 120));
    });
    return window.stops.length;
  });
  // Sent without waiting for each: the browser takes them in order.
  const keyboard = await context.newCDPSession(page), key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  const press = type => keyboard.send("Input.dispatchKeyEvent", { type, ...key });
  await Promise.all(Array.from({ length: stops + 1 }, () => [press("rawKeyDown"), press("keyUp")]).flat());
  const keys = await page.evaluate(() => ({ missed: [...window.missed].map(e => e.outerHTML.slice(0, 120)), unseen: window.unseen }));
  const faults = [];
  if (keys.missed.length) faults.push(`not reached (${keys.missed.length} of ${stops}): ${keys.missed[0]}`);
  if (keys.unseen.length) faults.push(`focus is not seen (${keys.unseen.length}): ${keys.unseen[0]}`);
  check(`${name}: keyboard`, faults);
  await context.close();
}

/** Pairs of short texts whose boxes lie over each other: cells of a table, links and words of the header. */
function overprinted() {
  const seen = e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.closest(".unseen, svg") && getComputedStyle(e).clipPath === "none";
  const groups = [...document.querySelectorAll("tr")].map(row => [...row.cells].filter(cell => cell.getClientRects().length === 1));
  groups.push([...document.querySelectorAll(".bar .own, .bar .site, .bar li > a, .bar summary")]);
  const faults = [];
  for (const group of groups) {
    const boxes = group.filter(e => e.textContent.trim() && seen(e)).map(e => {
      // Each line by itself: the box around words that go on in the next line holds what stands before them. What is only
      // heard has no place.
      const lines = [], texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT, { acceptNode: t => t.parentElement.closest(".unseen") ? 2 : 1 });
      for (let text; (text = texts.nextNode());) {
        const range = document.createRange();
        range.selectNodeContents(text);
        lines.push(...range.getClientRects());
      }
      return [e.textContent.trim().slice(0, 30), lines];
    });
    boxes.forEach(([words, a], at) => boxes.slice(at + 1).forEach(([others, b]) => {
      const over = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
        Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
      if (a.some(one => b.some(other => over(one, other)))) faults.push(`“${words}” and “${others}”`);
    }));
  }
  return faults;
}

/** A narrow phone, then doubled text: nothing sideways, nothing cut off. */
async function onPhone(host, name, url) {
  const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
  await page.goto(host.base + url, { waitUntil: "load" });
  const faults = [];
  if (await wide(page) > 0) faults.push(`scrolls sideways at 320 px by ${await wide(page)}`);
  // The title that `prongsai new --portal` writes for a province with a long name.
  await page.evaluate(() => { const title = document.querySelector(".bar .site"); if (title) title.textContent = "โปร่งใส จังหวัดนครราชสีมา"; });
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(overprinted);
    if (over.length) faults.push(`printed over each other at ${width} px (${over.length}): ${over[0]}`);
  }
  // Every fold opened but that of the choices, which lies over the page on purpose.
  await page.setViewportSize({ width: 320, height: 800 });
  await page.evaluate(() => document.querySelectorAll("details:not([open])").forEach(fold => { if (!fold.closest(".view")) fold.open = fold.dataset.opened = true; }));
  if (await wide(page) > 0) faults.push(`scrolls sideways with every fold open by ${await wide(page)}`);
  const open = await page.evaluate(overprinted);
  if (open.length) faults.push(`printed over each other with every fold open (${open.length}): ${open[0]}`);
  await page.evaluate(() => document.querySelectorAll("[data-opened]").forEach(fold => { fold.open = false; }));
  await page.setViewportSize({ width: 640, height: 800 });
  await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
  if (await wide(page) > 0) faults.push(`scrolls sideways with doubled text by ${await wide(page)}`);
  const cut = await page.evaluate(() => [...document.body.querySelectorAll("*")].filter(e => {
    const style = getComputedStyle(e);
    return e.clientWidth > 1 && e.textContent.trim() && /hidden|clip/.test(style.overflow) && !(e instanceof SVGElement) && e.scrollHeight > e.clientHeight + 1;
  }).map(e => e.outerHTML.slice(0, 120)));
  if (cut.length) faults.push(`cut off with doubled text: ${cut[0]}`);
  check(`${name}: narrow, doubled text`, faults);
  const text = await words(page);
  await page.close();
  return text;
}

/** Without scripts the same figures, and no switch that would do nothing; without styles every word and no giant mark. */
async function bare(host, name, url, shown) {
  const context = await browser.newContext({ viewport: { width: 320, height: 800 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(host.base + url);
  const without = await words(page), squeezed = without.replace(/\s+/g, ""), faults = [];
  // What the search page offers to try needs its script; without it nothing of the search is shown.
  const lost = figures(shown).filter(line => !squeezed.includes(line) && !/^(ลองค้น|Try)/.test(line));
  if (lost.length) faults.push(`lost without JavaScript: ${lost.slice(0, 3).join(" / ")}`);
  if (!/embed/.test(url) && !(await page.locator("main h1").count())) faults.push("no heading without JavaScript");
  for (const wanting of ["[data-view]", "[data-print]", "[data-copy]", "p.filter"])
    if (await page.locator(wanting).first().isVisible().catch(() => false)) faults.push(`${wanting} needs JavaScript and is shown without it`);
  check(`${name}: without JavaScript`, faults);

  const naked = await context.newPage(), holes = [];
  await naked.setViewportSize({ width: 1280, height: 900 });
  await naked.route(/\.css/, route => route.abort());
  await naked.goto(host.base + url);
  const all = (await words(naked)).replace(/\s+/g, "");
  const gone = figures(without).filter(line => !all.includes(line));
  if (gone.length) holes.push(`lost without CSS: ${gone.slice(0, 3).join(" / ")}`);
  const giants = await naked.evaluate(() => [...document.querySelectorAll("svg:not(.chart)")].filter(e => e.getBoundingClientRect().width > 200).length);
  if (giants) holes.push(`${giants} marks as large as pictures without CSS`);
  if (await wide(naked) > 0) holes.push(`scrolls sideways without CSS by ${await wide(naked)}`);
  check(`${name}: without CSS`, holes);
  await context.close();
}

/** Choices stay without cookies, nothing breaks where storage is denied, tables filter and sort. */
async function choices(host, site) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage(), faults = [];
  await page.goto(host.base + kinds.item);
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement.classList.contains("skip")))) faults.push("the first stop of the keyboard is not the skip link");
  await page.goto(host.base + kinds.agency);
  await page.locator(".view summary").click();
  const wanted = { theme: "dark", text: "largest", contrast: "high" };
  for (const [name, value] of Object.entries(wanted)) await page.locator(`[data-view=${name}] [value=${value}]`).click();
  await page.goto(host.base + kinds.item);
  for (const [name, value] of Object.entries(wanted))
    if (await page.evaluate(name => document.documentElement.dataset[name], name) !== value) faults.push(`the choice of ${name} is not kept`);
  if (await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)) < 22) faults.push("the largest text is not large");
  if ((await context.cookies()).length) faults.push("a cookie was set");
  await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new Error("denied"); } }));
  page.on("pageerror", e => faults.push(`without storage: ${e}`));
  await page.goto(host.base + kinds.year);
  await page.locator(".view summary").click();
  await page.locator("[data-view=theme] [value=dark]").click();
  await page.locator("#t-items").click();
  const rows = page.locator("#items tbody tr:visible");
  const before = await rows.count();
  await page.locator(".filter input").fill("๓-๐4");
  if (await rows.count() !== 1 || before < 60) faults.push(`the filter leaves ${await rows.count()} of ${before} rows`);
  await page.locator(".filter input").fill("");
  await page.locator("#items thead button").nth(3).click();
  await page.locator("#items thead button").nth(3).click();
  const top = await page.locator("#items tbody tr td.num").first().textContent();
  if (!top.includes("๒๐๐,๐๐๐")) faults.push(`sorted by plan, the first amount is ${top}`);
  check(`${site}: choices, filter and sort`, faults);
  await context.close();
}

/** What stands on a phone from top to bottom; nothing before the first of them. */
const ORDER = {
  agency: ["h1", ".place", ".when", ".say", "#not-done", ".rows", "#money", "#promises", "#findings"],
  year: ["h1", ".when", ".say", ".contents", "#is-not_done", ".rows", "#is-in_progress", "#is-done", "#s-promises", "#t-items"],
  portal: ["h1", ".find", ".chart-field", ".lines", ".headlines"],
  item: ["h1", ".verdict", ".say", ".track", ".first-facts", "#evidence", ".money"],
  report: ["h1", ".when", ".say", ".contents", "#is-not_done", "#s-money", "#declared", "#t-items"],
  announcement: ["h1", ".life", ".about", ".paper, .retold"],
};

async function firstScreens(host, site) {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  for (const [kind, parts] of Object.entries(ORDER)) {
    await page.goto(host.base + kinds[kind]);
    const tops = await page.evaluate(parts => parts.map(part => {
      const e = document.querySelector(`main ${part.split(", ").join(", main ")}`);
      return e ? e.getBoundingClientRect().top : NaN;
    }), parts);
    const faults = parts.flatMap((part, i) => i && !(tops[i] > tops[i - 1]) ? [`${part} is not below ${parts[i - 1]}`] : []);
    const before = await page.evaluate(() => {
      const h1 = document.querySelector("h1"), first = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT, { acceptNode: t => t.data.trim() ? 1 : 2 }).nextNode();
      // A paper says what it is, then its name.
      return h1.contains(first) || first.parentElement.nextElementSibling === h1 && document.querySelector(".paper, .retold") ? "" : first.data.trim();
    });
    if (before) faults.push(`before the name stands “${before}”`);
    check(`${site} ${kind}: first screen`, faults);
  }
  await page.close();
}

/** A promise is one sheet; a table that goes on to another sheet has its heads there too. */
async function sheets(host, site) {
  const page = await browser.newPage(), file = join(tmpdir(), `prongsai-check-${process.pid}.pdf`), faults = [];
  const print = async kind => {
    await page.goto(host.base + kinds[kind]);
    await page.pdf({ path: file, preferCSSPageSize: true });
    return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
  };
  const item = await print("item");
  if (item.length !== 1) faults.push(`a promise takes ${item.length} sheets`);
  for (const kind of ["year", "plan"]) {
    const rows = (await print(kind)).filter(text => text.split("\n").filter(line => /^\s*[๐-๙][๐-๙.-]*[-.][๐-๙]+\s/.test(line)).length > 1);
    const bare = rows.filter(text => !/รหัส/.test(text));
    if (rows.length < 2 || bare.length) faults.push(`${kind}: ${bare.length} of ${rows.length} sheets of a table are without its heads`);
  }
  check(`${site}: sheets of paper`, faults);
  await page.close();
}

async function scripts(folder) {
  let size = 0;
  for (const name of await readdir(join(folder, "assets"), { recursive: true }))
    if (name.endsWith(".js")) size += (await readFile(join(folder, "assets", name))).length;
  check(`${folder}: scripts`, size > MOST_SCRIPT ? [`all scripts together weigh ${size} bytes`] : []);
  if (process.env.VERBOSE) console.log(`${folder}: scripts ${size} bytes`);
}

for (const site of sites.length ? sites : ["output"]) {
  const host = await serve(resolve(site)), queue = Object.entries(kinds).filter(([kind]) => !process.env.KINDS || process.env.KINDS.split(",").includes(kind));
  await scripts(resolve(site));
  const worker = async () => {
    for (let next; (next = queue.shift());) {
      const [kind, url] = next, name = `${site.split("/").pop()} ${kind}`, [path] = url.split("#");
      if (!(await stat(join(site, path, path.endsWith(".html") ? "" : "index.html")).catch(() => false))) { check(name, ["no such page"]); continue; }
      await onDesk(host, name, url);
      await bare(host, name, url, await onPhone(host, name, url));
    }
  };
  await Promise.all([worker(), worker()]);
  await choices(host, site);
  await firstScreens(host, site.split("/").pop());
  await sheets(host, site.split("/").pop());
  if (!/plain/.test(site)) {
    const some = Object.fromEntries(Object.entries(kinds).filter(([kind]) => !process.env.KINDS || process.env.KINDS.split(",").includes(kind)));
    const lines = [];
    for (const [kind, faults] of await audit(browser, host, some, resolve(site), line => lines.push(line))) check(`${site.split("/").pop()} ${kind}: audit`, faults);
    if (process.env.AUDIT) await writeFile(process.env.AUDIT, `${lines.join("\n")}\n`);
  }
  host.stop();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
