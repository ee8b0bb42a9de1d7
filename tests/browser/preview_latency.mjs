// From an editor's write returning to the changed words in the page after paint, in a real Chromium.
// `node tests/browser/preview_latency.mjs target/release/prongsai 1000 10000`; prints medians and 99th percentiles.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const { chromium } = createRequire(new URL("../.tools/package.json", import.meta.url))("playwright-core");
const [program, ...sizes] = process.argv.slice(2);
const SAVES = 60;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function write(file, text) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

const line = (number, at) => `องค์การบริหารส่วนตำบลเปิดเผยข้อมูลข่าวสารให้ประชาชนตรวจสอบได้ทุกขั้นตอน ครั้งที่ ${at} ของเรื่อง ${number}\n\n`;
const plain = (number, word) => `---\ntitle: เรื่องที่ ${number}\n---\n${word}\n\n${Array.from({ length: 24 }, (_, at) => line(number, at)).join("")}`;
const agency = (name) => `---\nkind: agency\nname: องค์การบริหารส่วนตำบล${name}\ntype: sao\n---\n`;

function report(word) {
  const rows = Array.from({ length: 63 }, (_, row) =>
    `| ${1 + (row % 4)}-${String(row).padStart(2, "0")} | โครงการที่ ${row} ${word} | 1,000 | 500 | ดำเนินการแล้วเสร็จ |`);
  return `---\nkind: report\nfiscal_year: 2564\nround: 12\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | แผนฯ | เบิกจ่าย | สถานะ |\n|---|---|---:|---:|---|\n${rows.join("\n")}\n`;
}

/** Two sites of one size: everything in one agency, or shared out in agencies of 63 items. */
const SHAPES = {
  "plain pages of one agency": {
    make: async (root, count) => {
      await write(path.join(root, "agency.md"), agency("ตัวอย่าง"));
      for (let number = 0; number < count; number += 1) await write(path.join(root, `pages/${Math.floor(number / 100)}/p${number}.md`), plain(number, "เริ่ม"));
    },
    file: "pages/0/p7.md", page: "pages/0/p7/", text: (word) => plain(7, word),
  },
  "items over agencies of 63": {
    make: async (root, count) => {
      await write(path.join(root, "portal.md"), "---\nkind: portal\ntitle: รวม\n---\n");
      for (let at = 0; at < Math.ceil(count / 63); at += 1) {
        const folder = path.join(root, `a${String(at).padStart(3, "0")}`);
        await write(path.join(folder, "agency.md"), agency(`ที่${at}`));
        await write(path.join(folder, "2564/report-12m.md"), report("เริ่ม"));
      }
    },
    file: "a003/2564/report-12m.md", page: "a003/2564/1-04/", text: report,
  },
};

async function measure(browser, name, count, port) {
  const shape = SHAPES[name];
  const folder = await mkdtemp(path.join(tmpdir(), "preview-latency-"));
  const root = path.join(folder, "content");
  await shape.make(root, count);
  const server = spawn(path.resolve(program), ["serve", "content", "--quiet", "--date", "2026-11-21", "--port", String(port)], { cwd: folder, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}/${shape.page}`;
  try {
    for (let at = 0; at < 600 && !(await fetch(url).catch(() => null))?.ok; at += 1) await pause(50);
    const tab = await browser.newPage();
    await tab.goto(url);
    await pause(1500);
    const times = [];
    for (let save = 0; save < SAVES; save += 1) {
      const word = `แก้ไขครั้งที่${save}จบ`;
      // Painted: two frames have begun since the words came.
      const seen = tab.evaluate((words) => new Promise((resolve) => {
        const look = () => document.querySelector("main").textContent.includes(words);
        const watch = new MutationObserver(() => {
          if (!look()) return;
          watch.disconnect();
          const inDocument = performance.timeOrigin + performance.now();
          requestAnimationFrame(() => requestAnimationFrame(() => resolve([inDocument, performance.timeOrigin + performance.now()])));
        });
        watch.observe(document.documentElement, { subtree: true, childList: true, characterData: true });
      }), word);
      await pause(30);
      await writeFile(path.join(root, shape.file), shape.text(word));
      const saved = performance.timeOrigin + performance.now();
      times.push((await seen).map((at) => at - saved));
      await pause(120);
    }
    const told = (which) => {
      const sorted = times.map((pair) => pair[which]).sort((a, b) => a - b);
      return `median ${sorted[Math.floor(SAVES / 2)].toFixed(1)} ms, 99th ${sorted[Math.floor((SAVES * 99) / 100)].toFixed(1)} ms`;
    };
    console.log(`${count} ${name}: in the document ${told(0)}; painted ${told(1)} (${SAVES} saves)`);
    await tab.close();
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let port = 4730;
for (const size of sizes.map(Number)) {
  for (const name of Object.keys(SHAPES)) await measure(browser, name, size, (port += 1));
}
await browser.close();
