// What people ask: of each question of questions.txt one of the right pages must be among the first three results.
// Beside it Pagefind, over the Thai pages of the same site; its figure is printed, nothing is asked of it.
//   node questions.mjs SITE [FILE]
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const tools = new URL("../../.tools/", import.meta.url);
const { chromium } = createRequire(new URL("package.json", tools))("playwright-core");
const here = dirname(fileURLToPath(import.meta.url)), [site, file] = process.argv.slice(2), LEAST = 0.9;
if (!site) { console.error("usage: node questions.mjs SITE [FILE]"); process.exit(2); }

const questions = readFileSync(file || join(here, "questions.txt"), "utf8").split("\n").filter(l => l.includes("|") && !l.startsWith("#")).map(line => {
  const [asked, pages] = line.split("|").map(t => t.trim());
  const any = pages.split(/\s+/).map(p => "^" + p.replace(/[.+?^${}()\\]/g, "\\$&").replace(/\*/g, ".*") + "$");
  return { asked, right: new RegExp(any.join("|")) };
});

const types = { js: "text/javascript", css: "text/css", html: "text/html; charset=utf-8", wasm: "application/wasm", json: "application/json", svg: "image/svg+xml" };
const serve = async folder => {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(request.url.split("?")[0])).replace(/\/$/, "/index.html"), at = join(folder, path);
    if (!existsSync(at)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[at.split(".").pop()] || "application/octet-stream" }).end(readFileSync(at));
  });
  await new Promise(done => server.listen(0, "127.0.0.1", done));
  return { base: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const mine = await serve(site), tab = await browser.newPage();
const faults = [];
tab.on("pageerror", e => faults.push("error in the page: " + e.message));
tab.setDefaultTimeout(20000);
await tab.goto(mine.base + "search/");
let found = 0;
for (const q of questions) {
  const { pages, said } = await tab.evaluate(typed => new Promise(done => {
    const box = document.querySelector(".search-results"), read = () => done({
      pages: [...box.querySelectorAll("li > a")].slice(0, 3).map(a => decodeURIComponent(new URL(a.href).pathname).slice(1)),
      said: document.querySelector("[role=status]").textContent,
    });
    new MutationObserver((_, watch) => { if (box.getAttribute("aria-busy") === "false") { watch.disconnect(); read(); } }).observe(box, { attributes: true });
    document.querySelector("main input[type=search]").value = typed;
    document.querySelector("main form[role=search]").requestSubmit();
  }), q.asked);
  q.mine = pages.some(p => q.right.test(p));
  found += q.mine;
  if (!q.mine || process.env.VERBOSE) console.log(`${q.mine ? "ok    " : "missed"} ${q.asked} (${said})\n         ${pages.join("  ")}`);
}
mine.close();

// The same pages for the other: without the English tree, which holds the same words again.
const folder = mkdtempSync(join(tmpdir(), "pagefind-"));
let others = 0;
try {
  cpSync(site, folder, { recursive: true, filter: from => !/\/(en|api)$/.test(from) });
  execFileSync(fileURLToPath(new URL("node_modules/.bin/pagefind", tools)), ["--site", folder, "--quiet"], { stdio: "inherit" });
  const theirs = await serve(folder);
  await tab.goto(theirs.base + "404.html");
  await tab.goto(theirs.base + "pagefind/pagefind-entry.json");
  for (const q of questions) {
    const pages = await tab.evaluate(async ([base, asked]) => {
      const pagefind = await import(base + "pagefind/pagefind.js");
      const { results } = await pagefind.search(asked);
      return Promise.all(results.slice(0, 3).map(async r => (await r.data()).url));
    }, [theirs.base, q.asked]);
    others += pages.some(p => q.right.test(decodeURIComponent(p).replace(/^\//, "").replace(/index\.html$/, "")));
  }
  theirs.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
await browser.close();

const share = found / questions.length, percent = n => (100 * n / questions.length).toFixed(1) + " %";
console.log(`${questions.length} questions: answered among the first three by ours ${percent(found)} (${found}), by Pagefind ${percent(others)} (${others})`);
if (share < LEAST) faults.push(`less than ${100 * LEAST} % are answered`);
if (others >= found) faults.push("Pagefind answers as many");
for (const fault of faults) console.error("FAILED: " + fault);
console.log(`${faults.length ? 0 : found} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
