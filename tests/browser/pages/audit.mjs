// What a phone shows of every kind of page, in figures: how many screens it takes, where money and the first thing not done stand,
// and how often texts lie over each other, words or figures are cut, digits are mixed, letters are too small or marks too close.
import { cut, lineEnds, whole } from "./breaks.mjs";

/** Screens of 780 px that a page of a whole year may take. */
const LONGEST = { portal: 6, agency: 8, "agency-invented": 8, year: 8, report: 8, "report-6m": 8, plan: 8, measures: 8, item: 4, findings: 9, compare: 4 };
/** What stands within so many pixels from the top. */
const HIGHEST = {
  agency: { "#money": 780, "#not-done ~ .rows li": 1250 },
  year: { "#is-not_done ~ .rows li": 1250 },
  // What all promised stands above one line an authority, and that begins on the first screen.
  portal: { ".field": 330, ".lines tbody tr": 780 },
  // A promise is told on one screen: status, money, why, the line of rounds, who answers, what proves it, its place.
  item: { ".verdict": 240, ".say": 300, ".track": 470, ".first-facts": 600, "#evidence": 680, ".among": 740, ".among .crosses": 760 },
  "item-not-done": { ".verdict": 240, ".say": 300, ".why": 360, ".track": 470, ".first-facts": 600, "#evidence": 680, ".among": 740, ".among .crosses": 760 },
  // Beside the alert that all of it is invented, and with other years.
  "item-years": { ".verdict": 420, ".past": 730 },
};
/** KB of HTML before it is packed; a table of data is as long as what it tells. */
const HEAVIEST = 100;
/** Kinds that hold at 200 % on a phone of 360 px; of the others it is only counted. */
const DOUBLED = ["portal", "agency", "agency-invented", "year", "item", "item-not-done", "item-years", "report", "compare", "findings", "place", "search", "agency-search", "completeness", "embeds"];
const MONEY = "#money, #s-money, .money", NOT_DONE = "#not-done ~ .rows li, #is-not_done ~ .rows li, .state.not_done";

/** In the page: texts whose lines lie over each other, whatever they belong to. */
function overlaps() {
  const seen = e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) && !e.closest(".unseen, title, desc") && !hidden(e);
  // A head of columns that only a screen reader meets is cut down to a point.
  const hidden = e => { for (; e; e = e.parentElement) if (getComputedStyle(e).clipPath !== "none") return true; return false; };
  const clamp = e => { for (; e; e = e.parentElement) if (getComputedStyle(e).webkitLineClamp !== "none") return e; };
  const lines = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, { acceptNode: t => t.data.trim() ? 1 : 2 });
  for (let text; (text = texts.nextNode());) {
    if (!seen(text.parentElement)) continue;
    // What is scrolled within its own box is cut by it, and so are the lines of a name that is shown by its first.
    const box = text.parentElement.closest(".scroll")?.getBoundingClientRect(), clamped = clamp(text.parentElement)?.getBoundingClientRect().bottom;
    range.selectNodeContents(text);
    // The box of a line has room above and below for marks that few letters have: what counts is as tall as a letter.
    const scale = text.parentElement.closest("svg")?.getScreenCTM().a ?? 1, half = parseFloat(getComputedStyle(text.parentElement).fontSize) * scale * 0.36;
    for (const { left, right, top, bottom } of range.getClientRects())
      if (right - left > 2 && !(box && left >= box.right) && !(top >= clamped - 2)) lines.push({ text, left, right: Math.min(right, box?.right ?? right), top: (top + bottom) / 2 - half, bottom: (top + bottom) / 2 + half });
  }
  lines.sort((a, b) => a.top - b.top);
  const faults = [];
  lines.forEach((a, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < a.bottom - 2; next++) {
      const b = lines[next];
      if (a.text !== b.text && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3) faults.push(`“${a.text.data.trim().slice(0, 24)}” and “${b.text.data.trim().slice(0, 24)}”`);
    }
  });
  return faults;
}

/** In the page: letters below 12 px; figures parted from what they count; figures in the digits that the page does not use. */
function letters() {
  const small = [], parted = [], split = [], digits = { thai: [], arabic: [] };
  const seen = e => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !e.closest(".unseen, script, style, title, desc");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, { acceptNode: t => t.data.trim() ? 1 : 2 }), range = document.createRange();
  for (let text; (text = texts.nextNode());) {
    const e = text.parentElement;
    if (!seen(e)) continue;
    const svg = e.closest("svg"), size = parseFloat(getComputedStyle(e).fontSize) * (svg ? svg.getScreenCTM().a : 1);
    if (size < 12) small.push(`${size.toFixed(1)} px: “${text.data.trim().slice(0, 30)}”`);
    // Code, and what is quoted as it is printed, keep their digits; so do names with Latin letters: COVID-19, 2569/o24.
    if (!e.closest("code, pre, kbd, textarea, .paper, .prose, .printed, .beside, .raw, [translate=no]")) {
      // On a page of the other language a Thai name is quoted.
      if (document.documentElement.lang !== "th" && e.closest("[lang=th]")) continue;
      for (const [token] of text.data.matchAll(/(?:[A-Za-z]+ )?[^\s()“”"]+/g)) {
        if (/[A-Za-z@#]/.test(token)) continue;
        if (/[0-9]/.test(token)) digits.arabic.push(`${e.tagName.toLowerCase()} “${text.data.trim().slice(0, 40)}”`);
        if (/[๐-๙]/.test(token)) digits.thai.push(`${e.tagName.toLowerCase()} “${text.data.trim().slice(0, 40)}”`);
      }
    }
    if (svg) continue;
    for (const found of text.data.matchAll(/[๐-๙0-9]+([,.][๐-๙0-9]+)+/g)) {
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      const rows = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.bottom / 8)));
      if (rows.size > 1) split.push(`“${text.data.slice(Math.max(0, found.index - 15), found.index + 12).trim()}”`);
    }
    for (const found of text.data.matchAll(/[๐-๙0-9][ \u00a0](บาท|เรื่อง|เดือน|ข้อ|แถว|ตาราง|หน่วยงาน|ปี|คน|ครั้ง|โครงการ)|(พ\.ศ\.|รอบ|ข้อ|ที่|ปี|ประมาณ)[ \u00a0][๐-๙0-9]/g)) {
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      const rows = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.bottom / 8)));
      if (rows.size > 1) parted.push(`“${text.data.slice(Math.max(0, found.index - 15), found.index + 12).trim()}”`);
    }
  }
  // The fewer are the strangers.
  const mixed = digits.thai.length < digits.arabic.length ? digits.thai : digits.arabic;
  return { small, parted, split, mixed };
}

/** In the page: words held together that a row or grid takes for boxes of their own, so that they part after all. */
function boxed() {
  const inRow = e => /flex|grid/.test(getComputedStyle(e.parentElement).display) && [...e.parentElement.childNodes].some(other => other !== e && (other.nodeType === 3 ? other.data.trim() : other.className === "nobr"));
  return [...document.querySelectorAll(".nobr")].filter(inRow).map(e => `“${e.parentElement.textContent.trim().slice(0, 40)}”`);
}

/** In the page: marks, buttons and links of lists that lie closer to another than a finger is wide. */
function close() {
  const faults = [], seen = e => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !e.closest(".unseen");
  const targets = [...document.querySelectorAll(".chart a, .flow li a, button, summary, input, select, nav a, .rows a, .contents a, .chips a, .lines a")].filter(seen).map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width);
  const middle = box => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  for (const [e, box] of targets) {
    if (box.width >= 24 && box.height >= 24) continue;
    const [x, y] = middle(box);
    const near = targets.find(([other, its]) => other !== e && !e.contains(other) && !other.contains(e) && its.width < 200 && Math.hypot(x - middle(its)[0], y - middle(its)[1]) < 24);
    if (near) faults.push(`“${(e.textContent || e.outerHTML).trim().slice(0, 30)}” and “${near[0].textContent.trim().slice(0, 30)}”`);
  }
  return faults;
}

/** In the page, under colours that the reader has chosen: shapes in colours of ours, and buttons without an edge. */
function own_colours() {
  const probe = document.body.appendChild(document.createElement("i")), palette = new Set(["none"]);
  for (const name of ["Canvas", "CanvasText", "GrayText", "LinkText", "VisitedText", "ButtonText", "ButtonBorder", "Mark", "MarkText", "transparent"]) {
    probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
    palette.add(getComputedStyle(probe).color);
  }
  probe.remove();
  const faults = [], told = e => `${e.tagName} .${e.getAttribute("class") ?? ""} in ${e.closest("svg, form")?.getAttribute("class") ?? ""}`;
  for (const e of document.querySelectorAll("main svg:not(.qr) :is(rect, path, circle, line, polyline, polygon, text)")) {
    if (!e.checkVisibility() || e.closest("defs, symbol")) continue;
    const { fill, stroke } = getComputedStyle(e);
    for (const colour of [fill, stroke]) if (!palette.has(colour) && !colour.startsWith("url")) faults.push(`${told(e)}: ${colour}`);
  }
  for (const e of document.querySelectorAll(".find button, .ask button, .button")) {
    if (e.checkVisibility() && !e.closest("th, .view") && !(parseFloat(getComputedStyle(e).borderTopWidth) >= 1)) faults.push(`${told(e)}: no edge`);
  }
  return faults;
}

/** Every kind of page of a site; `tell` is given a line for each. Answers with the faults by kind. */
export async function audit(browser, host, kinds, folder, tell = () => {}, longest = LONGEST, heaviest = HEAVIEST) {
  const words = await whole(folder), queue = Object.entries(kinds), found = new Map();
  const worker = async () => {
    for (let next; (next = queue.shift());) {
      const [kind, url] = next, { line, faults } = await of_kind(browser, host.base + url, kind, words, longest, heaviest);
      tell(line);
      found.set(kind, faults);
    }
  };
  await Promise.all([worker(), worker()]);
  return found;
}

async function of_kind(browser, url, kind, words, longest, heaviest) {
  const page = await browser.newPage({ viewport: { width: 360, height: 780 } }), counted = {};
  const add = (what, faults) => (counted[what] = [...new Set([...(counted[what] ?? []), ...faults])]);
  const html = await (await page.goto(url)).text();
  const weight = Buffer.byteLength(html.replace(/<table[^]*?<\/table>/g, "")) / 1024;
  if (weight > heaviest) add("too heavy", [`${weight.toFixed(1)} KB of HTML outside its tables, more than ${heaviest}`]);
  await page.evaluate(() => document.fonts.ready);
  const screens = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
  if (screens > longest[kind]) add("too long", [`${screens.toFixed(1)} screens, more than ${longest[kind]}`]);
  const top = part => page.evaluate(part => document.querySelector(part)?.getBoundingClientRect().top ?? NaN, part);
  for (const [part, most] of Object.entries(HIGHEST[kind] ?? {})) {
    const at = await top(part);
    if (!(at <= most)) add("too low", [`${part} begins at ${Math.round(at)} px, below ${most}`]);
  }
  const [money, notDone] = [await top(`main :is(${MONEY})`), await top(`main :is(${NOT_DONE})`)];
  const read = async () => {
    const { parted, split, mixed } = await page.evaluate(letters);
    add("split figures", split);
    add("overlaps", await page.evaluate(overlaps));
    add("bad breaks", cut(await page.evaluate(lineEnds), words));
    add("parted", parted);
    add("mixed digits", mixed);
  };
  add("held words in boxes", await page.evaluate(boxed));
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 780 });
    await read();
    add("below 12 px", (await page.evaluate(letters)).small);
    add("too close", await page.evaluate(close));
  }
  // All folds open but that of the choices, which lies over the page on purpose.
  await page.evaluate(() => document.querySelectorAll("details:not([open])").forEach(fold => { if (!fold.closest(".view")) fold.open = true; }));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  add("too wide", wide > 0 ? [`${wide} px with every fold open at 320 px`] : []);
  await read();
  // Text of twice the size on a phone; the pictures' own words are drawn to its width, and some words are longer than a line.
  const before = structuredClone(counted);
  await page.setViewportSize({ width: 360, height: 780 });
  await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
  await read();
  counted["at 200 %"] = Object.entries(counted).filter(([what]) => !/bad breaks|parted/.test(what)).flatMap(([what, faults]) => faults.filter(fault => !before[what].includes(fault)).map(fault => `${what}: ${fault}`));
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (beyond > 0) add("at 200 %", [`${beyond} px too wide`]);
  Object.assign(counted, before);
  await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
  await page.emulateMedia({ forcedColors: "active" });
  add("own colours", await page.evaluate(own_colours));
  await page.close();
  const where = at => (at >= 0 ? `${Math.round(at)} px` : "–");
  const figures = Object.entries(counted).map(([what, faults]) => `${what} ${faults.length}`).join(", ");
  return {
    line: `${kind}: ${weight.toFixed(1)} KB, ${screens.toFixed(1)} screens, money ${where(money)}, not done ${where(notDone)}, ${figures}`,
    faults: Object.entries(counted).filter(([what, faults]) => faults.length && (what !== "at 200 %" || DOUBLED.includes(kind))).map(([what, faults]) => `${what} (${faults.length}): ${faults.slice(0, 6).join(" · ")}`),
  };
}
