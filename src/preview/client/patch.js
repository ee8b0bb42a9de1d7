// Brings a new version of the server's page into the page as the reader has it: only what the server changed is
// touched, so scroll place, open details, focus, typed text and what the site's own scripts did stay.

/** Elements whose insides are not compared node by node. */
const OPAQUE = new Set(["NOSCRIPT", "TEMPLATE", "SCRIPT", "STYLE", "IFRAME"]);

/** Part of the preview itself, which no version of the page contains. */
function isOurs(node) {
  return node.nodeName === "SCRIPT" && (node.getAttribute("src") ?? "").startsWith("/_prongsai/");
}

/** A number that is equal for equal texts, and for practical purposes different for different ones. */
function hashText(text) {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** What the server said about `node` and all below it, beside the live nodes that stand for it. */
function remember(node) {
  const name = node.nodeName;
  if (node.nodeType !== Node.ELEMENT_NODE) {
    return { node, name, text: node.data, print: hashText(`${name}:${node.data}`), children: [] };
  }
  const attributes = new Map(Array.from(node.attributes, (one) => [one.name, one.value]));
  const children = [];
  let inside = "";
  if (!OPAQUE.has(name)) {
    for (const child of node.childNodes) {
      // What follows our script is white space after the page's end.
      if (isOurs(child)) break;
      if (child.nodeType === Node.ELEMENT_NODE || child.nodeType === Node.TEXT_NODE) children.push(remember(child));
    }
    inside = children.map((child) => child.print).join(",");
  } else if (name !== "NOSCRIPT") {
    // Inside `noscript` a browser with scripts sees one text where a parser sees elements.
    inside = node.innerHTML;
  }
  const said = Array.from(attributes, ([key, value]) => `${key}=${value}`).sort().join("\n");
  return { node, name, attributes, children, print: hashText(`${name}\n${said}\n\n${inside}`) };
}

function isSpace(item) {
  return item.name === "#text" && item.text.trim() === "";
}

/** Which old child each new child continues: `-1` for none. Equal ones first, then by id, then by kind and order. */
function pairChildren(olds, news) {
  const pairs = new Array(news.length).fill(-1);
  let start = 0;
  while (start < olds.length && start < news.length && olds[start].print === news[start].print) {
    pairs[start] = start;
    start += 1;
  }
  let oldEnd = olds.length;
  let newEnd = news.length;
  while (oldEnd > start && newEnd > start && olds[oldEnd - 1].print === news[newEnd - 1].print) {
    oldEnd -= 1;
    newEnd -= 1;
    pairs[newEnd] = oldEnd;
  }
  const taken = new Set();
  const idOf = (item) => item.attributes?.get("id") ?? item.attributes?.get("data-key");
  const byId = (item) => idOf(item) && `${item.name}#${idOf(item)}`;
  // What has a name of its own never becomes something else.
  const byKind = (item) => (idOf(item) ? undefined : item.name);
  // White space is alike everywhere: matched by itself, it would count as order that others have to keep.
  const ifSolid = (mark) => (item) => (isSpace(item) ? undefined : mark(item));
  for (const mark of [(item) => item.print, byId, byKind].map(ifSolid)) {
    const waiting = new Map();
    for (let at = start; at < oldEnd; at += 1) {
      const key = taken.has(at) ? undefined : mark(olds[at]);
      if (key === undefined) continue;
      if (!waiting.has(key)) waiting.set(key, { indices: [], next: 0 });
      waiting.get(key).indices.push(at);
    }
    for (let at = start; at < newEnd; at += 1) {
      const queue = pairs[at] < 0 ? waiting.get(mark(news[at])) : undefined;
      if (!queue || queue.next >= queue.indices.length) continue;
      pairs[at] = queue.indices[queue.next];
      queue.next += 1;
      taken.add(pairs[at]);
    }
  }
  for (let at = start; at < newEnd; at += 1) {
    // It goes with what stands before it.
    if (pairs[at] >= 0 || !isSpace(news[at]) || (at > 0 && pairs[at - 1] < 0)) continue;
    const old = at > 0 ? pairs[at - 1] + 1 : 0;
    if (old < start || old >= oldEnd || !isSpace(olds[old]) || taken.has(old)) continue;
    pairs[at] = old;
    taken.add(old);
  }
  return pairs;
}

/** The positions in `pairs` whose old children are in the right order already, as many as possible. */
function inOrder(pairs) {
  const ends = [];
  const before = new Array(pairs.length).fill(-1);
  pairs.forEach((old, at) => {
    if (old < 0) return;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]] < old) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? ends[low - 1] : -1;
    ends[low] = at;
  });
  const stay = new Set();
  for (let at = ends.length > 0 ? ends[ends.length - 1] : -1; at >= 0; at = before[at]) stay.add(at);
  return stay;
}

/** Thrown where the site's own scripts have replaced what the server changed: only loading anew is right then. */
class OutOfTouch extends Error {}

function patchAttributes(item, after) {
  for (const [name, value] of after.attributes) {
    if (item.attributes.get(name) !== value) item.node.setAttribute(name, value);
  }
  for (const name of item.attributes.keys()) {
    if (!after.attributes.has(name)) item.node.removeAttribute(name);
  }
  item.attributes = after.attributes;
}

/** Makes `item`, remembered before, into `after`. Elements that look different now are added to `changed`. */
function patch(item, after, changed) {
  if (item.print === after.print) return;
  if (!item.node.isConnected) throw new OutOfTouch();
  item.print = after.print;
  if (item.attributes === undefined) {
    item.text = after.text;
    item.node.data = after.text;
    changed.add(item.node.parentElement);
    return;
  }
  if (Array.from(after.attributes).some(([name, value]) => item.attributes.get(name) !== value && !name.startsWith("data-"))) {
    changed.add(item.node);
  }
  patchAttributes(item, after);
  if (OPAQUE.has(item.name)) {
    if (item.name !== "NOSCRIPT" && item.node.innerHTML !== after.node.innerHTML) item.node.innerHTML = after.node.innerHTML;
    return;
  }
  patchChildren(item, after, changed);
}

function patchChildren(item, after, changed) {
  const pairs = pairChildren(item.children, after.children);
  const stay = inOrder(pairs);
  const kept = new Set(pairs);
  item.children.forEach((old, at) => {
    if (kept.has(at)) return;
    if (old.name !== "#text") changed.add(item.node);
    old.node.remove();
  });
  const children = [];
  after.children.forEach((fresh, at) => {
    let child = item.children[pairs[at]];
    if (child === undefined) {
      child = remember(document.importNode(fresh.node, true));
      changed.add(child.node.nodeType === Node.ELEMENT_NODE ? child.node : item.node);
    } else {
      patch(child, fresh, changed);
    }
    if (!stay.has(at)) {
      const previous = children[at - 1]?.node;
      const next = item.children[pairs.find((old, later) => later > at && stay.has(later))]?.node;
      if (previous?.isConnected) previous.after(child.node);
      else if (next?.isConnected) next.before(child.node);
      else item.node.append(child.node);
    }
    children.push(child);
  });
  item.children = children;
}

/** Runs `change` so that what the reader looks at stays where it is on the screen, and keeps the focus. */
function keepingPlace(change) {
  const root = document.documentElement;
  root.style.setProperty("overflow-anchor", "none");
  const anchors = window.scrollY > 0 ? visibleAnchors() : [];
  const focused = document.activeElement;
  const selection = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  change();
  const anchor = anchors.find(([element]) => element.isConnected && element.getClientRects().length > 0);
  if (anchor) {
    const moved = anchor[0].getBoundingClientRect().top - anchor[1];
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: "instant" });
  }
  root.style.removeProperty("overflow-anchor");
  if (root.getAttribute("style") === "") root.removeAttribute("style");
  if (focused && focused !== document.body && document.activeElement !== focused) {
    const again = focused.isConnected ? focused : focused.id && document.getElementById(focused.id);
    if (!again) return;
    again.focus({ preventScroll: true });
    if (selection && selection[0] !== null) again.setSelectionRange?.(selection[0], selection[1]);
  }
}

/**
 * What the reader's place is measured by, each with its place: the blocks of text nearest to three lines of the window,
 * and after them what they stand in, in case they go. Nothing that begins above the window: it stays there although
 * all that is seen in it moves.
 */
function visibleAnchors() {
  const blocks = [0.15, 0.35, 0.6].map((height) => textBlockNear(window.innerHeight * height)).filter((block) => block !== null);
  const around = [];
  for (const block of blocks) {
    for (let outer = block.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      if (outer.getBoundingClientRect().top >= 0) around.push(outer);
    }
  }
  return [...new Set([...blocks, ...around])].map((element) => [element, element.getBoundingClientRect().top]);
}

/**
 * The block of text nearest to a line of the window: never a frame such as `main`, which is what stands in the gap
 * between two paragraphs.
 */
function textBlockNear(line) {
  let block = document.body;
  for (;;) {
    const inner = nearestBlock(block, line);
    if (inner === null) return block === document.body ? null : block;
    block = inner;
  }
}

/** The child nearest to a line that is a block of its own and moves with the page. */
function nearestBlock(element, line) {
  let nearest = null;
  let least = Infinity;
  for (const child of element.children) {
    if (!(child instanceof HTMLElement)) continue;
    const style = getComputedStyle(child);
    if (style.display === "contents") {
      const inner = nearestBlock(child, line);
      if (inner === null) continue;
      const away = distance(inner.getBoundingClientRect(), line);
      if (away < least) [nearest, least] = [inner, away];
      continue;
    }
    const box = child.getBoundingClientRect();
    const away = distance(box, line);
    if (box.height === 0 || away >= least) continue;
    if (style.display.startsWith("inline") || ["fixed", "sticky", "absolute"].includes(style.position)) continue;
    if (child.checkVisibility?.() === false) continue;
    [nearest, least] = [child, away];
  }
  return nearest;
}

function distance(box, line) {
  return box.top > line ? box.top - line : Math.max(0, line - box.bottom);
}
