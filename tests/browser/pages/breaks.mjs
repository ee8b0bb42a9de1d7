// Where lines of Thai end on a page, and which of these ends cut what must stay whole: names of authorities and places, statuses,
// and words of the dictionary. Words to hold whatever a dictionary says stand in breaks.txt, one a line; the dictionary is that
// of the spelling checker, which the segmenter never reads.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** In the page: every line end between two Thai letters, with the letters before and after it. */
export function lineEnds() {
  const found = [], range = document.createRange(), thai = /[\u0e01-\u0e3a\u0e40-\u0e4e]/;
  const block = e => { while (e && getComputedStyle(e).display.startsWith("inline")) e = e.parentElement; return e; };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, { acceptNode: t => t.data.trim() ? 1 : 2 });
  // What has been read of the block so far, and where its last letter stands.
  let within = null, read = "", above = null;
  for (let text; (text = texts.nextNode());) {
    const e = text.parentElement;
    // What is only heard, drawn, or seen by nobody has no lines; code may be cut anywhere.
    if (!e?.checkVisibility({ visibilityProperty: true }) || e.closest("svg, .unseen, thead, code, pre, script, style") || !(e.getBoundingClientRect().width > 8)) continue;
    const of = block(e);
    if (of !== within) [within, read, above] = [of, "", null];
    range.selectNodeContents(text);
    const rects = range.getClientRects();
    if (!rects.length) continue;
    // A text on the line that the one before it ended on has no line end.
    const one = new Set([...rects].map(box => Math.round(box.top))).size === 1 && (above === null || rects[0].top < above + 8);
    if (one) { read += text.data; above = rects[0].top; continue; }
    for (let at = 0; at < text.data.length; at++) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = [...range.getClientRects()].at(-1);
      if (box?.width) {
        const [before, after] = [text.data[at - 1] ?? read.at(-1) ?? "", text.data[at]];
        if (above !== null && box.top > above + 8 && thai.test(before) && thai.test(after)) found.push([(read + text.data.slice(0, at)).slice(-60), text.data.slice(at, at + 60)]);
        above = box.top;
      }
    }
    read += text.data;
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
  return { words: [...new Set([...words, ...names])], known: await dictionary() };
}

/** The words that the spelling checker knows: src/thai/misspelt/words.bin, a tree level by level. */
async function dictionary() {
  const bytes = await readFile(new URL("../../../src/thai/misspelt/words.bin", import.meta.url));
  const count = bytes.readUInt32LE(0), [letters, children, costs] = [0, 1, 2].map(at => bytes.subarray(4 + at * count, 4 + (at + 1) * count));
  const known = new Set(), spelt = [""];
  let next = 1;
  for (let node = 0; node < count; node++) {
    if (costs[node] !== 0xff) known.add(spelt[node]);
    for (let child = 0; child < children[node]; child++, next++) spelt[next] = spelt[node] + String.fromCharCode(0xe00 + letters[next]);
  }
  return known;
}

/** How many letters of the run belong to no word, read as kindly as can be. */
function unknown(run, known) {
  const least = [0];
  for (let end = 1; end <= run.length; end++) {
    least[end] = least[end - 1] + 1;
    for (let start = Math.max(0, end - 20); start < end; start++) if (least[start] < least[end] && known.has(run.slice(start, end))) least[end] = least[start];
  }
  return least[run.length];
}

/** "นาก|อก": each line end that lies inside one of the names, or leaves half a word behind. */
export function cut(ends, { words, known }) {
  const thai = "[\\u0e01-\\u0e3a\\u0e40-\\u0e4e]";
  return ends.filter(([before, after]) => {
    const named = words.some(word => {
      for (let at = 1; at < word.length; at++) if (before.endsWith(word.slice(0, at)) && after.startsWith(word.slice(at))) return true;
      return false;
    });
    if (named) return true;
    const [left, right] = [before.match(new RegExp(`${thai}*$`))[0], after.match(new RegExp(`^${thai}*`))[0]];
    return unknown(left, known) + unknown(right, known) > unknown(left + right, known);
  }).map(([before, after]) => `${before.slice(-14)}|${after.slice(0, 14)}`);
}
