// The pictures that chat programs show, as a browser sees them: node cards.mjs SITE PRONGSAI
// Every page that names one names one that is there; each is 1200 × 630 with ink on it; and the words of a card stand where
// the browser itself sets them in the same font, mark by mark.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const { chromium } = createRequire(new URL("../.tools/package.json", import.meta.url))("playwright-core");
const [site, program] = process.argv.slice(2).map(path => resolve(path));
const font = new URL("../../src/chart/fonts/Sarabun-SemiBold.ttf", import.meta.url);

let passed = 0;
let failed = 0;
const check = (name, faults) => {
  if (faults.length === 0) return passed++;
  failed++;
  console.log(`✗ ${name}\n  ${faults.slice(0, 10).join("\n  ")}`);
};

const files = (await readdir(site, { recursive: true })).map(name => name.replaceAll("\\", "/"));
const there = new Set(files);
const cards = files.filter(name => /(^|\/)card\.png$/.test(name));

// Every authority, year, report and item is shown with its own card, every other page with one that is there.
const faults = [];
let named = 0;
for (const file of files.filter(name => name.endsWith("index.html"))) {
  const html = await readFile(join(site, file), "utf8");
  const [, address] = html.match(/property="og:image" content="([^"]*)"/) ?? [];
  const [, own] = html.match(/property="og:url" content="([^"]*)"/) ?? [];
  if (!address) {
    if (own) faults.push(`${file} names no picture`);
    continue;
  }
  named++;
  const path = decodeURIComponent(new URL(address).pathname).slice(1);
  if (!there.has(path)) faults.push(`${file} names ${path}, which is not there`);
  const inTree = file.replace(/^en\//, "").replace(/index\.html$/, "");
  if (there.has(`${inTree}card.png`) && path !== `${inTree}card.png`) faults.push(`${file} names ${path}, not its own`);
}
check(`${named} pages name a card that is there`, named > 800 && cards.length > 250 ? faults : [...faults, `${named} pages, ${cards.length} cards`]);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();

/** What a browser decodes of a picture. */
const seen = png =>
  page.evaluate(async data => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const draw = canvas.getContext("2d");
    draw.drawImage(image, 0, 0);
    const pixels = draw.getImageData(0, 0, canvas.width, canvas.height).data;
    let ink = 0;
    for (let at = 0; at < pixels.length; at += 4) if (pixels[at] + pixels[at + 1] + pixels[at + 2] < 600) ink++;
    return { width: canvas.width, height: canvas.height, ink };
  }, png.toString("base64"));

const wrong = [];
for (const card of cards) {
  const { width, height, ink } = await seen(await readFile(join(site, card)));
  if (width !== 1200 || height !== 630 || ink < 20_000) wrong.push(`${card}: ${width} × ${height}, ${ink} pixels of ink`);
}
check(`${cards.length} cards are pictures of 1200 × 630`, wrong);

// The same words by the browser. A letter begins at a whole pixel here, so its edge may be one pixel elsewhere.
const lines = [
  "ที่ กิ่ง น้ำ ปู่ ฐุ ญู ฟ้า ปั้น ป่า ฝึก",
  "ผู้ใหญ่ ตู้ กู้ยืม สิทธิ์ ปื้น ป้ำ ก้ำ กุฏิ",
  "ปฏิบัติการป้องกันการทุจริต",
  "ญี่ปุ่น ฬุ่ เก๊ โต๊ะ จ๋า ก็ เจ้าหน้าที่",
];
const folder = await mkdtemp(join(tmpdir(), "prongsai-cards-"));
try {
  await mkdir(join(folder, "content", "2569"), { recursive: true });
  const rows = lines.map((line, at) => `| ${at + 1} | 1 | ${line} | 0 |`).join("\n");
  const head = "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\nbase_url: https://one.example/\n---\n";
  await writeFile(join(folder, "content", "agency.md"), head);
  await writeFile(join(folder, "content", "2569", "plan.md"), `---\nkind: plan\nfiscal_year: 2569\n---\n| ลำดับ | มิติ | โครงการ | งบประมาณ |\n|---|---|---|---|\n${rows}\n`);
  const args = ["build", "content", "--out", "site", "--date", "2569-11-21", "--keep-going"];
  execFileSync(program, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const bytes = (await readFile(font)).toString("base64");
  for (const [at, line] of lines.entries()) {
    const png = await readFile(join(folder, "site", "2569", `1-0${at + 1}`, "card.png"));
    const apart = await page.evaluate(
      async ({ png, bytes, line }) => {
        const face = new FontFace("Card", `url(data:font/ttf;base64,${bytes})`);
        document.fonts.add(await face.load());
        const [width, height, top] = [1200, 120, 100];
        const field = paint => {
          const canvas = new OffscreenCanvas(width, height);
          const draw = canvas.getContext("2d", { willReadFrequently: true });
          draw.fillStyle = "white";
          draw.fillRect(0, 0, width, height);
          paint(draw);
          const { data } = draw.getImageData(0, 0, width, height);
          return Array.from({ length: width * height }, (_, at) => data[at * 4]);
        };
        const image = new Image();
        image.src = `data:image/png;base64,${png}`;
        await image.decode();
        const ours = field(draw => draw.drawImage(image, 0, -top));
        const theirs = field(draw => {
          draw.fillStyle = "#17212b";
          draw.font = "68px Card";
          draw.fillText(line, 64, 180 - top);
        });
        // Solid ink of one that has no ink of the other within a pixel.
        const alone = (one, other) => {
          let count = 0;
          for (let y = 1; y < height - 1; y++)
            for (let x = 1; x < width - 1; x++) {
              if (one[y * width + x] > 60) continue;
              let near = false;
              for (let dy = -1; dy <= 1 && !near; dy++) for (let dx = -1; dx <= 1; dx++) near ||= other[(y + dy) * width + x + dx] < 200;
              if (!near) count++;
            }
          return count;
        };
        return { ours: alone(ours, theirs), theirs: alone(theirs, ours), ink: theirs.filter(value => value < 60).length };
      },
      { png: png.toString("base64"), bytes, line },
    );
    const fits = apart.ours === 0 && apart.theirs === 0 && apart.ink > 4_000;
    check(`“${line}” stands where the browser sets it`, fits ? [] : [JSON.stringify(apart)]);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
  await browser.close();
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
