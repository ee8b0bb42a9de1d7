// What the program has understood of a table is shown the same by `check --read` and in the author's panel.
//   node tables.mjs PRONGSAI
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { previews } from "./previews.mjs";

const { chromium } = createRequire(new URL("../.tools/package.json", import.meta.url))("playwright-core");
const program = path.resolve(process.argv[2]);
const work = await mkdtemp(path.join(tmpdir(), "prongsai-tables-"));
const content = path.join(work, "content");
await mkdir(path.join(content, "2569"), { recursive: true });
await writeFile(path.join(content, "agency.md"), "---\nkind: agency\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\n");
await writeFile(path.join(content, "2569/plan.md"), `---
kind: plan
fiscal_years: 2569
---
| โครงการ/กิจกรรม/มาตรการ | งบประมาณ (บาท) | เลขแฟ้มภายใน |
|---|---|---|
| มิติที่ 1 การสร้างจิตสำนึก | | |
| โครงการอบรมคุณธรรม | 20,000 | ก-1 |
| กิจกรรมปลูกต้นไม้ | 5,000 | ก-2 |
| รวมมิติที่ 1 | 25,000 | |
| มิติที่ 2 การป้องกัน | | |
| มาตรการออกคำสั่ง <b>มอบหมาย</b> | 300 | ก-3 |
| รวมทั้งสิ้น | 25,300 | |
`);
await writeFile(path.join(content, "about.md"), "---\nkind: page\ntitle: เกี่ยวกับเรา\n---\nสวัสดี\n");

// Counted by hand from the table above.
const expected = ["โครงการ/กิจกรรม/มาตรการ", "(budget_plan)", "รายการโครงการ กิจกรรม มาตรการ", "เลขแฟ้มภายใน", "ไม่ได้อ่าน", "รายการ 3", "มิติที่ 1", "2 รายการ", "แผน 25,000 บาท", "มิติที่ 2",
  "1 รายการ", "แผน 300 บาท", "รวมมิติที่ 1 25,000", "รวมทั้งสิ้น 25,300", "มิติที่ 1 การสร้างจิตสำนึก", "จับคู่กับแผนด้วยชื่อ"];
const told = execFileSync(program, ["check", content, "--read", "2569/plan"], { cwd: work, encoding: "utf8" });
for (const words of expected) assert.ok(told.includes(words), `check --read does not say \`${words}\`:\n${told}`);
const nothing = execFileSync(program, ["check", content, "--read", "about"], { cwd: work, encoding: "utf8" });
assert.ok(nothing.includes("ไม่มีตารางข้อมูล") && !nothing.includes("หัวตาราง"), nothing);
console.log("ok check --read");

const { serve, stop } = previews(program, content, work);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const url = await serve();
  const tab = await (await browser.newContext({ viewport: { width: 360, height: 780 } })).newPage();
  const until = async (question, argument) => {
    const end = Date.now() + 20_000;
    for (;;) {
      const answer = await tab.evaluate(question, argument).catch(() => false);
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`never so: ${question}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const panel = (ask, argument) => until(ask, argument);
  await tab.goto(`${url}2569/plan/`);
  await panel(() => document.querySelector("prongsai-panel:not([hidden])"));
  await tab.evaluate(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".pill").click());
  await panel(() => [...document.querySelector("prongsai-panel").shadowRoot.querySelectorAll("[role=tab]")].find((one) => one.textContent === "ตารางที่อ่าน (1)"));
  await tab.evaluate(() => [...document.querySelector("prongsai-panel").shadowRoot.querySelectorAll("[role=tab]")].at(-1).click());
  const shown = await panel(() => {
    const read = document.querySelector("prongsai-panel").shadowRoot.querySelector(".read");
    return read && {
      text: [...read.querySelectorAll("p, tr, .place")].map((one) => [...one.children].map((cell) => cell.textContent).join(" ") || one.textContent).join("\n"),
      wide: read.scrollWidth - read.clientWidth,
      bold: read.querySelectorAll("b").length,
    };
  });
  for (const words of expected) assert.ok(shown.text.includes(words), `the panel does not say \`${words}\`:\n${shown.text}`);
  assert.ok(shown.wide <= 0, `wider than the panel by ${shown.wide}`);
  assert.equal(shown.bold, 0, "an author's words are no elements");
  if (process.env.PREVIEW_SHOTS) await tab.screenshot({ path: path.join(process.env.PREVIEW_SHOTS, "tables.png") });
  console.log("ok the panel says the same");

  // A save is read anew, under the same tab.
  await writeFile(path.join(content, "2569/plan.md"), "---\nkind: plan\nfiscal_years: 2569\n---\n| โครงการ/กิจกรรม/มาตรการ | งบประมาณ (บาท) |\n|---|---|\n| โครงการเดียว | 7,777 |\n");
  await panel(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".read")?.textContent.includes("7,777 บาท"));
  await tab.goto(`${url}about/`);
  await panel(() => document.querySelector("prongsai-panel").shadowRoot.querySelector(".list")?.textContent.includes("ไม่ได้มาจากตาราง"));
  console.log("ok a save is read anew, and a page without tables says so");
} finally {
  stop();
  await browser.close();
  await rm(work, { recursive: true, force: true });
}
