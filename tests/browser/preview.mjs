// Drives Chromium against a running preview: `node preview.mjs URL CONTENT-FOLDER`. Prints `STOP` when the server is to
// be stopped and started again, and reads `stopped` and `started` from its input.
import assert from "node:assert/strict";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";

const { chromium } = createRequire(new URL("../.tools/package.json", import.meta.url))("playwright-core");
const [url, folder, sample] = process.argv.slice(2);
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const save = (name, text) => writeFile(path.join(folder, name), text);
const filler = Array.from({ length: 80 }, (_, row) => `<p id="row${row}">แถวที่ ${row}</p>`).join("\n");

/** A page as the site makes it: a strict policy of its own, a script that changes the page, fields and details. */
const page = (text, more = "") => `<!doctype html>
<html lang="th"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'">
<title>${text}</title><link rel="stylesheet" href="/style.css"><script src="/site.js" defer></script></head>
<body><header><p>หัว</p></header><main>
<h1>${text}</h1>${more}
<details id="more"><summary>เพิ่มเติม</summary><p>${text} ข้างใน</p></details>
<p><label>ค้น <input id="search"></label></p>
<table><tbody id="rows"><tr id="b"><td>ข</td></tr><tr id="a"><td>ก ${text}</td></tr></tbody></table>
<p><b data-source="plan.md:12:3" data-formula="(49 × 1 + 4 × 0.5) ÷ 63">80.95</b> <img src="/chart.svg" alt=""></p>
${filler}
<p id="end">${text} ท้ายหน้า</p>
</main></body></html>`;

await save("site.js", `
  const rows = document.getElementById("rows");
  if (rows) { rows.append(rows.querySelector("#b")); document.documentElement.dataset.theme = "dark";
  const made = document.createElement("button"); made.id = "made"; made.textContent = "เรียง"; rows.parentElement.before(made);
  window.runs = (window.runs ?? 0) + 1; }
`);
await save("style.css", "body { margin: 0; color: rgb(1, 2, 3) } @media print { h1 { color: rgb(9, 9, 9) } }");
await save("chart.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
await save("favicon.ico", "");
await save("index.md", page("หนึ่ง"));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
const tab = await context.newPage();
const complaints = [];
const watchConsole = (one) => {
  one.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  one.on("pageerror", (error) => complaints.push(String(error)));
};
watchConsole(tab);
/** Asks again until it is so; Playwright's own waiting needs `eval`, which the page's policy forbids. */
const until = async (question, argument) => {
  const end = Date.now() + 8000;
  while (!(await tab.evaluate(question, argument).catch(() => false))) {
    if (Date.now() > end) {
      throw new Error(`never so: ${question} ${argument ?? ""} ${complaints.join("\n")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const shows = (text) => until((words) => document.querySelector("h1")?.textContent.includes(words), text);
/** For people to look at, where `PREVIEW_SHOTS` names a folder. */
const shot = async (name) => {
  if (process.env.PREVIEW_SHOTS) await tab.screenshot({ path: path.join(process.env.PREVIEW_SHOTS, `${name}.png`) });
};
const step = (name) => console.log(`ok ${name}`);

await tab.waitForTimeout(300);
await tab.goto(url);
await shows("หนึ่ง");
await until(() => document.querySelector("prongsai-panel:not([hidden])"));
await tab.waitForTimeout(200);

// Everything the reader did stays; the text changes. Following, tried later, would go to the change instead.
const setFollow = (yes) => tab.evaluate((word) => sessionStorage.setItem("prongsai-follow", word), yes ? "yes" : "no");
await setFollow(false);
await tab.click("summary");
await tab.fill("#search", "คำที่พิมพ์ค้างไว้");
await tab.evaluate(() => {
  document.querySelector("#search").setSelectionRange(2, 5);
  window.scrollTo(0, 900);
  window.sameWindow = true;
  window.before = document.querySelector("#row40").getBoundingClientRect().top;
});
await save("index.md", page("สอง", "<p>ย่อหน้าใหม่เหนือจุดที่อ่าน</p>".repeat(5)));
await shows("สอง");
const after = await tab.evaluate(() => ({
  sameWindow: window.sameWindow,
  runs: window.runs,
  open: document.querySelector("#more").open,
  inside: document.querySelector("#more p").textContent,
  typed: document.querySelector("#search").value,
  focused: document.activeElement.id,
  selection: [document.activeElement.selectionStart, document.activeElement.selectionEnd],
  moved: document.querySelector("#row40").getBoundingClientRect().top - window.before,
  order: [...document.querySelectorAll("#rows tr")].map((row) => row.textContent),
  theme: document.documentElement.dataset.theme,
  made: document.querySelectorAll("#made").length,
  paragraphs: document.querySelectorAll("main > p").length,
  title: document.title,
  style: document.documentElement.getAttribute("style"),
}));
assert.equal(after.sameWindow, true, "no reload");
assert.equal(after.runs, 1, "the site's scripts ran once");
assert.equal(after.open, true, "details stay open");
assert.equal(after.inside, "สอง ข้างใน");
assert.equal(after.typed, "คำที่พิมพ์ค้างไว้");
assert.deepEqual([after.focused, after.selection], ["search", [2, 5]]);
assert.ok(Math.abs(after.moved) < 2, `what is read stays in place, moved ${after.moved}`);
assert.deepEqual(after.order, ["ก สอง", "ข"], "sorted by the site's script, and changed in the right row");
assert.deepEqual([after.theme, after.made, after.title, after.style], ["dark", 1, "สอง", null]);
assert.equal(after.paragraphs, 80 + 3 + 5);
step("text patched, place, details, focus and typing kept");

// What is read stays in place wherever the window's lines fall: in a gap between two blocks, in a row, at any size.
const blocks = {
  paragraphs: (row) => `<p id="r${row}">แถวที่ ${row} ${"คำ ".repeat((row * 7) % 40)}</p>`,
  sections: (row) => `<section><h2 id="r${row}">เรื่องที่ ${row}</h2><ul><li>ก ${row}</li><li>ข</li></ul></section>`,
  rows: (row) => `<table><tbody><tr><td id="r${row}">แถว ${row}</td><td>${"คำ ".repeat((row * 5) % 30)}</td></tr></tbody></table>`,
};
let places = 0;
for (const [kind, block] of Object.entries(blocks)) {
  const reading = (title, above) =>
    page(title, `<p>แทรกเหนือจุดที่อ่าน</p>`.repeat(above)).replace(filler, Array.from({ length: 120 }, (_, row) => block(row)).join("\n"));
  let turn = 0;
  await save("index.md", reading(`อ่าน ${kind} ${turn}`, 0));
  await shows(`อ่าน ${kind} ${turn}`);
  for (const width of [340, 1000, 1600]) {
    for (const [size, gap] of [[11, 4], [16, 61], [27, 140]]) {
      await tab.setViewportSize({ width, height: 700 });
      for (const offset of [37, 341, 667]) {
        await tab.evaluate(([size, gap, offset]) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`main { font: ${size}px/1.7 serif } main p, section, h2, table { margin: ${gap}px 0 }`);
          document.adoptedStyleSheets = [sheet];
          window.scrollBy({ top: document.querySelector("#r4").getBoundingClientRect().top + offset, behavior: "instant" });
          const seen = (row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < innerHeight;
          window.read = [...document.querySelectorAll("[id^=r]")].filter(seen).map((row) => [row, row.getBoundingClientRect().top]);
        }, [size, gap, offset]);
        turn += 1;
        await save("index.md", reading(`อ่าน ${kind} ${turn}`, turn % 2 ? 5 : 1));
        await shows(`อ่าน ${kind} ${turn}`);
        const moved = await tab.evaluate(() => window.read.map(([row, top]) => row.getBoundingClientRect().top - top));
        const where = `${kind}, ${width} px wide, letters of ${size} px, gaps of ${gap} px, at ${offset}`;
        assert.ok(moved.length > 0 && moved.every((by) => Math.abs(by) < 2), `what is read stays in place, moved ${moved}: ${where}`);
        places += 1;
      }
    }
  }
}
await tab.setViewportSize({ width: 1000, height: 700 });
await tab.evaluate(() => (document.adoptedStyleSheets = []));
step(`what is read stays in place at ${places} places`);

// Twenty random-looking versions end in exactly the server's page.
for (let turn = 0; turn < 20; turn += 1) {
  const rows = Array.from({ length: 30 }, (_, at) => (at * 7 + turn * 11) % 30).filter((at) => (at + turn) % 4 > 0);
  const list = `<ul>${rows.map((at) => `<li${at % 3 ? "" : ` id="li${at}"`} class="c${(at + turn) % 2}">ข้อ ${at}<em>${at * turn}</em></li>`).join("")}</ul>`;
  await save("index.md", page(`รอบ ${turn} จบ`, list + (turn % 2 ? "<section><h2>แทรก</h2></section>" : "text<!-- c -->more")));
  await shows(`รอบ ${turn} จบ`);
  const same = await tab.evaluate(async () => {
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const pairs = [document, fresh].map((root) => root.querySelector("main > ul"));
    const rest = (list) => list.nextSibling.textContent + list.parentElement.querySelectorAll("section").length;
    return pairs[0].isEqualNode(pairs[1]) && rest(pairs[0]) === rest(pairs[1]);
  });
  assert.ok(same, `turn ${turn}`);
}
assert.equal(await tab.evaluate(() => document.querySelector("#made").nextElementSibling.nodeName), "TABLE", "what the site's script made stays where it was");
step("twenty versions end as the server has them");

// Styles and pictures are swapped without a reload.
await save("style.css", "body { margin: 0; color: rgb(7, 8, 9) } @media print { h1 { color: rgb(9, 9, 9) } }");
await until(() => getComputedStyle(document.body).color === "rgb(7, 8, 9)");
await save("chart.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="10"/>');
await until(() => document.querySelector("img").naturalWidth === 44);
await until(() => document.querySelectorAll('link[rel="stylesheet"]').length === 1);
assert.equal(await tab.evaluate(() => window.sameWindow), true);
step("style and picture swapped without reload");

// A broken file: the last good version under a banner, gone when mended.
const shadow = (selector) => tab.locator(`prongsai-panel ${selector}`);
await save("index.md", Buffer.from([0xff, 0xfe, 0x9f]));
await shadow(".banner").waitFor();
await shadow(".pill").click();
await shadow(".finding").waitFor();
await shot("banner");
await shadow(".pill").click();
assert.match(await shadow(".banner").innerText(), /index\.md:3[\s\S]*error\[S001\]: ไม่ใช่ข้อความ UTF-8/);
assert.match(await shadow(".banner a.place").getAttribute("href"), /^vscode:\/\/file\/[^/].*\/index\.md:3:1$/);
await shows("รอบ 19");
await save("index.md", page("ซ่อมแล้ว"));
await shows("ซ่อมแล้ว");
await shadow(".banner").waitFor({ state: "hidden" });
step("error banner comes and goes");

// Where a number comes from.
await tab.evaluate(() => window.scrollTo(0, 0));
await tab.hover("b[data-source]");
await shadow(".tip").waitFor();
await shot("source");
assert.match(await shadow(".tip").innerText(), /plan\.md:12[\s\S]*÷ 63/);
step("source and formula on hover");

// The same on a page of the sample portal: any figure of the home names its file, line and formula, and the editor's link.
const real = await context.newPage();
watchConsole(real);
await real.goto(`${sample}na-kok/`);
const tip = real.locator("prongsai-panel .tip");
const told = (words) => real.locator(`prongsai-source[data-formula*="${words}"]`).first();
await told("สถานะดำเนินการแล้วเสร็จ").hover();
await tip.waitFor();
assert.match(await tip.innerText(), /na-kok\/\d{4}\/[\w-]+\.md:\d+[\s\S]*นับแถวที่สถานะดำเนินการแล้วเสร็จ = \d+ · แถวที่บรรทัด \d/);
assert.match(await tip.locator("a.place").getAttribute("href"), /^vscode:\/\/file\/.*\/content\/na-kok\/\d{4}\/[\w-]+\.md:\d+:\d+$/);
await told("× 0.5) ÷").hover();
await tip.locator(".formula", { hasText: "× 0.5) ÷" }).waitFor();
if (process.env.PREVIEW_SHOTS) await real.screenshot({ path: path.join(process.env.PREVIEW_SHOTS, "source-real.png") });
assert.equal(await real.locator("prongsai-source prongsai-source:not([data-source], [data-formula])").count(), 0);
await real.close();
step("a figure of the sample portal tells its file, line and formula");

// The pill says what the server counted for the page.
const all = (await (await fetch(`${sample}_prongsai/findings`)).json()).findings.findings;
const warned = all.find((finding) => finding.severity === "warning" && finding.path).path;
const { counts } = (await (await fetch(`${sample}_prongsai/findings?path=${encodeURIComponent(warned)}`)).json()).findings;
const counted = await context.newPage();
watchConsole(counted);
await counted.goto(new URL(warned, sample).href);
const words = [["ผิดพลาด", counts.errors], ["เตือน", counts.warnings]].filter(([, count]) => count > 0);
assert.ok(counts.warnings > 0);
await counted.locator("prongsai-panel .pill", { hasText: words.map(([word, count]) => `${word} ${count}`).join(" · ") }).waitFor({ timeout: 8000 });
await counted.close();
step(`the pill counts what the server does: ${JSON.stringify(counts)} on ${warned}`);

// The panel, a phone's width and the print view.
await shadow(".pill").click();
await shadow(".panel").waitFor();
assert.match(await shadow(".tools").innerText(), /index\.md/);
await shadow(".views button:nth-child(2)").click();
const phone = tab.frameLocator("prongsai-panel iframe");
await phone.locator("h1").waitFor();
assert.equal(await phone.locator("html").evaluate((html) => html.ownerDocument.defaultView.innerWidth), 360);
assert.equal(await phone.locator("prongsai-panel").count(), 0);
await shot("phone");
await tab.waitForTimeout(200);
await save("index.md", page("ในมือถือ"));
await phone.locator("h1", { hasText: "ในมือถือ" }).waitFor();
await shadow(".views button:nth-child(4)").click();
const printed = tab.frameLocator("prongsai-panel iframe[data-print]");
await printed.locator("h1").waitFor();
await tab.waitForTimeout(300);
assert.equal(await printed.locator("h1").evaluate((h1) => getComputedStyle(h1).color), "rgb(9, 9, 9)");
await shadow(".views button:nth-child(1)").click();
assert.equal(await shadow("iframe").count(), 0);
await shadow(".pill").click();
step("panel, phone width, print view");

// Follow: the change comes into view; saving another page's file leads there; drafts are marked.
await setFollow(true);
await save("index.md", page("ในมือถือ", "").replace("แถวที่ 70", "แถวที่เปลี่ยน"));
await until(() => document.querySelector("#row70").getBoundingClientRect().top < window.innerHeight);
assert.match(await tab.locator("#row70").innerText(), /เปลี่ยน/);
await mkdir(path.join(folder, "na-kok"), { recursive: true });
await save("na-kok/draft.md", page("ฉบับร่างของนากอก"));
await tab.waitForURL("**/na-kok/draft/");
await shadow(".mark").waitFor();
assert.equal(await shadow(".mark").innerText(), "ฉบับร่าง");
step("follow, and the mark of a draft");

// The server goes away, files change, it comes back: the page catches up by itself.
await save("index.md", page("ก่อนหยุด"));
await tab.waitForURL(url);
await shows("ก่อนหยุด");
await tab.evaluate(() => (window.sameWindow = "still"));
const quiet = complaints.length;
console.log("STOP");
assert.equal((await answers.next()).value, "stopped");
await shadow(".pill.lost").waitFor();
await save("index.md", page("ระหว่างที่หยุด"));
assert.equal((await answers.next()).value, "started");
await shows("ระหว่างที่หยุด");
await shadow(".pill.good").waitFor();
assert.equal(await tab.evaluate(() => window.sameWindow), "still");
// What the browser itself writes about a refused connection is no complaint about the page.
complaints.splice(quiet, complaints.length, ...complaints.slice(quiet).filter((text) => !/ERR_(CONNECTION|INCOMPLETE|EMPTY|NETWORK)/.test(text)));
step("reconnects after a restart and catches up");

// Many tabs do not use up the browser's connections.
const others = [];
for (let number = 0; number < 8; number += 1) {
  const other = await context.newPage();
  watchConsole(other);
  await other.goto(url, { timeout: 5000 }).catch((error) => complaints.push(`tab ${number}: ${error.message.split("\n")[0]}`));
  others.push(other);
}
await save("index.md", page("ทุกแท็บ"));
for (const other of [tab, ...others]) await other.locator("h1", { hasText: "ทุกแท็บ" }).waitFor({ timeout: 5000 });
await others.shift().close();
await tab.reload();
await save("index.md", page("หลังปิดแท็บ"));
for (const other of [tab, ...others]) await other.locator("h1", { hasText: "หลังปิดแท็บ" }).waitFor({ timeout: 5000 });
for (const other of others) await other.close();
step("nine tabs on one stream of events");

// From the return of the write to the text in the page.
const times = [];
for (let number = 0; number < 40; number += 1) {
  await tab.waitForTimeout(60);
  const seen = tab.evaluate((text) => new Promise((resolve, reject) => {
    const look = () => (document.querySelector("h1").textContent === text ? resolve(performance.timeOrigin + performance.now()) : 0);
    new MutationObserver(look).observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
    // On a busy machine the page may have it already.
    look();
    setTimeout(() => reject(new Error(`never shown: ${text}`)), 8000);
  }), `วัด ${number}`);
  await tab.waitForTimeout(20);
  const temporary = path.join(folder, ".new");
  if (number % 2) {
    await writeFile(temporary, page(`วัด ${number}`));
    await rename(temporary, path.join(folder, "index.md"));
  } else {
    await save("index.md", page(`วัด ${number}`));
  }
  const saved = performance.timeOrigin + performance.now();
  times.push((await seen) - saved);
}
times.sort((a, b) => a - b);
console.log(`from save to screen: median ${times[20].toFixed(1)} ms, worst ${times[39].toFixed(1)} ms`);

assert.deepEqual(complaints, [], "no complaint in the console, none under the page's policy");
assert.ok((await readdir(folder)).includes("index.md"));
step("nothing in the console");
await browser.close();
process.exit(0);
