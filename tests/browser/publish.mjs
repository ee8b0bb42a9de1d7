// The button of the preview publishes what it has shown, and nobody else can have anything published.
//   node publish.mjs PRONGSAI
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { previews, refusedWhereShared } from "./previews.mjs";

const { chromium } = createRequire(new URL("../.tools/package.json", import.meta.url))("playwright-core");
const program = path.resolve(process.argv[2]);
const work = await mkdtemp(path.join(tmpdir(), "prongsai-button-"));
const [content, host] = ["content", "host"].map((name) => path.join(work, name));
await mkdir(path.join(content, "2564"), { recursive: true });
const agency = (more = "") =>
  writeFile(path.join(content, "agency.md"), `---\nkind: agency\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\nbase_url: https://www.example.go.th/\npublish:\n  - { name: main, to: ${JSON.stringify(host)} }\n---\nยินดีต้อนรับ ${more}\n`);
await agency();
const plan = path.join(content, "2564/plan.md");
const row = "---\nkind: plan\nfiscal_years: 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ |\n|---|---|---|---:|\n| 1-01 | โครงการปลูกต้นไม้ริมคลอง | ๑ | ๑๐,๐๐๐ |\n";
await writeFile(plan, row);

const { serve, stop } = previews(program, content, work, ["--date", "2569-11-21"]);

/** Every file of a folder with its hash; our own of a host left out. */
const tree = async (folder) => {
  if (!existsSync(folder)) return {};
  const found = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const name = path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name));
    if (entry.isFile() && !name.startsWith(".prongsai")) found[name] = createHash("sha256").update(await readFile(path.join(folder, name))).digest("hex");
  }
  return found;
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--host-resolver-rules=MAP rebound.example 127.0.0.1"] });
try {
  const url = await serve();
  const tab = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
  await tab.goto(url);
  const words = () => tab.evaluate(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish").textContent);
  const until = async (question) => {
    const end = Date.now() + 60_000;
    for (;;) {
      const answer = await tab.evaluate(question).catch(() => false);
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`never so: ${question}\n${await words()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await until(() => document.querySelector("prongsai-panel")?.settings.write?.token);
  const press = async () => {
    await tab.evaluate(() => document.querySelector("prongsai-panel").open(true));
    await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish-button"));
    await tab.evaluate(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish-button").click());
  };
  const go = () => tab.evaluate(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish .write").click());
  const shot = async (name) => process.env.PREVIEW_SHOTS && tab.screenshot({ path: path.join(process.env.PREVIEW_SHOTS, `${name}.png`) });

  // The plan is shown with titles; nothing is at the host yet.
  await press();
  await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish .write"));
  assert.ok((await words()).includes("โครงการปลูกต้นไม้"), await words());
  assert.deepEqual(await tree(host), {}, "a look sends nothing");
  const wide = await tab.evaluate(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish").scrollWidth);
  assert.ok(wide <= 360, `${wide} px wide on a phone`);
  await shot("publish-plan");
  await go();
  await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish")?.textContent.includes("แล้ว:"));
  await shot("publish-done");
  const there = await tree(host);
  assert.ok(Object.keys(there).length > 20 && there["index.html"]);
  assert.deepEqual(there, await tree(path.join(work, "output")), "the host has what was built, byte for byte");
  console.log("ok published", Object.keys(there).length);

  await press();
  await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish")?.textContent.includes("ไม่มีอะไรต้องส่ง"));
  console.log("ok nothing to send");

  // What was saved between the look and the click is looked at again, and not sent unseen.
  await agency("แก้ครั้งที่หนึ่ง");
  await press();
  await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish .write")?.disabled === false);
  await writeFile(plan, `${row}| 1-02 | กิจกรรมที่เพิ่งเขียน | ๑ | ๕,๐๐๐ |\n`);
  await go();
  await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish .failed")?.textContent.includes("เปลี่ยนไประหว่างที่ดู"));
  assert.deepEqual(await tree(host), there, "nothing was sent");
  assert.ok((await words()).includes("กิจกรรมที่เพิ่งเขียน"), "the new plan is shown");
  console.log("ok a change meanwhile is shown first");

  // An error holds the gate, and is told where it is.
  await writeFile(plan, row.replace("๑๐,๐๐๐", "หนึ่งหมื่นกว่า"));
  await press();
  await until(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish .finding"));
  const place = await tab.evaluate(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish .finding .place")?.textContent);
  assert.match(String(place), /plan\.md:\d+/, await words());
  assert.equal(await tab.evaluate(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".publish .write")), null);
  assert.deepEqual(await tree(host), there);
  await shot("publish-gate");
  console.log("ok the gate holds");
  await writeFile(plan, `${row}| 1-02 | กิจกรรมที่เพิ่งเขียน | ๑ | ๕,๐๐๐ |\n`);

  // Without a look, or with another seal, nothing is published.
  const send = (body, headers = {}) =>
    tab.evaluate(async ([body, headers]) => {
      const { token } = document.querySelector("prongsai-panel").settings.write;
      const answer = await fetch("/_prongsai/do/publish-go", { method: "POST", headers: { "Content-Type": "application/json", "X-Prongsai-Token": token, ...headers }, body: JSON.stringify(body) });
      return answer.status;
    }, [body, headers]);
  assert.equal(await send({ seal: "0" }), 409);
  assert.equal(await send({ seal: "x".repeat(5000) }), 413);
  assert.equal(await send({ seal: "0" }, { "X-Prongsai-Token": "0" }), 403);
  assert.equal(await send({ seal: "0" }, { "Content-Type": "text/plain" }), 415);

  // A page of another origin in the same browser, and of a name that leads to this machine, in every way a page can.
  const { port } = new URL(url);
  const evil = createServer((_, answer) => answer.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><body>"));
  await new Promise((resolve) => evil.listen(0, "127.0.0.1", resolve));
  const attempts = async (target) => {
    const other = await (await browser.newContext()).newPage();
    await other.goto(`http://127.0.0.1:${evil.address().port}/`);
    const tries = await other.evaluate(async (target) => {
      const out = [];
      for (const options of [
        { method: "POST", body: "{}", headers: { "Content-Type": "application/json", "X-Prongsai-Token": "0" } },
        { method: "POST", body: "{}", mode: "no-cors" },
        { method: "POST", body: "{}", mode: "no-cors", headers: { "Content-Type": "text/plain" }, credentials: "include" },
      ]) {
        try {
          const answer = await fetch(`${target}_prongsai/do/publish-look`, options);
          out.push(answer.type === "opaque" ? "unseen" : `seen ${answer.status}`);
        } catch {
          out.push("blocked");
        }
      }
      try {
        out.push(`seen ${(await (await fetch(`${target}_prongsai/settings`)).json()).write}`);
      } catch {
        out.push("blocked");
      }
      const frame = document.body.appendChild(document.createElement("iframe"));
      frame.name = "inside";
      const form = document.body.appendChild(document.createElement("form"));
      Object.assign(form, { method: "post", action: `${target}_prongsai/do/publish-look`, enctype: "text/plain", target: "inside" });
      form.innerHTML = '<input name=\'{"seal":"\' value=\'"}\'>';
      form.submit();
      await new Promise((resolve) => setTimeout(resolve, 800));
      frame.src = target;
      await new Promise((resolve) => setTimeout(resolve, 800));
      try {
        out.push(`seen ${frame.contentDocument.title}`);
      } catch {
        out.push("blocked");
      }
      return out;
    }, target);
    await other.close();
    return tries;
  };
  const state = () => tab.evaluate(async () => document.querySelector("prongsai-panel").act("publish-state", {}));
  const quiet = JSON.stringify(await state());
  for (const target of [url, `http://rebound.example:${port}/`]) {
    const tries = await attempts(target);
    assert.ok(tries.every((one) => one === "blocked" || one === "unseen" || one === "seen null"), `${target}: ${tries.join(", ")}`);
    assert.equal(JSON.stringify(await state()), quiet, `${target} began something`);
  }
  // A page that was itself served by that name reads answers as its own origin, and still gets no token.
  const rebound = await (await browser.newContext()).newPage();
  const answer = await rebound.goto(`http://rebound.example:${port}/_prongsai/settings`);
  const settings = answer && answer.status() === 200 ? (await answer.json()).write : null;
  assert.equal(settings, null, "a rebound name is told no token");
  assert.deepEqual(await tree(host), there, "another origin published");
  evil.close();
  console.log("ok another origin and a rebound name");

  await refusedWhereShared(serve, browser, "publish-look");
  console.log("ok serve --host cannot");
} finally {
  await browser.close();
  stop();
  await rm(work, { recursive: true, force: true });
}
