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
for (const [kind, url] of Object.entries(kinds)) {
  if (wanted.length && !wanted.includes(kind)) continue;
  for (const colorScheme of modes) {
    for (const width of widths) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      await page.goto(host.base + url);
      await page.screenshot({ path: `${out}/${kind}-${width}-${colorScheme}.png`, fullPage: !process.env.FIRST });
      await page.close();
    }
  }
  // What colours and sizes readers choose for themselves changes the layout of a phone most.
  for (const [name, options] of [["forced", { forcedColors: "active" }], ["doubled", {}]]) {
    if (process.env.MODES) break;
    const page = await browser.newPage({ viewport: { width: name === "doubled" ? 640 : 360, height: 800 }, ...options });
    await page.goto(host.base + url);
    if (name === "doubled") await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await page.screenshot({ path: `${out}/${kind}-${name}.png`, fullPage: !process.env.FIRST });
    await page.close();
  }
  if (process.env.PDF !== "0") {
    const page = await browser.newPage();
    await page.goto(host.base + url);
    await page.pdf({ path: `${out}/${kind}.pdf`, preferCSSPageSize: true });
    await page.close();
  }
}
await browser.close();
host.stop();
