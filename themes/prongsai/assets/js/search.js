// Search in the page, over the index of src/search; its README.md tells formats and markup.
// What ends with _ is this file's own and is sent under a shorter name.
(() => {
 "use strict";
 const { fold, tones } = prongsaiFold, one = name_ => document.querySelector(name_), plain = one("#results"), form = one("form[role=search][data-root]");
 if (!form || !plain) return;
 const thai = document.body.className === "thai-numbers", figures = t => thai ? ("" + t).replace(/\d/g, d => "๐๑๒๓๔๕๖๗๘๙"[d]) : t;
 const add = (to, tag, name_, text) => {
  const e = to.appendChild(document.createElement(tag));
  if (name_) e.className = name_;
  if (text) e.append(figures(text));
  return e;
 };
 const { root: up, scope } = form.dataset, base = (scope ? scope + "/" : "") + "search/", input = form.querySelector("input");
 const say = add(form, "p", "search-status"), facets = add(form, "details", "search-facets"), hints = one(".search-hints") || {}, box = document.createElement("div");
 const files = {}, arrived = {}, seen = Object.create(null), all = list_ => Promise.all(list_), strip = t => t.replace(tones, "");
 let root, now, timer;
 say.setAttribute("role", "status");
 box.className = "search-results";
 facets.hidden = true;
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
   v.shard_ = n => load(path + n, root.v[i]);
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
 const label = (h, i) => h.v.f[i][1][h.d];
 // What stands under a key, in one of so many shards.
 const entry = async (key, count, shard_) => {
  let h = 2166136261;
  for (const c of key) h = Math.imul(h ^ c.charCodeAt(), 16777619);
  return ((await shard_((h >>> 0) % count)).split("#" + key + "!")[1] || "").split("#")[0];
 };
 // The records of a gram or code: in texts, in titles, in texts without tone marks.
 const lists = async (v, key) => {
  const found = (await entry(key, v.s, v.shard_)).split("!");
  return [0, 1, 2].map(i => {
   const l = found[i] || "", not = +(l[0] === "$"), bits = new Uint8Array(v.n).fill(not);
   let d = -1;
   for (const gap of ints(l.slice(not))) bits[d += gap + 1] = 1 - not;
   return bits;
  });
 };
 const having = async (q, v, word, most) => {
  const grams = [], size = q.level_ % 3 ? 3 : v.l, last = word.length - size, [some, titles] = [0, 1].map(() => new Uint8Array(v.n).fill(1));
  for (let i = 0; i < last && most > 1; i += Math.ceil(last / (most - 1))) grams.push(word.substr(i, size));
  grams.push(last > 0 ? word.slice(-size) : word);
  for (const [t, h, l] of await all(grams.map(g => lists(v, g))))
   for (let d = 0; d < v.n; d++) { some[d] &= t[d] | (q.level_ % 3 && l[d]); titles[d] &= h[d] }
  return [some, titles];
 };
 const asked = w => w.replace("<", "");
 const spellings = (q, word) => {
  const out = [word], padded = " " + word + " ";
  if (/^[\d ]{7,}$/.test(word)) out.push(word.replace(/ /g, ""));
  for (const group of root.x) {
   const w = group.map(asked).find(w => padded.includes(w.length < 5 ? " " + w.trim() + " " : w));
   if (w) for (const o of group) if (o !== w && o === asked(o) && q.spare_-- > 0) {
    const other_ = padded.replace(w, o).replace(/ +/g, " ").trim();
    out.push(o.endsWith(" ") && other_.endsWith(o.trim()) ? other_ + " " : other_);
   }
  }
  return out;
 };
 // The words of a question, without those that say nothing: what the field and the places are called, then those of
 // the browser's dictionary; slivers of a name that it does not have stay together.
 const parts_ = (text, places) => {
  const known = RegExp("(" + places.concat(root.w.split(" "), ...root.x).map(w => asked(w).trim()).filter(w => w[3]).sort((a, b) => b.length - a.length).join("|") + ")");
  const out = [], cut = t => window.Intl && Intl.Segmenter ? [...new Intl.Segmenter("th", { granularity: "word" }).segment(t)].map(s => s.segment) : t.split(" ");
  let open;
  text.split(known).forEach((t, i) => {
   open = 0;
   for (const s of i % 2 ? [t] : cut(t)) {
    const n = out.length - 1;
    if (s === " " || root.w.includes(" " + s + " ")) open = 0;
    else if (open && (s.length < 3 || out[n].length < 3) && !/\d/.test(s + out[n])) out[n] += s;
    else open = out.push(s);
   }
  });
  return out.filter(s => s[1]);
 };
 // How well each record of a volume has a word, in one of its forms: what is rare weighs more, and threefold in a title.
 const weigh = async (q, v, forms, most) => {
  const w = { s: new Float32Array(v.n), rare_: 0 };
  const put = async (form, most, share, sum) => {
   const [some, titles] = await having(q, v, form, most), n = some.reduce((a, b) => a + b, 0), rare_ = Math.log(1 + v.n / n);
   if (n) w.rare_ = Math.max(w.rare_, rare_);
   some.forEach((x, d) => { if (x) w.s[d] = Math.max(w.s[d], sum * w.s[d] + share * rare_ * (titles[d] ? 3 : 1)) });
  };
  await all(forms.map((f, i) => put(f, i && v.l > 3 ? 2 : most, i ? .6 : 1, 0)));
  // A word that nothing has: one half or one third of it is whole, whichever letter is wrong.
  const n = forms[0].length;
  if (q.level_ === 2 && !w.rare_ && n > 3)
   for (const [a, b] of [[0, 3], [3, 6], [0, 2], [2, 4], [4, 6]]) await put(forms[0].slice(n * a / 6, n * b / 6), 3, 1, 1);
  return w;
 };
 // Adds a volume's candidates.
 const further = async q => {
  const v = await volume(q.order_[q.next_++]), only = !q.words_[1] && q.words_[0][0], most = (q.most_ || 8) / q.words_.length, hits_ = [], kinds = Object.keys(root.k);
  const [code] = /\d/.test(only) ? await lists(v, "=" + only) : [[]], got = await all(q.words_.map(w => weigh(q, v, w, most)));
  q.sure_ = q.words_.every(w => !w[1] && w[0].length <= v.l) && !q.level_;
  const top_ = got.reduce((n, w) => n + w.rare_, 0);
  for (let d = 0; d < v.n; d++) {
   const has = got.filter(w => w.s[d]);
   if (q.level_ > 2 ? q.place_ ? got[q.place_ - 1].s[d] : has.reduce((n, w) => n + w.rare_, 0) > top_ / 2 : has.length === got.length)
    hits_.push({ q, v, d, top_, s: has.reduce((n, w) => n + (w === got[q.place_ - 1] ? 0 : w.s[d]), code[d] ? 999 : 1) - kinds.indexOf(v.f[1][1][d]) / 30 });
  }
  q.hits_.push(...q.level_ > 1 ? hits_.sort((a, b) => b.s - a.s).slice(0, 30) : hits_);
 };
 // Reads what a candidate says: whether it is one, and how good.
 const check = async h => {
  if (h.row_) return h.s;
  h.row_ = await h.v.at[h.d]();
  const { q } = h, [, title, code, text, more] = h.row_, name_ = bare(q, folded(title)[0]);
  const whole = bare(q, [folded(title)[0], ...[code, label(h, 0), label(h, 2), text].map(t => folded(t)[0]), more].join("\n")), lines = bare(q, "\n" + folded(title)[0] + "\n" + more + "\n");
  const has = q.words_.filter(w => w.some(f => whole.includes(f)) || q.level_ === 2 && alike(whole, w[0])), size = words_ => words_.reduce((n, w) => n + w[0].length, 0);
  h.other_ = q.level_ > 1 ? 10 : q.words_.every(w => whole.includes(w[0])) ? 0 : 9;
  if (q.level_ > 2 ? !has[0] || !q.place_ && size(has) < size(q.words_) / 2 : has.length < q.words_.length) return h.s = 0;
  const covered = Math.min(1, size(has.filter(w => w !== q.words_[q.place_ - 1] && w.some(f => name_.includes(f)))) / (name_.length || 1));
  return h.s += h.top_ * (2 * covered + (lines.includes("\n" + q.typed_ + "\n") ? 4 : q.words_.filter(w => w.some(f => lines.includes("\n" + f + "\n"))).length / q.words_.length));
 };

 const run = async (level_ = 0) => {
  const typed_ = (input.value.match(/["“][^"”]*|[^\s"“”]+/g) || []).map(w => fold(w)).filter(w => w);
  const q = now = { level_, hits_: [], next_: 0, pick_: {}, spare_: 6 };
  plain.hidden = hints.hidden = typed_[0];
  if (!typed_[0]) { facets.hidden = true; return box.textContent = say.textContent = "" }
  box.setAttribute("aria-busy", true);
  try {
   root = await load(base + "root");
   q.typed_ = bare(q, typed_.join(" "));
   // An authority that is named must be met, whatever else is not.
   const places = (await volume(0)).f[0][0].map(name_ => fold(name_).split(" ").pop());
   q.parts_ = /["“]/.test(input.value) ? [] : parts_(typed_.join(" "), places);
   q.words_ = (level_ > 2 ? q.parts_ : typed_).map(w => level_ === 1 ? [strip(w) || w] : spellings(q, w).map(f => bare(q, f) || f));
   q.place_ = q.words_[1] ? 1 + q.words_.findIndex(w => places.some(p => p && w[0].endsWith(p))) : 0;
   q.order_ = root.v.map((_, i) => i);
   // An authority's name is put to the volume that has its home.
   if (root.n[0]) for (const w of [...typed_, typed_.join(" ")])
    ints(await entry(w, root.n[0], n => load(base + "names/" + n, root.n[1]))).forEach((i, k) => { if (k % 2 < 1) q.order_ = [i, ...q.order_.filter(j => j !== i)] });
   if (!q.words_[0]) q.next_ = -1;
   while (root.v[q.next_] && !q.hits_[0]) await further(q);
   await show(q, true);
  } catch (e) {
   say.textContent = form.dataset.fail;
   throw e;
  }
 };
 const ranked = q => q.hits_ = q.hits_.filter(h => h.s).sort((a, b) => b.s - a.s);
 const show = async (q, anew) => {
  const fresh = document.createElement("div"), fits = h => root.f.every((_, i) => !q.pick_[i] || q.pick_[i] === label(h, i));
  // The best are read, and all if they are few; and on, until one is found to be true.
  for (let i = 0, some, read; i < 4 && (some = ranked(q).filter(fits))[0] && !some[0].row_; i++) {
   // They were all false: more grams are asked for, which is cheaper than many texts read in vain.
   if (i === 1) for (read = q.next_, q.next_ = 0, q.most_ = 24, q.hits_ = []; q.next_ < read;) await further(q);
   await all(ranked(q).filter(fits).slice(0, some[40] || some[0].v.l > 3 ? 10 : 40).map(check));
  }
  if (q !== now) return;
  if (anew && !ranked(q)[0]) {
   if (root.v[q.next_]) return further(q).then(() => show(q, true));
   if (q.level_ < 3) return run(q.level_ + 1);
  }
  // Little has these very words: what has most of them stands below.
  if (anew && !q.level_ && !q.hits_[2] && q.parts_[1]) {
   const near = { ...q, level_: 3, hits_: [], next_: 0, spare_: 6, most_: 0 };
   near.words_ = q.parts_.map(w => spellings(near, w));
   near.place_ = 0;
   await further(near);
   await all(near.hits_.map(check));
   ranked(near).forEach(h => { h.s /= 1e6; if (!q.hits_.some(o => o.v === h.v && o.d === h.d)) q.hits_.push(h) });
   if (q !== now) return;
  }
  const hits_ = ranked(q).filter(fits), groups_ = q.groups_ = [q, ...root.g].map((name_, i) => ({ name_: i ? name_ : root.m[11], hits_: i ? [] : hits_.slice(0, 3).filter(h => h.row_), at: 0, step_: 20 }));
  hits_.slice(groups_[0].hits_.length).forEach(h => groups_[root.k[label(h, 1)] + 1].hits_.push(h));
  q.left_ = 6;
  await all(groups_.filter(g => g.hits_[0]).map(g => {
   g.part_ = add(fresh, "section");
   add(g.part_, "h2", "", g.name_);
   g.list_ = add(g.part_, "ul");
   return fill(q, g, 3);
  }));
  if (q !== now || groups_ !== q.groups_) return;
  for (const s of [...fresh.children]) if (!s.querySelector("li, button")) s.remove();
  if (root.v[q.next_]) add(fresh, "button", "", root.m[1]).onclick = () => further(q).then(() => show(q, true));
  box.replaceChildren(...fresh.children);
  if (anew) {
   facets.textContent = "";
   add(facets, "summary", "", root.m[12]);
   root.f.forEach((name_, i) => {
    const counts = {};
    for (const h of q.hits_) counts[label(h, i)] = (counts[label(h, i)] || 0) + 1;
    const labels = Object.keys(counts).filter(l => l).sort();
    if (!labels[1]) return;
    const select = add(add(facets, "label", "", name_ + " "), "select");
    for (const l of ["", ...labels]) add(select, "option", "", l ? l + " (" + counts[l] + ")" : root.m[0]).value = l;
    select.value = q.pick_[i] || "";
    select.onchange = () => { q.pick_[i] = select.value; show(q) };
   });
   facets.hidden = !facets.children[1];
  }
  tell(q);
  box.setAttribute("aria-busy", false);
 };
 const tell = q => {
  const m = root.m, n = q.groups_.reduce((n, g) => n + g.hits_.length, 0), sure_ = !root.v[q.next_] && (q.sure_ || q.hits_.every(h => h.row_)), near = q.hits_.filter(h => h.other_ > 9).length;
  hints.hidden = n;
  say.textContent = n ? (q.level_ ? m[3] + " " : "") + m[sure_ ? 4 : box.querySelector("li") ? 5 : 6] + " " + figures(n) + " " + m[7] + (near && !q.level_ ? figures(" (" + m[10] + " " + near + ")") : "") : m[2] + " “" + input.value + "”";
  const meant = q.level_ === 2 && q.hits_[0] && [1, 3].map(i => spots(q, q.hits_[0].row_[i]).map(([a, b]) => q.hits_[0].row_[i].slice(a, b))[0]).find(t => t);
  if (meant) add(add(say, "span", "", " " + m[13] + " "), "a", "", meant).href = "?q=" + encodeURIComponent(meant);
 };
 // Lists hits that their texts confirm, until there are enough or the texts to be read for it are used up.
 const fill = async (q, g, want) => {
  while (want > 0 && (q.left_ > 0 || g.hits_[g.at].row_) && g.hits_[g.at]) {
   const some = g.hits_.slice(g.at, g.at + Math.min(want, Math.max(1, q.left_)));
   q.left_ -= some.filter(h => !h.row_).length;
   await all(some.map(check));
   g.hits_.splice(g.at, some.length, ...some.filter(h => h.s && list_(g.list_, h) && want-- && ++g.at));
   if (!g.hits_[g.at]) break;
  }
  if (g.hits_[g.at]) {
   const more = add(g.part_, "button", "", g.name_ + ": " + root.m[8] + " (" + (g.hits_.length - g.at) + ")");
   more.onclick = async () => {
    const old = g.at;
    more.disabled = true;
    q.left_ = 2 * (g.step_ *= 2);
    await fill(q, g, g.step_);
    more.remove();
    if (g.at > old) g.list_.children[old].firstChild.focus();
    tell(q);
   };
  }
 };
 const folded = t => {
  const at = [];
  if (!seen[t]) seen[t] = [fold(t, at), at];
  return seen[t];
 };
 const bare = (q, t) => q.level_ % 3 ? strip(t) : t;
 const list_ = (ul, h) => {
  const { q, row_: [url, title, code, text] } = h, li = add(ul, "li", h.other_ && "search-other"), a = add(li, "a"), found = spots(q, text);
  a.href = (/^https?:/.test(url) ? "" : up) + url;
  paint(a, title, 0, title.length, spots(q, title));
  const about = add(li, "p", "search-about"), state = [...document.querySelectorAll("#states .state")].find(s => s.textContent.trim() === label(h, 4));
  about.append([code, ...root.f.map((_, i) => state && i > 3 ? "" : label(h, i)), h.other_ ? root.m[h.other_] : ""].filter(t => t).join(" · "));
  if (state) about.append(" ", state.cloneNode(true));
  const first = found[0] ? found[0][0] : 0, near = outside(text, first - 50, -1), blank = near && text.indexOf(" ", near) + 1;
  const from = blank && blank <= first ? blank : near;
  paint(add(li, "p", "search-excerpt"), text, from, outside(text, from + 180, 1), found);
  return li;
 };
 // Moves out of a cluster or pair: from before a mark, or from after a vowel that is written first.
 const outside = (t, i, step_) => {
  i = Math.max(0, Math.min(t.length, i));
  while (i > 0 && i < t.length && (/[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\udc00-\udfff]/.test(t[i]) || /[เ-ไ]/.test(t[i - 1]))) i += step_;
  return i;
 };
 // Where a text comes nearest to a word, if no more letters are wrong than one in five: [from, to].
 const alike = (t, w) => {
  const n = w.length, unit = 1e6;
  let best = (n < 9 ? 1 : 2) * unit + unit, to, row_ = [...w, 0].map((_, j) => j * unit), before = [];
  for (let i = 0; n > 3 && i < t.length; i++) {
   const next_ = [i + 1];
   for (let j = 1; j <= n; j++) {
    next_[j] = Math.min(row_[j - 1] + (t[i] !== w[j - 1]) * unit, row_[j] + unit, next_[j - 1] + unit);
    if (j > 1 && i && t[i] === w[j - 2] && t[i - 1] === w[j - 1]) next_[j] = Math.min(next_[j], before[j - 2] + unit);
   }
   if (Math.floor(next_[n] / unit) < Math.floor(best / unit)) { best = next_[n]; to = i + 1 }
   before = row_;
   row_ = next_;
  }
  return to && [best % unit, to];
 };
 const spots = (q, t) => {
  let [s, at] = folded(t);
  const out = [], put = (a, b) => {
   const places = at.slice(a, b);
   out.push([outside(t, Math.min(...places), -1), outside(t, Math.max(...places) + 1, 1)]);
  };
  if (q.level_ % 3) {
   at = at.filter((_, i) => s[i].search(tones));
   s = strip(s);
  }
  for (const w of q.words_) {
   const old = out.length;
   for (const f of w) for (let i = -1; (i = s.indexOf(f, i + 1)) >= 0;) put(i, i + f.length);
   const near = q.level_ === 2 && out.length === old && alike(s, w[0]);
   if (near) put(...near);
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
  const stops = [input, ...box.querySelectorAll("a")], i = stops.indexOf(document.activeElement), next_ = stops[i + (e.key === "ArrowDown") - (e.key === "ArrowUp")];
  if (i >= 0 && next_ && next_ !== stops[i]) { e.preventDefault(); next_.focus() }
 };
 if (input.value = new URLSearchParams(location.search).get("q") || input.value) run();
})();
