// A file dropped on a page of the preview is imported, and nobody else can have one imported.
//   node drop.mjs PRONGSAI PAPER.csv
import assert from "node:assert/strict";
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { previews, refusedWhereShared } from "./previews.mjs";

const { chromium } = createRequire(new URL("../.tools/package.json", import.meta.url))("playwright-core");
const [program, paper] = process.argv.slice(2).map((name) => path.resolve(name));
const work = await mkdtemp(path.join(tmpdir(), "prongsai-drop-"));
const content = path.join(work, "content");
await mkdir(content);
await writeFile(path.join(content, "agency.md"), "---\nkind: agency\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\n");

const { serve, stop } = previews(program, content, work);

const bytes = await readFile(paper);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const url = await serve();
  const tab = await (await browser.newContext()).newPage();
  await tab.goto(url);
  const until = async (question, argument) => {
    const end = Date.now() + 20_000;
    for (;;) {
      const answer = await tab.evaluate(question, argument).catch(() => false);
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`never so: ${question}\n${await tab.evaluate(() => document.querySelector("prongsai-panel")?.shadowRoot.querySelector(".drop")?.textContent)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await until(() => document.querySelector("prongsai-panel")?.settings.write?.token);
  const drop = (name, text) =>
    tab.evaluate(([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      for (const kind of ["dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    }, [name, text]);

  const shot = async (name) => process.env.PREVIEW_SHOTS && tab.screenshot({ path: path.join(process.env.PREVIEW_SHOTS, `${name}.png`) });
  // The dry run: nothing is written, both sides are shown.
  await drop(path.basename(paper), bytes.toString("base64"));
  await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".drop .write"));
  await shot("drop");
  const before = await readdir(content);
  assert.deepEqual(before.filter((name) => !name.startsWith(".")), ["agency.md"], "a look writes nothing");
  const sides = await tab.evaluate(() => {
    const { shadowRoot } = document.querySelector("prongsai-panel");
    return { rows: shadowRoot.querySelectorAll(".source .row").length, files: shadowRoot.querySelectorAll(".results article").length, doubts: shadowRoot.querySelectorAll(".doubt").length };
  });
  assert.ok(sides.rows > 2 && sides.files >= 1, JSON.stringify(sides));
  console.log("ok dry run side by side", JSON.stringify(sides));

  // A doubtful cell is settled with another value; then it is written.
  const settled = await tab.evaluate(() => {
    const { shadowRoot } = document.querySelector("prongsai-panel");
    const doubt = shadowRoot.querySelector(".doubt");
    if (!doubt) return false;
    doubt.querySelector("input").value = "ค่าที่ผู้เขียนยืนยัน";
    doubt.querySelector(".right").click();
    return true;
  });
  await tab.evaluate(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".drop .write").click());
  await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".said")?.textContent.startsWith("เขียนแล้ว"));
  const texts = [];
  for (const entry of await readdir(content, { recursive: true })) {
    if (entry.endsWith(".md") && !entry.startsWith(".import")) texts.push([entry, await readFile(path.join(content, entry), "utf8")]);
  }
  assert.ok(texts.length >= 2, "written");
  const marks = texts.reduce((sum, [, text]) => sum + text.split("<!-- import:").length - 1, 0);
  assert.ok(settled && marks === sides.doubts - 1, `${marks} marks are left of ${sides.doubts}`);
  assert.ok(texts.some(([, text]) => text.includes("ค่าที่ผู้เขียนยืนยัน")));
  console.log("ok settled and written", texts.map(([name]) => name).join(" "));

  // What changed between the look and the write stops the write.
  const [edited] = texts.find(([name]) => name.includes("report")) ?? texts[0];
  const send = (action, more, headers = {}) =>
    tab.evaluate(async ([action, body, headers]) => {
      const { token } = document.querySelector("prongsai-panel").settings.write;
      const answer = await fetch(`/_prongsai/do/${action}`, { method: "POST", headers: { "Content-Type": "application/json", "X-Prongsai-Token": token, ...headers }, body: JSON.stringify(body) });
      return { status: answer.status, text: await answer.text() };
    }, [action, more, headers]);
  const asked = { name: path.basename(paper), bytes: bytes.toString("base64"), page: "/" };
  const looked = await send("import-look", asked);
  assert.equal(looked.status, 200, looked.text);
  await writeFile(path.join(content, edited), `${await readFile(path.join(content, edited), "utf8")}\nบรรทัดที่เพิ่งพิมพ์\n`);
  const late = await send("import-write", { ...asked, seal: JSON.parse(looked.text).seal });
  assert.equal(late.status, 409, late.text);
  assert.ok((await readFile(path.join(content, edited), "utf8")).includes("บรรทัดที่เพิ่งพิมพ์"));
  console.log("ok a file that changed meanwhile is kept");

  // No name leads out of the folder; broken bodies are refused.
  for (const name of ["../../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv"]) {
    const outside = await send("import-look", { ...asked, name });
    assert.ok([200, 409].includes(outside.status));
    if (outside.status === 200) {
      for (const file of JSON.parse(outside.text).results) assert.ok(!file.path.includes(".."), file.path);
    }
  }
  assert.equal((await send("import-look", { ...asked, agency: "../x" })).status === 200, true, "a site of one has no agencies to name");
  assert.equal((await send("import-look", { name: "a.csv", bytes: "no base64!" })).status, 409);
  assert.equal((await send("import-look", asked, { "X-Prongsai-Token": "0" })).status, 403);
  assert.equal((await send("import-look", asked, { "Content-Type": "text/plain" })).status, 415);
  console.log("ok names, bodies and tokens");

  // A page of another origin, open in the same browser, tries in every way that a page can.
  const evil = createServer((_, answer) => answer.writeHead(200, { "Content-Type": "text/html" }).end("<body>"));
  await new Promise((resolve) => evil.listen(0, "127.0.0.1", resolve));
  const other = await (await browser.newContext()).newPage();
  await other.goto(`http://127.0.0.1:${evil.address().port}/`);
  const count = (await readdir(content, { recursive: true })).length;
  const tries = await other.evaluate(async ([url, body]) => {
    const out = [];
    const attempt = async (address, options) => {
      try {
        const answer = await fetch(address, options);
        out.push(`${answer.type} ${answer.status}`);
      } catch {
        out.push("blocked");
      }
    };
    const text = JSON.stringify(body);
    await attempt(`${url}_prongsai/settings`, {});
    await attempt(`${url}_prongsai/do/import-write`, { method: "POST", body: text, headers: { "Content-Type": "application/json", "X-Prongsai-Token": "0" } });
    await attempt(`${url}_prongsai/do/import-write`, { method: "POST", body: text, mode: "no-cors" });
    await attempt(`${url}_prongsai/do/import-write`, { method: "POST", body: text, mode: "no-cors", headers: { "Content-Type": "text/plain" } });
    navigator.sendBeacon(`${url}_prongsai/do/import-write`, new Blob([text], { type: "text/plain" }));
    return out;
  }, [url, { ...asked, name: "evil.csv" }]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok(tries.every((one) => one === "blocked" || one.startsWith("opaque")), tries.join(", "));
  assert.equal((await readdir(content, { recursive: true })).length, count, "another origin wrote");
  evil.close();
  console.log("ok another origin:", tries.join(", "));

  // Where others may look on, nobody writes.
  await refusedWhereShared(serve, browser, "import-look");
  console.log("ok serve --host cannot");
} finally {
  await browser.close();
  stop();
  await rm(work, { recursive: true, force: true });
}
