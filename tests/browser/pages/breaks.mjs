// Where lines of Thai end in headings, labels, statuses and lists, and which of these ends cut what must stay whole: names of authorities and places,
// statuses, and words that a browser's dictionary does not know. Words to hold stand in breaks.txt, one a line.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** In the page: every line end between two Thai letters, with what stands around it. */
export function lineEnds() {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, { acceptNode: t => /[\u0e00-\u0e7f]{2}/.test(t.data) ? 1 : 2 });
  for (let text; (text = texts.nextNode());) {
    const e = text.parentElement;
    // Heads of rows are titles as the paper prints them; a hidden head of columns has no lines.
    // Where a line that begins with half a word is seen at once; running text is the browser's to break.
    if (!e?.closest("h1, h2, h3, th, dt, summary, label, button, nav, .state, .lines, .crumbs, .rows a") || e.closest("svg, .unseen, .prose, .paper, h3.told, th[scope=row], thead") || !(e.getBoundingClientRect().width > 8)) continue;
    range.selectNodeContents(text);
    if (range.getClientRects().length < 2) continue;
    let above = null;
    for (let at = 0; at < text.data.length; at++) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = [...range.getClientRects()].at(-1);
      if (!box || !box.width) continue;
      if (above !== null && box.top > above + 8 && /[\u0e00-\u0e7f]/.test(text.data[at]) && /[\u0e00-\u0e7f]/.test(text.data[at - 1] || "")) {
        found.push([text.data.slice(Math.max(0, at - 30), at), text.data.slice(at, at + 30)]);
      }
      above = box.top;
    }
  }
  return found;
}

/** What must stay whole on the pages of a site: the words of the list, and its own names. */
export async function whole(site) {
  const list = await readFile(new URL("breaks.txt", import.meta.url), "utf8");
  const words = list.split("\n").map(line => line.trim()).filter(line => line && !line.startsWith("#"));
  const table = await readFile(join(site, "data/agencies.csv"), "utf8").catch(() => "");
  const [heads = "", ...rows] = table.replace(/^\ufeff/, "").trim().split(/\r?\n/);
  const at = heads.split(",").map((head, at) => [head, at]).filter(([head]) => ["tambon", "amphoe", "province"].includes(head)).map(([, at]) => at);
  const names = rows.flatMap(row => { const cells = row.split(","); return at.map(at => cells[at]?.trim()).filter(name => name?.length > 2); });
  return [...new Set([...words, ...names])];
}

/** "นาก|อก": each line end that lies inside one of the words. */
export function cut(ends, words) {
  return ends.filter(([before, after]) => words.some(word => {
    for (let at = 1; at < word.length; at++) if (before.endsWith(word.slice(0, at)) && after.startsWith(word.slice(at))) return true;
    return false;
  })).map(([before, after]) => `${before.slice(-14)}|${after.slice(0, 14)}`);
}
