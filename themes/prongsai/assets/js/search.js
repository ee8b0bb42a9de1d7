// Search in the page, over the index of src/search; its README.md tells formats and markup.
(() => {
 "use strict";
 const { fold, tones } = prongsaiFold, plain = document.getElementById("results"), form = document.querySelector("form[role=search][data-root]");
 if (!form || !plain) return;
 const thai = document.body.className === "thai-numbers", figures = t => thai ? ("" + t).replace(/\d/g, d => "๐๑๒๓๔๕๖๗๘๙"[d]) : t;
 const add = (to, tag, name, text) => {
  const e = to.appendChild(document.createElement(tag));
  if (name) e.className = name;
  if (text) e.append(figures(text));
  return e;
 };
 const { root: up, scope } = form.dataset, base = (scope ? scope + "/" : "") + "search/", input = form.querySelector("input");
 const say = add(form, "p", "search-status"), facets = add(form, "div", "search-facets"), box = document.createElement("div");
 const files = {}, arrived = {}, seen = Object.create(null), all = list => Promise.all(list);
 let root, now, timer;
 say.setAttribute("role", "status");
 box.className = "search-results";
 plain.before(box);

 window.prongsaiSearch = { put: (path, data) => arrived[path](data) };
 const load = (path, stamp) => files[path] = files[path] || new Promise((done, fail) => {
  const s = document.createElement("script");
  arrived[path] = done;
  s.src = up + path + ".js?" + (stamp || "");
  s.onerror = () => { delete files[path]; fail() };
  document.head.append(s);
 });
 const ints = s => {
  const out = [];
  let v = 0, m = 1;
  for (const l of s) {
   const c = l.charCodeAt() - 48;
   v += c % 45 * m;
   m *= 32;
   if (c > 44) { out.push(v); v = 0; m = 1 }
  }
  return out;
 };
 const volume = async i => {
  const path = base + i + "/", v = await load(path + "meta", root.v[i]);
  if (!v.at) {
   v.at = [];
   v.shard = n => load(path + n, root.v[i]);
   for (const f of v.f) {
    const runs = ints(f[1]);
    f[1] = [];
    runs.forEach((n, j) => { if (j % 2) while (n--) f[1].push(f[0][runs[j - 1]]) });
   }
   for (const [slug, stamp, counts] of v.a) ints(counts).forEach((n, t) => {
    for (let k = 0; k < n; k++) v.at.push(() => load(slug + "search/t" + t, stamp).then(rows => rows[k]));
   });
  }
  return v;
 };
 const label = ([v, d], i) => v.f[i][1][d];
 // The records of a gram or code: in texts, in titles, in texts without tone marks.
 const lists = async (v, key) => {
  let h = 2166136261;
  for (const c of key) h = Math.imul(h ^ c.charCodeAt(), 16777619);
  const found = (await v.shard((h >>> 0) % v.s)).split("#" + key + "!")[1] || "";
  return [0, 1, 2].map(i => {
   const l = found.split("#")[0].split("!")[i] || "", not = +(l[0] === "$"), bits = new Uint8Array(v.n).fill(not);
   let d = -1;
   for (const gap of ints(l.slice(not))) bits[d += gap + 1] = 1 - not;
   return bits;
  });
 };
 const having = async (q, v, word, most) => {
  const grams = [], size = q.loose ? 3 : v.l, last = word.length - size, [some, titles] = [0, 1].map(() => new Uint8Array(v.n).fill(1));
  for (let i = 0; i < last && most > 1; i += Math.ceil(last / (most - 1))) grams.push(word.substr(i, size));
  grams.push(last > 0 ? word.slice(-size) : word);
  for (const [t, h, l] of await all(grams.map(g => lists(v, g))))
   for (let d = 0; d < v.n; d++) { some[d] &= t[d] | q.loose & l[d]; titles[d] &= h[d] }
  return [some, titles];
 };
 const spellings = (q, word) => {
  const out = [word], padded = " " + word + " ";
  for (const group of root.x) {
   const w = group.find(w => padded.includes(w.length < 5 ? " " + w.trim() + " " : w));
   if (w) for (const o of group) if (o !== w && q.spare-- > 0) {
    const other = padded.replace(w, o).replace(/ +/g, " ").trim();
    out.push(o.endsWith(" ") && other.endsWith(o.trim()) ? other + " " : other);
   }
  }
  return out;
 };
 // A volume's candidates, the best first: that very code, in the title, in the text, in another spelling.
 const further = async q => {
  const v = await volume(q.next++), only = !q.words[1] && q.words[0][0], most = 8 / q.words.length;
  const [code] = /\d/.test(only) ? await lists(v, "=" + only) : [[]];
  const got = await all(q.words.map(w => all(w.map((f, i) => having(q, v, f, i ? 2 : most)))));
  q.sure = q.words.every(w => !w[1] && w[0].length <= v.l) && !q.loose;
  for (let d = 0; d < v.n; d++) {
   const exact = got.every(w => w[0][0][d]);
   if (exact || got.every(w => w.some(f => f[0][d]))) q.hits[code[d] ? 0 : !exact ? 3 : got.every(w => w[0][1][d]) ? 1 : 2].push([v, d]);
  }
 };

 const run = async loose => {
  const q = now = { loose: +!!loose, hits: [[], [], [], []], next: 0, pick: {}, spare: 3 };
  const typed = (input.value.match(/["“][^"”]*|[^\s"“”]+/g) || []).map(w => fold(w)).filter(w => w);
  plain.hidden = typed[0];
  if (!typed[0]) return box.textContent = facets.textContent = say.textContent = "";
  box.setAttribute("aria-busy", true);
  try {
   root = await load(base + "root");
   q.words = typed.map(w => loose ? [w.replace(tones, "") || w] : spellings(q, w));
   do await further(q); while (root.v[q.next] && !q.hits.some(h => h[0]));
   await show(q, true);
  } catch (e) {
   say.textContent = "โหลดดัชนีไม่สำเร็จ โปรดลองใหม่";
   throw e;
  }
 };
 const show = async (q, anew) => {
  const fresh = document.createElement("div"), groups = q.groups = root.g.map(name => ({ name, hits: [], at: 0, step: 20 })), counts = root.f.map(() => ({}));
  q.hits.forEach((tier, best) => tier.forEach(hit => {
   counts.forEach((c, i) => c[label(hit, i)] = (c[label(hit, i)] || 0) + 1);
   if (root.f.some((_, i) => q.pick[i] && q.pick[i] !== label(hit, i))) return;
   const g = groups[root.k[label(hit, 1)]];
   if (!g.hits[0]) g.best = best;
   g.hits.push(hit);
  }));
  q.left = 18;
  await all(groups.filter(g => g.hits[0]).sort((a, b) => a.best - b.best).map(g => {
   g.part = add(fresh, "section");
   add(g.part, "h2", "", g.name);
   g.list = add(g.part, "ul");
   return fill(q, g, 3);
  }));
  if (q !== now || groups !== q.groups) return;
  if (anew && !groups.some(g => g.hits[0])) {
   if (root.v[q.next]) return further(q).then(() => show(q, true));
   if (!q.loose) return run(true);
  }
  for (const s of [...fresh.children]) if (!s.querySelector("li, button")) s.remove();
  if (root.v[q.next]) add(fresh, "button", "", root.m[1]).onclick = () => further(q).then(() => show(q, true));
  box.replaceChildren(...fresh.children);
  if (anew) {
   facets.textContent = "";
   root.f.forEach((name, i) => {
    const labels = Object.keys(counts[i]).filter(l => l).sort();
    if (!labels[1]) return;
    const select = add(add(facets, "label", "", name + " "), "select");
    for (const l of ["", ...labels]) add(select, "option", "", l ? l + " (" + counts[i][l] + ")" : root.m[0]).value = l;
    select.value = q.pick[i] || "";
    select.onchange = () => { q.pick[i] = select.value; show(q) };
   });
  }
  tell(q);
  box.setAttribute("aria-busy", false);
 };
 const tell = q => {
  const n = q.groups.reduce((n, g) => n + g.hits.length, 0), sure = !root.v[q.next] && (q.sure || q.groups.every(g => g.at >= g.hits.length)), m = root.m;
  say.textContent = n ? (q.loose ? m[3] + " " : "") + m[sure ? 4 : box.querySelector("li") ? 5 : 6] + " " + figures(n) + " " + m[7] : m[2] + " “" + input.value + "”";
 };
 // Lists hits that their texts confirm, until there are enough or the texts to be read for it are used up.
 const fill = async (q, g, want) => {
  while (want > 0 && q.left > 0 && g.hits[g.at]) {
   const some = g.hits.slice(g.at, g.at + Math.min(want, q.left));
   q.left -= some.length;
   const rows = await all(some.map(([v, d]) => v.at[d]()));
   g.hits.splice(g.at, some.length, ...some.filter((hit, i) => list(q, g.list, hit, rows[i]) && want-- && ++g.at));
  }
  if (g.hits[g.at]) {
   const more = add(g.part, "button", "", g.name + ": " + root.m[8] + " (" + (g.hits.length - g.at) + ")");
   more.onclick = async () => {
    const old = g.at;
    more.disabled = true;
    q.left = 2 * (g.step *= 2);
    await fill(q, g, g.step);
    more.remove();
    if (g.at > old) g.list.children[old].firstChild.focus();
    tell(q);
   };
  }
 };
 const folded = t => {
  const at = [];
  if (!seen[t]) seen[t] = [fold(t, at), at];
  return seen[t];
 };
 const list = (q, ul, hit, [url, title, code, text]) => {
  let whole = [title, code, label(hit, 0), label(hit, 2), text].map(t => folded(t)[0]).join("\n");
  if (q.loose) whole = whole.replace(tones, "");
  const exact = q.words.every(w => whole.includes(w[0]));
  if (!exact && !q.words.every(w => w.some(f => whole.includes(f)))) return;
  const li = add(ul, "li", !exact && "search-other"), a = add(li, "a"), found = spots(q, text);
  a.href = up + url;
  paint(a, title, 0, title.length, spots(q, title));
  add(li, "p", "search-about", [code, ...root.f.map((_, i) => label(hit, i)), exact ? "" : root.m[9]].filter(t => t).join(" · "));
  const first = found[0] ? found[0][0] : 0, near = outside(text, first - 50, -1), blank = near && text.indexOf(" ", near) + 1;
  const from = blank && blank <= first ? blank : near;
  paint(add(li, "p", "search-excerpt"), text, from, outside(text, from + 180, 1), found);
  return li;
 };
 // Moves out of a cluster or pair: from before a mark, or from after a vowel that is written first.
 const outside = (t, i, step) => {
  i = Math.max(0, Math.min(t.length, i));
  while (i > 0 && i < t.length && (/[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\udc00-\udfff]/.test(t[i]) || /[เ-ไ]/.test(t[i - 1]))) i += step;
  return i;
 };
 const spots = (q, t) => {
  let [s, at] = folded(t);
  const out = [];
  if (q.loose) {
   at = at.filter((_, i) => s[i].search(tones));
   s = s.replace(tones, "");
  }
  for (const f of [].concat(...q.words)) for (let i = -1; (i = s.indexOf(f, i + 1)) >= 0;) {
   const places = at.slice(i, i + f.length);
   out.push([outside(t, Math.min(...places), -1), outside(t, Math.max(...places) + 1, 1)]);
  }
  return out.sort((x, y) => x[0] - y[0]);
 };
 const paint = (e, t, from, to, found) => {
  if (from) e.append("…");
  for (const [a, b] of found) if (b > from && a < to) {
   const start = Math.max(a, from);
   e.append(t.slice(from, start));
   add(e, "mark").append(t.slice(start, from = Math.min(b, to)));
  }
  e.append(t.slice(from, to) + (t[to] ? "…" : ""));
 };

 input.oninput = () => { clearTimeout(timer); timer = setTimeout(run, 150) };
 form.onsubmit = e => {
  e.preventDefault();
  clearTimeout(timer);
  // On a disk this is refused.
  try { history.replaceState(null, "", "?q=" + encodeURIComponent(input.value)) } catch (e) { }
  run();
 };
 document.onkeydown = e => {
  const stops = [input, ...box.querySelectorAll("a")], i = stops.indexOf(document.activeElement), next = stops[i + (e.key === "ArrowDown") - (e.key === "ArrowUp")];
  if (i >= 0 && next && next !== stops[i]) { e.preventDefault(); next.focus() }
 };
 if (input.value = new URLSearchParams(location.search).get("q") || input.value) run();
})();
