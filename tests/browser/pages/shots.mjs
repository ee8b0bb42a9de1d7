// Pictures of every kind of page for people to look at: node shots.mjs SITE OUT [kind…]
// At four widths in light and dark, in forced colours, with doubled text, and as A4.
import { createRequire } from "node:module";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { serve, kinds } from "./serve.mjs";

const require = createRequire(resolve("tests/.tools/package.json"));
const { chromium } = require("playwright-core");
const [site = "output", out = "tests/shots", ...wanted] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const host = await serve(resolve(site));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const widths = (process.env.WIDTHS || "320,360,768,1280").split(",").map(Number);
const modes = (process.env.MODES || "light,dark").split(",");
const queue = Object.entries(kinds).filter(([kind]) => !wanted.length || wanted.includes(kind));

async function picture(name, url, options, prepare = () => {}) {
  const page = await browser.newPage(options);
  await page.goto(host.base + url);
  await page.evaluate(prepare);
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: !process.env.FIRST });
  await page.close();
}

async function of_kind(kind, url) {
  for (const colorScheme of modes)
    for (const width of widths) await picture(`${kind}-${width}-${colorScheme}`, url, { viewport: { width, height: 800 }, colorScheme });
  // What colours and sizes readers choose for themselves changes the layout of a phone most.
  if (!process.env.MODES) {
    await picture(`${kind}-forced`, url, { viewport: { width: 360, height: 800 }, forcedColors: "active" });
    await picture(`${kind}-doubled`, url, { viewport: { width: 640, height: 800 } }, () => { document.documentElement.style.fontSize = "200%"; });
  }
  if (process.env.PDF === "0") return;
  const page = await browser.newPage();
  await page.goto(host.base + url);
  await page.pdf({ path: `${out}/${kind}.pdf`, preferCSSPageSize: true });
  await page.close();
}

const worker = async () => { for (let next; (next = queue.shift());) await of_kind(...next); };
await Promise.all([worker(), worker(), worker()]);
await browser.close();
host.stop();
