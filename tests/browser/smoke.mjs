// The built sample portal in a real Chromium: node smoke.mjs SITE PORTABLE-SITE [SHOTS-FOLDER]
// Six kinds of page: nothing on the console, nothing fetched from elsewhere, the same words without JavaScript,
// one h1, the way home works; and the portable site from file://.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { mkdir, readFile, stat } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(new URL("../.tools/package.json", import.meta.url))("playwright-core");
const [site, portable, shots] = process.argv.slice(2);
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".png": "image/png" };
const pages = {
  portal: "",
  agency: "na-kok/",
  year: "na-kok/2564/",
  item: "na-kok/2564/3-04/",
  report: "na-kok/2564/report-12m/",
  announcement: "phipun/announcements/2564-04-08-report-6m/",
};

const server = createServer(async (request, answer) => {
  let file = join(site, normalize(decodeURIComponent(new URL(request.url, "http://host").pathname)));
  try {
    if ((await stat(file)).isDirectory()) file = join(file, "index.html");
    answer.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(await readFile(file));
  } catch {
    answer.writeHead(404).end();
  }
});
await new Promise(listening => server.listen(0, "127.0.0.1", listening));
const base = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
let passed = 0;
let failed = 0;
const check = (name, faults) => {
  if (faults.length === 0) return passed++;
  failed++;
  console.log(`✗ ${name}\n  ${faults.join("\n  ")}`);
};

/** Opens an address and gathers what went wrong on the way. */
async function open(address, inside, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", message => ["error", "warning"].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on("pageerror", error => faults.push(`script: ${error.message}`));
  page.on("requestfailed", request => faults.push(`not loaded: ${request.url()}`));
  page.on("response", response => response.status() >= 400 && !response.url().endsWith("/favicon.ico") && faults.push(`${response.status()}: ${response.url()}`));
  page.on("request", request => !request.url().startsWith(inside) && !request.url().startsWith("data:") && faults.push(`from elsewhere: ${request.url()}`));
  await page.goto(address, { waitUntil: "load" });
  await page.waitForTimeout(150);
  return { page, faults, context };
}

// Buttons are what scripts add; they say nothing of the content.
const words = page =>
  page.evaluate(() => {
    document.querySelectorAll("main button").forEach(button => button.remove());
    return document.querySelector("main").innerText;
  });

for (const [kind, path] of Object.entries(pages)) {
  const { page, faults, context } = await open(base + path, base);
  const headings = await page.locator("h1").count();
  if (headings !== 1) faults.push(`${headings} h1`);
  if ((await page.getAttribute("html", "lang")) !== "th") faults.push("lang is not th");
  const text = await words(page);
  if (!/[ก-๛]/.test(text) || text.length < 40) faults.push(`main says only: ${text.slice(0, 60)}`);
  if (path !== "" && (await page.locator('nav ol a, nav a[aria-current]').count()) === 0) faults.push("no way back");
  if (shots) {
    await mkdir(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${kind}.png`), fullPage: true });
  }
  check(`${kind}: opens`, faults);

  const bare = await open(base + path, base, { javaScriptEnabled: false });
  const squeezed = text => text.replace(/\s+/g, "");
  const without = squeezed(await words(bare.page));
  // Every figure and name must be there without scripts; what scripts add may be more.
  const lost = text.split("\n").map(squeezed).filter(line => /[๐-๙0-9]/.test(line) && !without.includes(line));
  if (lost.length > 0) bare.faults.push(`lost without JavaScript: ${lost.slice(0, 3).join(" / ")}`);
  check(`${kind}: without JavaScript`, bare.faults);
  await bare.context.close();

  const narrow = await open(base + path, base, { viewport: { width: 320, height: 700 } });
  const overflow = await narrow.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 1) narrow.faults.push(`${overflow} px wider than a phone of 320 px`);
  check(`${kind}: on a narrow phone`, narrow.faults);
  await narrow.context.close();
  await context.close();
}

const files = pathToFileURL(resolve(portable)).href;
for (const [kind, path] of Object.entries(pages)) {
  const { page, faults, context } = await open(`${files}/${path}index.html`, files);
  const link = page.locator("main a[href$='index.html']").first();
  if ((await link.count()) > 0) {
    await link.click();
    await page.waitForLoadState("load");
    if ((await page.locator("h1").count()) !== 1) faults.push(`a link leads nowhere: ${page.url()}`);
  }
  check(`${kind}: from a disk`, faults);
  await context.close();
}

await browser.close();
server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
