// The search page in a real browser, over a generated portal: everything that a plain substring search finds, nothing
// else, at the promised cost; from a server and from the disk.
//   cargo run --release --example search_corpus -- CORPUS && node search.mjs CORPUS [QUERIES]
// or over a built site: cargo run --release --example search_records -- CONTENT SITE && node search.mjs SITE [QUERIES]
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";

const { chromium } = createRequire(new URL("../../.tools/package.json", import.meta.url))("playwright-core");
const here = dirname(fileURLToPath(import.meta.url));
const theme = join(here, "../../../themes/prongsai/assets");
const [corpus, asked] = process.argv.slice(2);
if (!corpus) { console.error("usage: node search.mjs CORPUS [QUERIES]"); process.exit(2); }
const COUNT = Number(asked || 500), LIMIT = 100_000, MEDIAN = 50, PAGES = 2;

const { fold } = vm.runInNewContext(readFileSync(join(corpus, "search-fold.js"), "utf8") + ";prongsaiFold");
const records = JSON.parse(readFileSync(join(corpus, "records.json"), "utf8"));
for (const r of records) r.whole = r.folded ?? [r.title, r.code ?? "", r.agency_name, String(r.year ?? ""), r.text].map(t => fold(t)).join("\n");

// The agency whose own index is asked, and a year, whatever the portal holds.
const sizes = new Map();
for (const r of records) sizes.set(r.agency, (sizes.get(r.agency) ?? 0) + 1);
const [agency] = [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];

// The page as the site writes it: a form, the plain list, two scripts, and the strictest policy that lets them run.
mkdirSync(join(corpus, "find"), { recursive: true });
for (const name of ["search-fold.js", "search.js"]) copyFileSync(join(theme, "js", name), join(corpus, "find", name));
copyFileSync(join(theme, "css/search.css"), join(corpus, "find/search.css"));
const page = scope => `<!doctype html><html lang="th"><meta charset="utf-8"><title>ค้นหา</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'">
<link rel="stylesheet" href="search.css">
<form role="search" data-root="../" data-scope="${scope}"><label>ค้นหา <input type="search" name="q"></label> <button>ค้นหา</button></form>
<ul id="results"><li><a href="../">รายชื่อหน้าทั้งหมด</a></li></ul>
<script defer src="search-fold.js"></script><script defer src="search.js"></script></html>`;
writeFileSync(join(corpus, "find/index.html"), page(""));
writeFileSync(join(corpus, "find/agency.html"), page(agency));

// Counts what goes over the wire, packed as any web server packs it.
const packed = new Map();
let wire = 0, requests = 0;
const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(request.url.split("?")[0])).replace(/\/$/, "/index.html");
  const file = join(corpus, path);
  if (!existsSync(file)) { response.writeHead(404).end(); return; }
  if (!packed.has(file)) packed.set(file, gzipSync(readFileSync(file), { level: 6 }));
  const body = packed.get(file);
  if (path.includes("/search/")) { wire += body.length; requests++; }
  const type = file.endsWith(".js") ? "text/javascript" : file.endsWith(".css") ? "text/css" : "text/html; charset=utf-8";
  response.writeHead(200, { "content-type": type, "content-encoding": "gzip", "content-length": body.length, "cache-control": "max-age=600" });
  response.end(body);
});
await new Promise(done => server.listen(0, "127.0.0.1", done));
const http = `http://127.0.0.1:${server.address().port}/`;
const disk = pathToFileURL(corpus + "/").href;

// Queries as they come: any piece of a text, words, phrases, several words, figures in either script, codes, slips.
let seed = 7;
const dice = n => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const thai = t => t.replace(/[0-9]/g, d => "๐๑๒๓๔๕๖๗๘๙"[d]);
const arabic = t => t.replace(/[๐-๙]/g, d => "๐๑๒๓๔๕๖๗๘๙".indexOf(d));
// A field of one line has no line breaks: a reader types a space there.
const clean = t => t.replace(/["“”\s]+/g, " ");
const segments = new Intl.Segmenter("th", { granularity: "word" });
const any = () => records[dice(records.length)];
const piece = (t, least, most) => { const n = least + dice(most - least + 1), i = dice(Math.max(1, t.length - n)); return clean(t.slice(i, i + n)); };
const words = t => [...segments.segment(t.slice(0, 400))].filter(s => s.isWordLike && s.segment.length > 1).map(s => s.segment);
const word = () => { const all = words(any().text); return all.length ? all[dice(all.length)] : "แผน"; };
const kinds = [
  ["piece of 2", () => piece(any().text, 2, 2)], ["piece of 3–6", () => piece(any().text, 3, 6)],
  ["piece of 7–15", () => piece(any().text, 7, 15)], ["piece of 16–40", () => piece(any().text, 16, 40)],
  ["piece of a title", () => piece(any().title, 4, 20)], ["whole title", () => clean(any().title)],
  ["word", word], ["two words", () => word() + " " + word(), true], ["three words of a page", () => { const w = words(any().text); return [0, 1, 2].map(() => w[dice(w.length)] || "แผน").join(" "); }, true],
  ["figures, other script", () => { const t = (any().text.match(/[๐-๙0-9][๐-๙0-9,]+/) || ["2564"])[0]; return /[0-9]/.test(t) ? thai(t) : arabic(t); }],
  ["mixed digits", () => { const t = (any().text.match(/\S{2,6} [๐-๙0-9]{2,}/) || ["ปี 2564"])[0]; return clean(dice(2) ? thai(t) : arabic(t)); }],
  ["code", () => any().code || "3-04"], ["wrongly typed", () => word().replace(/ำ/g, "ํา").replace(/แ/g, "เเ")],
];
const queries = [];
for (let i = 0; queries.length < COUNT; i++) {
  const [kind, make, several] = kinds[i % kinds.length], text = make().trim();
  const parts = (several ? text.split(" ") : [text]).map(t => fold(t)).filter(Boolean);
  if (parts.some(p => p.length < 2) || !parts.length) continue;
  queries.push({ kind, parts, typed: several || !/\s/.test(text) ? text : `"${text}"` });
}
const truth = (q, within = records) => new Set(within.filter(r => q.parts.every(p => r.whole.includes(p))).map(r => r.url));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const failures = [];
const fail = text => { failures.push(text); if (failures.length <= 20) console.error("FAILED: " + text); };

// Types, presses Enter, and waits until the results stand.
const ask = (tab, typed) => tab.evaluate(typed => new Promise(done => {
  const input = document.querySelector("input"), form = document.querySelector("form"), box = document.querySelector(".search-results");
  input.value = typed;
  const started = performance.now();
  new MutationObserver((_, watch) => {
    if (box.getAttribute("aria-busy") === "false") { watch.disconnect(); done(performance.now() - started); }
  }).observe(box, { attributes: true });
  form.requestSubmit();
}), typed);
// Opens every "more", then reads what is listed: addresses, which of them only another spelling brought, and whether a
// mark begins inside a cluster.
const listed = tab => tab.evaluate(async () => {
  const box = document.querySelector(".search-results");
  for (let more; (more = box.querySelector("button")); ) {
    more.click();
    while (more.isConnected) await new Promise(done => setTimeout(done, 0));
  }
  const status = document.querySelector("[role=status]").textContent, rows = [...box.querySelectorAll("li")];
  const cut = [...box.querySelectorAll("mark")].some(m => /^[ัิ-ฺ็-๎]/.test(m.textContent));
  return { status, cut, rows: rows.map(li => [li.querySelector("a").getAttribute("href").slice(3), li.className]) };
});
const open = async (context, address) => {
  const tab = await context.newPage();
  tab.on("pageerror", e => fail("error in the page: " + e.message));
  tab.on("console", m => m.type() === "error" && fail("console: " + m.text()));
  await tab.goto(address);
  return tab;
};
const median = all => [...all].sort((a, b) => a - b)[all.length >> 1];
const share = (all, part) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))];

async function compare(tab, q, where, within) {
  const { rows, status, cut } = await listed(tab);
  const want = truth(q, within), exact = new Set(rows.filter(r => !r[1]).map(r => r[0])), loose = status.startsWith("ไม่พบคำที่ตรง");
  const missed = [...want].filter(u => !exact.has(u)).length, wrong = loose ? 0 : [...exact].filter(u => !want.has(u)).length;
  if (missed || wrong || (loose && want.size)) fail(`${where}: ${q.kind} ${q.typed}: ${want.size} expected, ${missed} missed, ${wrong} wrong (${status})`);
  if (!loose && want.size && !status.includes(" " + rows.length + " ")) fail(`${where}: ${q.typed}: "${status}" for ${rows.length}`);
  if (cut) fail(`${where}: ${q.typed}: a mark cuts a cluster`);
  return [want.size, missed, wrong];
}

const began = performance.now();
const told = what => console.error(`${what} after ${((performance.now() - began) / 1000).toFixed(0)} s`);
const context = await browser.newContext();

// 1. A page opened anew for each question, with nothing kept in the browser: what a reader's first question costs.
// Of every kind of query every fourth.
const cold = [], coldTimes = [], calls = [];
const firsts = queries.filter((_, i) => Math.floor(i / kinds.length) % 4 === 0);
let tab = await open(context, http + "find/index.html");
const network = await context.newCDPSession(tab);
await network.send("Network.enable");
await network.send("Network.setCacheDisabled", { cacheDisabled: true });
if (wire) fail("index files were loaded before anything was typed");
for (const q of firsts) {
  await tab.goto(http + "find/index.html");
  wire = requests = 0;
  coldTimes.push(await ask(tab, q.typed));
  cold.push(wire); calls.push(requests); q.wire = wire;
  if (!requests) fail(`${q.kind} ${q.typed} was answered without asking for a file`);
  if (wire > LIMIT) fail(`${q.kind} ${q.typed} transferred ${wire} bytes`);
}
await tab.close();
told("first questions");
// 2. One after another in one page: what the next questions take.
tab = await open(context, http + "find/index.html");
const warm = [];
for (const q of queries) warm.push(await ask(tab, q.typed));
await tab.close();
told("next questions");
// 3. The whole lists, against plain substring search; nothing is timed here, so several pages share the questions.
// Some of them also put to an agency's own index, and to the same files from the disk.
let expected = 0, missed = 0, wrong = 0;
const own = records.filter(r => r.agency === agency);
const some = queries.filter((_, i) => i % 5 === 0);
const lists = [
  ...queries.map(q => ["server", http + "find/index.html", q, records]),
  ...some.map(q => ["disk", disk + "find/index.html", q, records]),
  ...some.map(q => ["agency", http + "find/agency.html", q, own]),
  ...some.map(q => ["agency on disk", disk + "find/agency.html", q, own]),
];
let next = 0, compared = 0;
await Promise.all(Array.from({ length: PAGES }, async () => {
  let tab, at;
  while (next < lists.length) {
    const [where, address, q, within] = lists[next++];
    if (at !== address) {
      await tab?.close();
      tab = await open(context, at = address);
      // Ten thousand rows take seconds to lay out, and nobody looks.
      await tab.evaluate(() => document.querySelector(".search-results").style.display = "none");
    }
    await ask(tab, q.typed);
    const [n, m, w] = await compare(tab, q, where, within);
    compared++;
    if (where === "server") { expected += n; missed += m; wrong += w; }
  }
  await tab?.close();
}));
if (compared !== lists.length) fail(`${compared} of ${lists.length} lists were compared`);
told("whole lists");
// 4. What a reader does besides: facets, keys, codes, other spellings, slips of the tone marks, no script at all.
tab = await open(context, http + "find/index.html");
const expect = (right, text) => right || fail(text);
const status = () => tab.locator("[role=status]").textContent();
const strip = t => t.replace(/[\u0e47-\u0e4e]/g, "");
await ask(tab, "แผนปฏิบัติการ");
const year = records.filter(r => r.year)[records.length >> 2].year;
await tab.evaluate(year => new Promise(done => {
  const select = [...document.querySelectorAll("select")].find(s => [...s.options].some(o => o.value === String(year)));
  const old = document.querySelector(".search-results").firstChild;
  select.value = year;
  select.dispatchEvent(new Event("change"));
  const wait = () => old.isConnected ? setTimeout(wait, 5) : done();
  wait();
}), year);
const of_year = records.filter(r => r.year === year), by_year = truth({ parts: [fold("แผนปฏิบัติการ")] }, of_year);
const shown = new Set((await listed(tab)).rows.filter(r => !r[1]).map(r => r[0]));
expect(shown.size === by_year.size && [...shown].every(u => by_year.has(u)), `the year's facet lists ${shown.size} of ${by_year.size}`);
const code = records.find(r => r.code).code;
await ask(tab, code);
expect((await tab.locator(".search-results .search-about").first().textContent()).startsWith(code + " · "), "a code does not come first");
await tab.locator("input").focus();
await tab.keyboard.press("ArrowDown");
await tab.keyboard.press("ArrowDown");
await tab.keyboard.press("ArrowUp");
expect(await tab.evaluate(() => document.activeElement === document.querySelector(".search-results a")), "arrow keys do not walk the results");
const slip = records.flatMap(r => words(r.title)).find(w => strip(w).length > 4 && w !== strip(w) && !records.some(r => r.whole.includes(fold(strip(w)))));
await ask(tab, strip(slip));
expect((await status()).startsWith("ไม่พบคำที่ตรง"), `"${strip(slip)}" is not answered by what is near: ${await status()}`);
const near = new Set((await listed(tab)).rows.map(r => r[0])), wide = records.filter(r => strip(r.whole).includes(strip(fold(slip))));
expect(near.size === wide.length && wide.every(r => near.has(r.url)), `near "${strip(slip)}": ${near.size} of ${wide.length}`);
await ask(tab, "เว็บไซด์");
const other = (await listed(tab)).rows.filter(r => r[1] === "search-other"), site = truth({ parts: [fold("เว็บไซต์")] });
expect([...site].every(u => records.find(r => r.url === u).whole.includes("เว็บไซด์") || other.some(r => r[0] === u)), "the other spelling is not offered");
await ask(tab, "ฮฺฮฺฮฺ");
expect((await status()).startsWith("ไม่พบ “"), "nothing found is not said: " + await status());
await tab.fill("input", "");
await tab.waitForTimeout(400);
expect(await tab.locator("#results").isVisible() && await status() === "", "an emptied field does not bring the plain list back");
await tab.close();
const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await bare.goto(http + "find/index.html");
expect(await bare.locator("#results a").isVisible(), "without scripts the plain list is gone");

await browser.close();
server.close();

const kb = n => (n / 1000).toFixed(1) + " KB", ms = n => n.toFixed(1) + " ms";
console.log(`${records.length} records, ${queries.length} queries (${some.length} also per agency and from the disk)`);
console.log(`recall ${(100 * (expected - missed) / expected).toFixed(3)} %, precision ${(100 * (expected - missed) / (expected - missed + wrong)).toFixed(3)} % of ${expected} results`);
console.log(`first question, empty cache: median ${kb(median(cold))} gzip in ${median(calls)} files, 95 % within ${kb(share(cold, .95))}, most ${kb(Math.max(...cold))}; median ${ms(median(coldTimes))}`);
console.log(`time to results: median ${ms(median(warm))}, 95 % within ${ms(share(warm, .95))}, most ${ms(Math.max(...warm))}`);
for (const [kind] of kinds) {
  const of = queries.map((q, i) => [q, i]).filter(([q]) => q.kind === kind);
  console.log(`  ${kind}: ${of.length}, median ${kb(median(firsts.filter(q => q.kind === kind).map(q => q.wire)))}, ${ms(median(of.map(([, i]) => warm[i])))}`);
}
if (median(warm) > MEDIAN) fail(`median time ${ms(median(warm))} is over ${MEDIAN} ms`);
console.log(`${failures.length ? queries.length - failures.length : queries.length} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
