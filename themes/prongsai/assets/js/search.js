// Search in the page, over the index of src/search; its README.md tells formats and markup.
(() => {
  "use strict";
  const { fold, tones } = prongsaiFold, form = document.querySelector("form[role=search][data-root]"), plain = document.getElementById("results");
  if (!form || !plain) return;
  const add = (to, tag, name, text) => {
    const e = to.appendChild(document.createElement(tag));
    if (name) e.className = name;
    if (text) e.append(text);
    return e;
  };
  const { root: up, scope } = form.dataset, base = (scope ? scope + "/" : "") + "search/", input = form.querySelector("input");
  const files = {}, arrived = {}, picked = [], say = add(form, "p", "search-status"), facets = add(form, "div", "search-facets");
  const box = document.createElement("div"), all = list => Promise.all(list), text = t => say.textContent = t;
  let root, view, timer;
  say.setAttribute("role", "status");
  box.className = "search-results";
  plain.before(box);

  window.prongsaiSearch = { put: (path, data) => arrived[path](data) };
  const load = (path, stamp) => files[path] = files[path] || new Promise((done, fail) => {
    const s = document.createElement("script");
    arrived[path] = done;
    s.charset = "utf-8";
    s.src = up + path + ".js" + (stamp ? "?" + stamp : "");
    s.onload = () => s.remove();
    s.onerror = () => { delete files[path]; fail() };
    document.head.append(s);
  });
  const ints = s => {
    const out = [];
    let v = 0, m = 1;
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c > 92) { out.push(v + (c - 93) * m); v = 0; m = 1 } else { v += (c - 48) * m; m *= 32 }
    }
    return out;
  };
  const volume = async i => {
    const path = base + i + "/", stamp = root.v[i], v = await load(path + "meta", stamp);
    if (!v.at) {
      v.at = [];
      v.list = key => load(path + key, stamp);
      v.f.forEach(f => {
        const runs = ints(f[1]);
        for (f[1] = []; runs.length;) { const n = runs.pop(), l = f[0][runs.pop()]; for (let k = n; k--;) f[1].push(l) }
        f[1].reverse();
      });
      for (const [slug, stamp, counts] of v.a) ints(counts).forEach((n, t) => {
        for (let k = 0; k < n; k++) v.at.push(() => load(slug + "/search/t" + t, stamp).then(rows => rows[k]));
      });
    }
    return v;
  };
  const label = ([v, d], i) => v.f[i][1][d];

  // A gram's or code's records: in texts, in titles, in texts without tone marks.
  const lists = async (v, key) => {
    let h = 2166136261;
    for (const c of key) h = Math.imul(h ^ c.charCodeAt(), 16777619);
    const s = await v.list((h >>> 0) % v.s), at = s.indexOf("#" + key + "!") + key.length + 2;
    const found = at > key.length + 1 ? s.slice(at, s.indexOf("#", at)).split("!") : [];
    return [0, 1, 2].map(i => {
      const l = found[i] || "", not = +(l[0] === "$"), bits = new Uint8Array(v.n).fill(not);
      let d = -1;
      for (const gap of ints(l.slice(not))) bits[d += gap + 1] = 1 - not;
      return bits;
    });
  };
  const having = async (now, v, word) => {
    const grams = [], l = now.loose ? 3 : v.l, last = word.length - l, most = Math.max(2, 8 / now.words.length | 0), out = [0, 1].map(() => new Uint8Array(v.n).fill(1));
    for (let i = 0; i < last; i += Math.ceil(last / (most - 1))) grams.push(word.substr(i, l));
    grams.push(last > 0 ? word.slice(-l) : word);
    for (const [texts, titles, toneless] of await all(grams.map(g => lists(v, g))))
      for (let d = 0; d < v.n; d++) { out[0][d] &= texts[d] | now.loose & toneless[d]; out[1][d] &= titles[d] }
    return out;
  };
  const spellings = word => {
    const out = [word], padded = " " + word + " ";
    for (const group of root.x) {
      const w = group.find(w => padded.includes(w.length < 5 ? " " + w.trim() + " " : w));
      if (w) for (const o of group) if (o !== w && out.length < 4) {
        const other = padded.replace(w, o).replace(/ +/g, " ").trim();
        out.push(o.endsWith(" ") && other.endsWith(o.trim()) ? other + " " : other);
      }
    }
    return out;
  };
  // A volume's candidates, the best first: that very code, in the title, in the text, in another spelling.
  const further = async now => {
    const v = await volume(now.next++); now.l = v.l;
    const only = now.words.length < 2 && now.words[0][0];
    const code = /\d/.test(only) ? (await lists(v, "=" + only))[0] : [];
    const got = await all(now.words.map(w => all(w.map(f => having(now, v, f)))));
    for (let d = 0; d < v.n; d++) {
      const exact = got.every(w => w[0][0][d]);
      if (exact || got.every(w => w.some(f => f[0][d]))) now.hits[code[d] ? 0 : !exact ? 3 : got.every(w => w[0][1][d]) ? 1 : 2].push([v, d]);
    }
  };

  const run = async loose => {
    const now = view = { loose: +!!loose, hits: [[], [], [], []], next: 0 };
    const typed = (input.value.match(/["“][^"”]*["”]?|[^\s"“]+/g) || []).map(w => fold(w)).filter(w => w);
    plain.hidden = typed.length > 0;
    if (!typed.length) return box.textContent = facets.textContent = text("");
    box.setAttribute("aria-busy", true);
    try {
      root = await load(base + "root");
      now.words = typed.map(w => loose ? [w.replace(tones, "") || w] : spellings(w));
      do await further(now); while (now.next < root.v.length && !now.hits.some(h => h.length));
      if (now === view) choices(now);
      await show(now);
    } catch (e) {
      text("โหลดดัชนีไม่สำเร็จ โปรดลองใหม่");
      if (e) throw e;
    }
  };
  const choices = now => {
    facets.textContent = "";
    root.f.forEach((name, i) => {
      const count = {}, old = picked[i] || "";
      if (old) count[old] = 0;
      now.hits.forEach(tier => tier.forEach(hit => { const l = label(hit, i); if (l) count[l] = (count[l] || 0) + 1 }));
      const labels = Object.keys(count).sort();
      if (labels.length < 2 && !old) return;
      const select = add(add(facets, "label", "", name + " "), "select");
      add(select, "option", "", root.m[0]).value = "";
      for (const l of labels) add(select, "option", "", l + " (" + count[l] + ")").value = l;
      select.value = old;
      select.onchange = () => { picked[i] = select.value; show(now) };
    });
  };
  const show = async now => {
    const fresh = document.createElement("div"), groups = now.groups = root.g.map(name => ({ name, hits: [], at: 0, wrong: 0, step: 20 }));
    now.hits.forEach((tier, best) => tier.forEach(hit => {
      if (root.f.some((_, i) => picked[i] && picked[i] !== label(hit, i))) return;
      const g = groups[root.k[label(hit, 1)]];
      if (!g.hits.length) g.best = best;
      g.hits.push(hit);
    }));
    now.patience = 24;
    await all(groups.filter(g => g.hits.length).sort((a, b) => a.best - b.best).map(g => {
      const section = add(fresh, "section");
      add(section, "h2", "", g.name);
      g.list = add(section, "ul");
      return fill(now, g, 3);
    }));
    if (now !== view || groups !== now.groups) return;
    if (!now.loose && now.next >= root.v.length && !picked.some(p => p) && !groups.some(g => g.hits.length > g.wrong)) return run(true);
    for (const s of [...fresh.children]) if (!s.querySelector("li, button")) s.remove();
    if (now.next < root.v.length) add(fresh, "button", "", root.m[1]).onclick = async () => { await further(now); choices(now); show(now) };
    box.replaceChildren(...fresh.childNodes);
    tell(now);
    box.setAttribute("aria-busy", false);
  };
  const tell = now => {
    const count = now.groups.reduce((n, g) => n + g.hits.length - g.wrong, 0), m = root.m;
    // Candidates not yet confirmed are certain only if each word is one gram.
    const sure = now.next >= root.v.length && now.groups.every(g => g.at >= g.hits.length || !now.loose && now.words.every(w => !w[1] && w[0].length <= now.l));
    text(!count ? m[2] + " “" + input.value + "”" : (now.loose ? m[3] + " " : "") + m[sure ? 4 : box.querySelector("li") ? 5 : 6] + " " + count + " " + m[7]);
  };
  // Lists hits that their texts confirm, until there are enough or the patience ends.
  const fill = async (now, g, want) => {
    while (want > 0 && now.patience > 0 && g.at < g.hits.length) {
      const some = g.hits.slice(g.at, g.at += want), rows = await all(some.map(([v, d]) => v.at[d]()));
      now.patience -= some.length;
      some.forEach((hit, i) => list(now, g.list, hit, rows[i]) ? want-- : g.wrong++);
    }
    if (g.at < g.hits.length) {
      const more = add(g.list.parentNode, "button", "", g.name + ": " + root.m[8] + " (" + (g.hits.length - g.at) + ")");
      more.onclick = async () => {
        const old = g.list.children.length;
        more.disabled = true;
        now.patience = 2 * (g.step *= 2);
        await fill(now, g, g.step);
        more.remove();
        const first = g.list.children[old];
        if (first) first.firstChild.focus();
        tell(now);
      };
    }
  };
  const list = (now, ul, hit, [url, title, code, words]) => {
    let whole = [title, code, label(hit, 0), label(hit, 2), words].map(t => fold(t)).join("\n");
    if (now.loose) whole = whole.replace(tones, "");
    const exact = now.words.every(w => whole.includes(w[0]));
    if (!exact && !now.words.every(w => w.some(f => whole.includes(f)))) return;
    const li = add(ul, "li", exact ? "" : "search-other"), a = add(li, "a"), found = spots(now, words);
    a.href = up + url;
    paint(a, title, 0, title.length, spots(now, title));
    add(li, "p", "search-about", [code, label(hit, 0), label(hit, 1), label(hit, 2), label(hit, 4), exact ? "" : root.m[9]].filter(t => t).join(" · "));
    let from = found[0] ? Math.max(0, found[0][0] - 50) : 0, to = Math.min(words.length, from + 180);
    while (cuts(words, from)) from--;
    while (cuts(words, to)) to++;
    paint(add(li, "p", "search-excerpt"), words, from, to, found);
    return li;
  };
  // Inside a cluster or a pair: before a mark, or after a vowel that is written first.
  const cuts = (t, i) => i > 0 && i < t.length && (/[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\udc00-\udfff]/.test(t[i]) || /[เ-ไ]/.test(t[i - 1]));
  const spots = (now, t) => {
    let at = [], folded = fold(t, at);
    const out = [];
    if (now.loose) {
      at = at.filter((_, i) => folded[i].search(tones));
      folded = folded.replace(tones, "");
    }
    for (const f of [].concat(...now.words)) for (let i = -1; (i = folded.indexOf(f, i + 1)) >= 0;) {
      const places = at.slice(i, i + f.length);
      let a = Math.min(...places), b = Math.max(...places) + 1;
      while (cuts(t, a)) a--;
      while (cuts(t, b)) b++;
      out.push([a, b]);
    }
    return out.sort((x, y) => x[0] - y[0]);
  };
  const paint = (e, t, from, to, found) => {
    if (from) e.append("…");
    for (const [a, b] of found) if (b > from && a < to) {
      e.append(t.slice(from, Math.max(a, from)));
      add(e, "mark", "", t.slice(Math.max(a, from), Math.min(b, to)));
      from = Math.min(b, to);
    }
    e.append(t.slice(from, to) + (to < t.length ? "…" : ""));
  };

  input.oninput = () => { clearTimeout(timer); timer = setTimeout(run, 150) };
  form.onsubmit = e => {
    e.preventDefault();
    clearTimeout(timer);
    try { history.replaceState(null, "", "?q=" + encodeURIComponent(input.value)) } catch (e) { /* refused on a disk */ }
    run();
  };
  document.addEventListener("keydown", e => {
    const stops = [input, ...box.querySelectorAll("a")], i = stops.indexOf(document.activeElement);
    const next = i >= 0 && stops[i + (e.key === "ArrowDown") - (e.key === "ArrowUp")];
    if (next && next !== stops[i]) { e.preventDefault(); next.focus() }
  });
  if (input.value = new URLSearchParams(location.search).get("q") || input.value) run();
})();
