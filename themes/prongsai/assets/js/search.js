// Search in the page, over the index of src/search; its README.md tells formats and markup.
// What ends with _ is this file's own and is sent under a shorter name.
(() => {
 "use strict";
 const { fold, tones } = prongsaiFold, one = name_ => document.querySelector(name_), plain_ = one("#results"), form_ = one("form[role=search][data-root]");
 if (!form_ || !plain_) return;
 const thai = document.body.className === "thai-numbers", figures = t => thai ? ("" + t).replace(/\d/g, d => "๐๑๒๓๔๕๖๗๘๙"[d]) : t;
 const add = (to, tag, name_, text) => {
  const e = to.appendChild(document.createElement(tag));
  if (name_) e.className = name_;
  if (text) e.append(figures(text));
  return e;
 };
 const { root: up, scope } = form_.dataset, base_ = (scope ? scope + "/" : "") + "search/", input_ = form_.querySelector("input");
 const say = add(form_, "p", "search-status"), facets_ = add(form_, "details", "search-facets"), hints_ = one(".search-hints") || {}, box = document.createElement("div");
 const files_ = {}, arrived_ = {}, seen = Object.create(null), all = list_ => Promise.all(list_), strip_ = t => t.replace(tones, "");
 let root_, now, timer;
 say.setAttribute("role", "status");
 box.className = "search-results";
 facets_.hidden = true;
 plain_.before(box);

 window.prongsaiSearch = { put: (path, data) => arrived_[path](data) };
 const load_ = (path, stamp) => files_[path] = files_[path] || new Promise((done, fail) => {
  const s = document.createElement("script");
  arrived_[path] = done;
  s.src = up + path + ".js?" + (stamp || "");
  s.onerror = () => { delete files_[path]; fail() };
  document.head.append(s);
 });
 const ints_ = s => {
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
 const volume_ = async i => {
  const path = base_ + i + "/", v = await load_(path + "meta", root_.v[i]);
  if (!v.at) {
   v.at = [];
   v.shard_ = n => load_(path + n, root_.v[i]);
   for (const f of v.f) {
    const runs = ints_(f[1]);
    f[1] = [];
    runs.forEach((n, j) => { if (j % 2) while (n--) f[1].push(f[0][runs[j - 1]]) });
   }
   for (const [slug, stamp, counts_] of v.a) ints_(counts_).forEach((n, t) => {
    for (let k = 0; k < n; k++) v.at.push(() => load_(slug + "search/t" + t, stamp).then(rows => rows[k]));
   });
  }
  return v;
 };
 const label_ = (h, i) => h.v.f[i][1][h.d];
 // What stands under a key, in one of so many shards.
 const entry_ = async (key, count, shard_) => {
  let h = 2166136261;
  for (const c of key) h = Math.imul(h ^ c.charCodeAt(), 16777619);
  return ((await shard_((h >>> 0) % count)).split("#" + key + "!")[1] || "").split("#")[0];
 };
 // The records of a gram or code: in texts, in titles, in texts without tone marks.
 const lists_ = async (v, key) => {
  const found = (await entry_(key, v.s, v.shard_)).split("!");
  return [0, 1, 2].map(i => {
   const l = found[i] || "", not = +(l[0] === "$"), bits = new Uint8Array(v.n).fill(not);
   let d = -1;
   for (const gap of ints_(l.slice(not))) bits[d += gap + 1] = 1 - not;
   return bits;
  });
 };
 const having_ = async (q, v, word, most) => {
  const grams_ = [], size = q.level_ % 3 ? 3 : v.l, last = word.length - size, [some, titles] = [0, 1].map(() => new Uint8Array(v.n).fill(1));
  for (let i = 0; i < last && most > 1; i += Math.ceil(last / (most - 1))) grams_.push(word.substr(i, size));
  grams_.push(last > 0 ? word.slice(-size) : word);
  for (const [t, h, l] of await all(grams_.map(g => lists_(v, g))))
   for (let d = 0; d < v.n; d++) { some[d] &= t[d] | (q.level_ % 3 && l[d]); titles[d] &= h[d] }
  return [some, titles];
 };
 const asked_ = w => w.replace("<", "");
 const spellings_ = (q, word) => {
  const out = [word], padded = " " + word + " ";
  if (/^[\d ]{7,}$/.test(word)) out.push(word.replace(/ /g, ""));
  for (const group of root_.x) {
   const w = group.map(asked_).find(w => padded.includes(w.length < 5 ? " " + w.trim() + " " : w));
   if (w) for (const o of group) if (o !== w && o === asked_(o) && q.spare_-- > 0) {
    const other_ = padded.replace(w, o).replace(/ +/g, " ").trim();
    out.push(o.endsWith(" ") && other_.endsWith(o.trim()) ? other_ + " " : other_);
   }
  }
  return out;
 };
 // The words of a question, without those that say nothing: what the field and the places are called, then those of
 // the browser's dictionary; slivers of a name that it does not have stay together.
 const parts_ = (text, places) => {
  const known = RegExp("(" + places.concat(root_.w.split(" "), ...root_.x).map(w => asked_(w).trim()).filter(w => w[3]).sort((a, b) => b.length - a.length).join("|") + ")");
  const out = [], cut = t => window.Intl && Intl.Segmenter ? [...new Intl.Segmenter("th", { granularity: "word" }).segment(t)].map(s => s.segment) : t.split(" ");
  let open;
  text.split(known).forEach((t, i) => {
   open = 0;
   for (const s of i % 2 ? [t] : cut(t)) {
    const n = out.length - 1;
    if (s === " " || root_.w.includes(" " + s + " ")) open = 0;
    else if (open && (s.length < 3 || out[n].length < 3) && !/\d/.test(s + out[n])) out[n] += s;
    else open = out.push(s);
   }
  });
  return out.filter(s => s[1]);
 };
 // How well each record of a volume has a word, in one of its forms: what is rare weighs more, and threefold in a title.
 const weigh_ = async (q, v, forms, most) => {
  const w = { s: new Float32Array(v.n), rare_: 0 };
  const put = async (form_, most, share, sum) => {
   const [some, titles] = await having_(q, v, form_, most), n = some.reduce((a, b) => a + b, 0), rare_ = Math.log(1 + v.n / n);
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
 const further_ = async q => {
  const v = await volume_(q.order_[q.next_++]), only_ = !q.words_[1] && q.words_[0][0], most = (q.most_ || 8) / q.words_.length, hits_ = [], kinds_ = Object.keys(root_.k);
  const [code] = /\d/.test(only_) ? await lists_(v, "=" + only_) : [[]], got = await all(q.words_.map(w => weigh_(q, v, w, most)));
  q.sure_ = q.words_.every(w => !w[1] && w[0].length <= v.l) && !q.level_;
  const top_ = got.reduce((n, w) => n + w.rare_, 0);
  for (let d = 0; d < v.n; d++) {
   const has = got.filter(w => w.s[d]);
   if (q.level_ > 2 ? q.place_ ? got[q.place_ - 1].s[d] : has.reduce((n, w) => n + w.rare_, 0) > top_ / 2 : has.length === got.length)
    hits_.push({ q, v, d, top_, s: has.reduce((n, w) => n + (w === got[q.place_ - 1] ? 0 : w.s[d]), code[d] ? 999 : 1) - kinds_.indexOf(v.f[1][1][d]) / 30 });
  }
  q.hits_.push(...q.level_ > 1 ? hits_.sort((a, b) => b.s - a.s).slice(0, 30) : hits_);
 };
 // Reads what a candidate says: whether it is one, and how good.
 const check_ = async h => {
  if (h.row_) return h.s;
  h.row_ = await h.v.at[h.d]();
  const { q } = h, [, title, code, text, more] = h.row_, name_ = bare_(q, folded_(title)[0]);
  const whole_ = bare_(q, [folded_(title)[0], ...[code, label_(h, 0), label_(h, 2), text].map(t => folded_(t)[0]), more].join("\n")), lines = bare_(q, "\n" + folded_(title)[0] + "\n" + more + "\n");
  const has = q.words_.filter(w => w.some(f => whole_.includes(f)) || q.level_ === 2 && alike_(whole_, w[0])), size = words_ => words_.reduce((n, w) => n + w[0].length, 0);
  h.other_ = q.level_ > 1 ? 10 : q.words_.every(w => whole_.includes(w[0])) ? 0 : 9;
  if (q.level_ > 2 ? !has[0] || !q.place_ && size(has) < size(q.words_) / 2 : has.length < q.words_.length) return h.s = 0;
  const covered_ = Math.min(1, size(has.filter(w => w !== q.words_[q.place_ - 1] && w.some(f => name_.includes(f)))) / (name_.length || 1));
  return h.s += h.top_ * (2 * covered_ + (lines.includes("\n" + q.typed_ + "\n") ? 4 : q.words_.filter(w => w.some(f => lines.includes("\n" + f + "\n"))).length / q.words_.length));
 };

 // Thai typed while the keys are English: where each of them, from "#" to "|", lies in the Thai layout (Kedmanee), as a distance
 // to its letter; "~" is no letter.
 const thai_ = t => /^[ -~]*$/.test(t) && t.replace(/[#-|]/g, c => String.fromCharCode(3552 + "rst_'vwuyA\"c=(e~~@6XV$5+G2*LFqDZ)/.b,g3kIH~lO-p1&8jN~~m~:#EYx~?Ta!S4`iChRJ7W9Bf>KPUMd;Q<0%".charCodeAt(c.charCodeAt() - 35)));
 const run = async (level_ = 0, meant_) => {
  const typed_ = ((meant_ || input_.value).match(/["“][^"”]*|[^\s"“”]+/g) || []).map(w => fold(w)).filter(w => w);
  const q = now = { level_, meant_, hits_: [], next_: 0, pick_: {}, spare_: 6 };
  plain_.hidden = hints_.hidden = typed_[0];
  if (!typed_[0]) { facets_.hidden = true; return box.textContent = say.textContent = "" }
  box.setAttribute("aria-busy", true);
  try {
   root_ = await load_(base_ + "root");
   q.typed_ = bare_(q, typed_.join(" "));
   // An authority that is named must be met, whatever else is not.
   const places = (await volume_(0)).f[0][0].map(name_ => fold(name_).split(" ").pop());
   q.parts_ = /["“]/.test(meant_ || input_.value) ? [] : parts_(typed_.join(" "), places);
   q.words_ = (level_ > 2 ? q.parts_ : typed_).map(w => level_ === 1 ? [strip_(w) || w] : spellings_(q, w).map(f => bare_(q, f) || f));
   q.place_ = q.words_[1] ? 1 + q.words_.findIndex(w => places.some(p => p && w[0].endsWith(p))) : 0;
   q.order_ = root_.v.map((_, i) => i);
   // An authority's name is put to the volume that has its home.
   if (root_.n[0]) for (const w of [...typed_, typed_.join(" ")])
    ints_(await entry_(w, root_.n[0], n => load_(base_ + "names/" + n, root_.n[1]))).forEach((i, k) => { if (k % 2 < 1) q.order_ = [i, ...q.order_.filter(j => j !== i)] });
   if (!q.words_[0]) q.next_ = -1;
   while (root_.v[q.next_] && !q.hits_[0]) await further_(q);
   await show(q, true);
  } catch (e) {
   say.textContent = form_.dataset.fail;
   throw e;
  }
 };
 const ranked_ = q => q.hits_ = q.hits_.filter(h => h.s).sort((a, b) => b.s - a.s);
 const show = async (q, anew) => {
  const fresh_ = box.cloneNode(), fits = h => root_.f.every((_, i) => !q.pick_[i] || q.pick_[i] === label_(h, i));
  // The best are read, and all if they are few; and on, until one is found to be true.
  for (let i = 0, some, read; i < 4 && (some = ranked_(q).filter(fits))[0] && !some[0].row_; i++) {
   // They were all false: more grams are asked for, which is cheaper than many texts read in vain.
   if (i === 1) for (read = q.next_, q.next_ = 0, q.most_ = 24, q.hits_ = []; q.next_ < read;) await further_(q);
   await all(ranked_(q).filter(fits).slice(0, some[40] || some[0].v.l > 3 ? 10 : 40).map(check_));
  }
  if (q !== now) return;
  if (anew && !ranked_(q)[0]) {
   if (root_.v[q.next_]) return further_(q).then(() => show(q, true));
   if (q.level_ < 3) return run(q.level_ + 1, q.meant_);
   const other_ = !q.meant_ && thai_(input_.value);
   if (other_) return run(0, other_);
  }
  // Little has these very words: what has most of them stands below.
  if (anew && !q.level_ && !q.hits_[2] && q.parts_[1]) {
   const near = { ...q, level_: 3, hits_: [], next_: 0, spare_: 6, most_: 0 };
   near.words_ = q.parts_.map(w => spellings_(near, w));
   near.place_ = 0;
   await further_(near);
   await all(near.hits_.map(check_));
   ranked_(near).forEach(h => { h.s /= 1e6; if (!q.hits_.some(o => o.v === h.v && o.d === h.d)) q.hits_.push(h) });
   if (q !== now) return;
  }
  const hits_ = ranked_(q).filter(fits), groups_ = q.groups_ = [q, ...root_.g].map((name_, i) => ({ name_: i ? name_ : root_.m[11], hits_: i ? [] : hits_.slice(0, 3).filter(h => h.row_), at: 0, step_: 20 }));
  hits_.slice(groups_[0].hits_.length).forEach(h => groups_[root_.k[label_(h, 1)] + 1].hits_.push(h));
  q.left_ = 6;
  await all(groups_.filter(g => g.hits_[0]).map(g => {
   g.part_ = add(fresh_, "section");
   add(g.part_, "h2", "", g.name_);
   g.list_ = add(g.part_, "ul");
   return fill(q, g, 3);
  }));
  if (q !== now || groups_ !== q.groups_) return;
  for (const s of [...fresh_.children]) if (!s.querySelector("li, button")) s.remove();
  if (root_.v[q.next_]) add(fresh_, "button", "", root_.m[1]).onclick = () => further_(q).then(() => show(q, true));
  box.replaceChildren(...fresh_.children);
  if (anew) {
   facets_.textContent = "";
   add(facets_, "summary", "", root_.m[12]);
   root_.f.forEach((name_, i) => {
    const counts_ = {};
    for (const h of q.hits_) counts_[label_(h, i)] = (counts_[label_(h, i)] || 0) + 1;
    const labels_ = Object.keys(counts_).filter(l => l).sort();
    if (!labels_[1]) return;
    const select_ = add(add(facets_, "label", "", name_ + " "), "select");
    for (const l of ["", ...labels_]) add(select_, "option", "", l ? l + " (" + counts_[l] + ")" : root_.m[0]).value = l;
    select_.value = q.pick_[i] || "";
    select_.onchange = () => { q.pick_[i] = select_.value; show(q) };
   });
   facets_.hidden = !facets_.children[1];
  }
  tell(q);
  box.setAttribute("aria-busy", false);
 };
 const tell = q => {
  const m = root_.m, n = q.groups_.reduce((n, g) => n + g.hits_.length, 0), sure_ = !root_.v[q.next_] && (q.sure_ || q.hits_.every(h => h.row_)), near = q.hits_.filter(h => h.other_ > 9).length;
  hints_.hidden = plain_.hidden = n;
  say.textContent = n ? (q.level_ || q.meant_ ? m[3] + " " : "") + m[sure_ ? 4 : box.querySelector("li") ? 5 : 6] + " " + figures(n) + " " + m[7] + (near && !q.level_ ? figures(" (" + m[10] + " " + near + ")") : "") : m[2] + " “" + input_.value + "”";
  const meant = n && q.meant_ || q.level_ === 2 && q.hits_[0] && [1, 3].map(i => spots_(q, q.hits_[0].row_[i]).map(([a, b]) => q.hits_[0].row_[i].slice(a, b))[0]).find(t => t);
  if (meant) add(add(say, "span", "", " " + m[13] + " "), "a", "", meant).href = "?q=" + encodeURIComponent(meant);
 };
 // Lists hits that their texts confirm, until there are enough or the texts to be read for it are used up.
 const fill = async (q, g, want) => {
  while (want > 0 && (q.left_ > 0 || g.hits_[g.at].row_) && g.hits_[g.at]) {
   const some = g.hits_.slice(g.at, g.at + Math.min(want, Math.max(1, q.left_)));
   q.left_ -= some.filter(h => !h.row_).length;
   await all(some.map(check_));
   g.hits_.splice(g.at, some.length, ...some.filter(h => h.s && list_(g.list_, h) && want-- && ++g.at));
   if (!g.hits_[g.at]) break;
  }
  if (g.hits_[g.at]) {
   const more = add(g.part_, "button", "", g.name_ + ": " + root_.m[8] + " (" + (g.hits_.length - g.at) + ")");
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
 const folded_ = t => {
  const at = [];
  if (!seen[t]) seen[t] = [fold(t, at), at];
  return seen[t];
 };
 const bare_ = (q, t) => q.level_ % 3 ? strip_(t) : t;
 const list_ = (ul, h) => {
  const { q, row_: [url, title, code, text] } = h, li = add(ul, "li", h.other_ && "search-other"), a = add(li, "a"), found = spots_(q, text);
  a.href = (/^https?:/.test(url) ? "" : up) + url;
  paint_(a, title, 0, title.length, spots_(q, title));
  const about = add(li, "p", "search-about"), state = [...document.querySelectorAll("#states .state")].find(s => s.textContent.trim() === label_(h, 4));
  about.append([code, ...root_.f.map((_, i) => state && i > 3 ? "" : label_(h, i)), h.other_ ? root_.m[h.other_] : ""].filter(t => t).join(" · "));
  if (state) about.append(" ", state.cloneNode(true));
  const first = found[0] ? found[0][0] : 0, near = outside_(text, first - 50, -1), blank = near && text.indexOf(" ", near) + 1;
  const from = blank && blank <= first ? blank : near;
  paint_(add(li, "p", "search-excerpt"), text, from, outside_(text, from + 180, 1), found);
  return li;
 };
 // Moves out of a cluster or pair: from before a mark, or from after a vowel that is written first.
 const outside_ = (t, i, step_) => {
  i = Math.max(0, Math.min(t.length, i));
  while (i > 0 && i < t.length && (/[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\udc00-\udfff]/.test(t[i]) || /[เ-ไ]/.test(t[i - 1]))) i += step_;
  return i;
 };
 // Where a text comes nearest to a word, if no more letters are wrong than one in five: [from, to].
 const alike_ = (t, w) => {
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
 const spots_ = (q, t) => {
  let [s, at] = folded_(t);
  const out = [], put = (a, b) => {
   const places = at.slice(a, b);
   out.push([outside_(t, Math.min(...places), -1), outside_(t, Math.max(...places) + 1, 1)]);
  };
  if (q.level_ % 3) {
   at = at.filter((_, i) => s[i].search(tones));
   s = strip_(s);
  }
  for (const w of q.words_) {
   const old = out.length;
   for (const f of w) for (let i = -1; (i = s.indexOf(f, i + 1)) >= 0;) put(i, i + f.length);
   const near = q.level_ === 2 && out.length === old && alike_(s, w[0]);
   if (near) put(...near);
  }
  return out.sort((x, y) => x[0] - y[0]);
 };
 const paint_ = (e, t, from, to, found) => {
  if (from) e.append("…");
  for (const [a, b] of found) if (b > from && a < to) {
   const start = Math.max(a, from);
   e.append(t.slice(from, start));
   add(e, "mark").append(t.slice(start, from = Math.min(b, to)));
  }
  e.append(t.slice(from, to) + (t[to] ? "…" : ""));
 };

 input_.oninput = () => { clearTimeout(timer); timer = setTimeout(run, 150) };
 form_.onsubmit = e => {
  e.preventDefault();
  clearTimeout(timer);
  // On a disk this is refused.
  try { history.replaceState(null, "", "?q=" + encodeURIComponent(input_.value)) } catch (e) { }
  run();
 };
 document.onkeydown = e => {
  const stops = [input_, ...box.querySelectorAll("a")], i = stops.indexOf(document.activeElement), next_ = stops[i + (e.key === "ArrowDown") - (e.key === "ArrowUp")];
  if (i >= 0 && next_ && next_ !== stops[i]) { e.preventDefault(); next_.focus() }
 };
 if (input_.value = new URLSearchParams(location.search).get("q") || input_.value) run();
})();
