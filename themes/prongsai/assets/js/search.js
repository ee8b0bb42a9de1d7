// Search in the page, over the index that src/search writes; formats and markup are told in its README.md.
(function () {
  "use strict";
  var fold = prongsaiFold.fold, tones = prongsaiFold.tones;
  var form = document.querySelector("form[role=search][data-root]"), plain = document.getElementById("results");
  if (!form || !plain) return;
  var input = form.querySelector("input"), scope = form.dataset.scope, base = (scope ? scope + "/" : "") + "search/";
  var status = add(form, "p", "search-status"), facets = add(form, "div", "search-facets"), box = document.createElement("div");
  var files = {}, arrived = {}, filter = {}, root, view, timer;
  var FIRST = 4, MORE = 20, TRIES = 40, GRAMS = 8;
  status.setAttribute("role", "status");
  box.className = "search-results";
  plain.before(box);

  function add(parent, tag, name, text) {
    var e = document.createElement(tag);
    if (name) e.className = name;
    if (text) e.textContent = text;
    return parent.appendChild(e);
  }

  // Files of the index are scripts, so that they also load from a disk.
  window.prongsaiSearch = { put: function (path, data) { arrived[path](data) } };
  function load(path, stamp) {
    return files[path] = files[path] || new Promise(function (done, fail) {
      var s = document.createElement("script");
      arrived[path] = done;
      s.charset = "utf-8";
      s.src = form.dataset.root + path + ".js" + (stamp ? "?" + stamp : "");
      s.onload = function () { s.remove() };
      s.onerror = function () { s.remove(); delete files[path]; fail(path) };
      document.head.append(s);
    });
  }

  function ints(s) {
    for (var out = [], v = 0, m = 1, i = 0, c; i < s.length; i++) {
      c = s.charCodeAt(i);
      if (c > 92) { out.push(v + (c - 93) * m); v = 0; m = 1 } else { v += (c - 48) * m; m *= 32 }
    }
    return out;
  }

  async function volume(i) {
    var path = base + i + "/", v = await load(path + "meta", root.v[i]);
    if (!v.path) {
      v.path = path; v.stamp = root.v[i]; v.where = [];
      v.f.forEach(function (f) {
        for (var runs = ints(f[1]), of = [], j = 0; j < runs.length; j += 2) for (var k = runs[j + 1]; k--;) of.push(runs[j]);
        f[1] = of;
      });
      v.a.forEach(function (a) {
        ints(a[2]).forEach(function (n, file) { for (var k = 0; k < n; k++) v.where.push([a[0] + "/search/t" + file, a[1], k]) });
      });
    }
    return v;
  }
  function label(hit, i) { var f = hit.v.f[i]; return f[0][f[1][hit.d]] }

  // The lists of a gram or code: in texts, in titles, in texts without tone marks.
  async function lists(v, key) {
    for (var h = 2166136261, i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 16777619);
    var s = await load(v.path + (h >>> 0) % v.s, v.stamp), at = s.indexOf("#" + key + "!");
    return at < 0 ? [] : s.slice(at += key.length + 2, s.indexOf("#", at)).split("!");
  }
  function unpack(s, bits) {
    var not = s && s[0] === "$", at = -1;
    if (not) bits.fill(1);
    ints(not ? s.slice(1) : s || "").forEach(function (gap) { bits[at += gap + 1] = not ? 0 : 1 });
    return bits;
  }
  // Records that have all grams of a word: [in the text, in the title].
  async function having(v, word, most) {
    var grams = [], last = word.length - 3, step = Math.ceil(last / (most - 1)), i;
    for (i = 0; i < last; i += step) grams.push(word.substr(i, 3));
    grams.push(last > 0 ? word.slice(-3) : word);
    var got = await Promise.all(grams.map(function (g) { return lists(v, g) })), all = [0, 1].map(function (field) {
      return got.map(function (l) {
        var bits = unpack(l[field], new Uint8Array(v.n));
        if (view.loose && !field) unpack(l[2], new Uint8Array(v.n)).forEach(function (b, d) { bits[d] |= b });
        return bits;
      }).reduce(function (a, b) { return a.map(function (x, d) { return x & b[d] }) });
    });
    return all;
  }

  function spellings(word) {
    var out = [word], padded = " " + word + " ";
    root.x.forEach(function (group) {
      var w = group.find(function (w) { return padded.includes(w.length < 5 ? " " + w.trim() + " " : w) });
      if (w) group.forEach(function (o) {
        var other = padded.replace(w, o).replace(/ +/g, " ").trim();
        if (o.slice(-1) === " " && other.endsWith(o.trim())) other += " ";
        if (o !== w && out.length < 4) out.push(other);
      });
    });
    return out;
  }

  // Adds a volume's candidates: [this very code, in the title, in the text, in another spelling].
  async function search(now, v) {
    var words = now.words, most = Math.max(2, GRAMS / words.length | 0), code = words.length < 2 && words[0][0];
    var got = await Promise.all([code && /\d/.test(code) ? lists(v, "=" + code) : []].concat(words.map(function (w) {
      return Promise.all(w.map(function (f) { return having(v, f, most) }));
    })));
    var codes = unpack(got.shift()[0], new Uint8Array(v.n));
    for (var d = 0; d < v.n; d++) {
      var exact = got.every(function (w) { return w[0][0][d] });
      if (exact || got.every(function (w) { return w.some(function (f) { return f[0][d] }) }))
        now.hits[codes[d] ? 0 : !exact ? 3 : got.every(function (w) { return w[0][1][d] }) ? 1 : 2].push({ v: v, d: d });
    }
  }

  async function run(loose) {
    var text = input.value, now = view = { text: text, loose: loose, hits: [[], [], [], []], next: 0 };
    var words = (text.match(/["“][^"”]*["”]?|[^\s"“]+/g) || []).map(function (w) { return fold(w) }).filter(Boolean);
    plain.hidden = words.length > 0;
    if (!words.length) { box.textContent = facets.textContent = status.textContent = ""; return }
    box.setAttribute("aria-busy", "true");
    try {
      root = await load(base + "root");
      now.words = words.map(function (w) { return loose ? [w.replace(tones, "") || w] : spellings(w) });
      while (now.next < root.v.length && !now.hits.some(function (h) { return h.length })) await further(now);
      if (now === view) { choices(now); await show(now) }
    } catch (e) {
      if (now === view) status.textContent = "โหลดดัชนีการค้นหาไม่สำเร็จ โปรดลองอีกครั้ง";
      if (e instanceof Error) throw e;
    }
  }
  async function further(now) { await search(now, await volume(now.next++)) }

  function choices(now) {
    facets.textContent = "";
    root.f.forEach(function (name, i) {
      var count = {};
      now.hits.forEach(function (tier) { tier.forEach(function (hit) { var l = label(hit, i); if (l) count[l] = (count[l] || 0) + 1 }) });
      if (filter[i] && !count[filter[i]]) count[filter[i]] = 0;
      var labels = Object.keys(count).sort();
      if (labels.length < 2 && !filter[i]) return;
      var pick = add(add(facets, "label", "", name + " "), "select");
      add(pick, "option", "", "ทั้งหมด").value = "";
      labels.forEach(function (l) { add(pick, "option", "", l + " (" + count[l] + ")").value = l });
      pick.value = filter[i] || "";
      pick.onchange = function () { filter[i] = pick.value; show(now) };
    });
  }

  async function show(now) {
    var groups = root.g.map(function (name) { return { name: name, hits: [], at: 0, wrong: 0 } }), fresh = document.createElement("div");
    now.groups = groups;
    now.hits.forEach(function (tier, t) {
      tier.forEach(function (hit) {
        if (root.f.some(function (_, i) { return filter[i] && filter[i] !== label(hit, i) })) return;
        var g = groups[root.k[label(hit, 1)]];
        if (!g.hits.length) g.best = t;
        g.hits.push(hit);
      });
    });
    // The group that has the best hit comes first, then plan, item, report, papers, pages.
    groups = groups.filter(function (g) { return g.hits.length }).sort(function (a, b) { return a.best - b.best });
    await Promise.all(groups.map(function (g) {
      var section = add(fresh, "section");
      add(section, "h2", "", g.name);
      g.list = add(section, "ul");
      return fill(now, g, FIRST, section);
    }));
    if (now !== view || groups.length && now.groups.indexOf(groups[0]) < 0) return;
    if (!now.loose && !now.next < root.v.length && !groups.some(function (g) { return g.list.firstChild || g.at < g.hits.length }) && !Object.values(filter).some(Boolean)) return run(true);
    box.replaceChildren.apply(box, Array.from(fresh.children).filter(function (s) { return s.querySelector("li,button") }));
    if (now.next < root.v.length) add(box, "button", "", "ค้นต่อในหน่วยงานอื่น").onclick = async function () { await further(now); choices(now); show(now) };
    tell(now);
    box.setAttribute("aria-busy", "false");
  }

  function tell(now) {
    var n = 0, sure = now.next >= root.v.length;
    now.groups.forEach(function (g) {
      n += g.hits.length - g.wrong;
      if (g.at < g.hits.length && (now.loose || now.words.some(function (w) { return w.length > 1 || w[0].length > 3 }))) sure = false;
    });
    status.textContent = !n ? "ไม่พบ “" + now.text + "”" : (now.loose ? "ไม่พบคำที่ตรง แสดงคำใกล้เคียง " : "พบ") + (sure ? " " : "ประมาณ ") + n + " รายการ";
  }

  // Confirms candidates on their texts until enough are listed.
  async function fill(now, g, want, section) {
    for (var tries = TRIES; want > 0 && tries > 0 && g.at < g.hits.length;) {
      var some = g.hits.slice(g.at, g.at + want), rows = await Promise.all(some.map(function (hit) {
        var w = hit.v.where[hit.d];
        return load(w[0], w[1]).then(function (file) { return file[w[2]] });
      }));
      g.at += some.length; tries -= some.length;
      some.forEach(function (hit, i) { if (list(now, g.list, hit, rows[i])) want--; else g.wrong++ });
    }
    var left = g.hits.length - g.at;
    if (left) {
      var more = add(section, "button", "", "แสดง" + g.name + "อีก (เหลือ " + left + ")");
      more.type = "button";
      more.onclick = async function () {
        var old = g.list.children.length;
        more.disabled = true;
        await fill(now, g, MORE, section);
        more.remove();
        if (g.list.children[old]) g.list.children[old].querySelector("a").focus();
        tell(now);
      };
    }
  }

  function list(now, ul, hit, row) {
    var all = [row[0 + 1], row[2], label(hit, 0), label(hit, 2), row[3]].map(function (t) { return fold(t) }).join("\n");
    if (now.loose) all = all.replace(tones, "");
    var exact = now.words.every(function (w) { return all.includes(w[0]) });
    if (!exact && !now.words.every(function (w) { return w.some(function (f) { return all.includes(f) }) })) return false;
    var li = add(ul, "li"), a = add(li, "a"), found = spots(now, row[3]), from, to;
    a.href = form.dataset.root + row[0];
    paint(a, row[1], 0, row[1].length, spots(now, row[1]));
    add(li, "p", "search-about", [row[2], label(hit, 0), label(hit, 1), label(hit, 2), label(hit, 4), exact ? "" : "คำสะกดอื่น"].filter(Boolean).join(" · "));
    from = found[0] ? Math.max(0, found[0][0] - 50) : 0;
    to = Math.min(row[3].length, from + 180);
    while (from > 0 && cuts(row[3], from)) from--;
    while (cuts(row[3], to)) to++;
    paint(add(li, "p", "search-excerpt"), row[3], from, to, found);
    if (!exact) li.dataset.match = "spelling";
    return true;
  }

  // True inside a cluster: before a mark or a half of a pair, or after a vowel that is written first.
  function cuts(text, i) {
    return /[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\udc00-\udfff]/.test(text[i] || "") || i < text.length && /[\u0e40-\u0e44]/.test(text[i - 1] || "");
  }
  function spots(now, text) {
    var at = [], folded = fold(text, at), out = [];
    if (now.loose) {
      at = at.filter(function (_, i) { return folded[i].search(tones) < 0 });
      folded = folded.replace(tones, "");
    }
    now.words.forEach(function (w) {
      w.forEach(function (f) {
        for (var i = -1, a, b; (i = folded.indexOf(f, i + 1)) >= 0;) {
          a = Math.min(at[i], at[i + 1] || at[i]); b = at[i + f.length - 1] + 1;
          while (a > 0 && cuts(text, a)) a--;
          while (cuts(text, b)) b++;
          out.push([a, b]);
        }
      });
    });
    return out.sort(function (x, y) { return x[0] - y[0] });
  }
  function paint(e, text, from, to, found) {
    if (from) e.append("…");
    found.concat([[to, to]]).forEach(function (s) {
      var a = Math.min(Math.max(s[0], from), to), b = Math.min(s[1], to);
      if (a > from || s[0] === to) e.append(text.slice(from, a));
      if (b > a) add(e, "mark", "", text.slice(a, b));
      from = Math.max(from, b);
    });
    if (to < text.length) e.append("…");
  }

  input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(run, 150) });
  form.addEventListener("submit", function (e) {
    e.preventDefault();
    clearTimeout(timer);
    try { history.replaceState(null, "", "?q=" + encodeURIComponent(input.value)) } catch (_) { /* from a disk */ }
    run();
  });
  document.addEventListener("keydown", function (e) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[e.key], stops = [input].concat(Array.from(box.querySelectorAll("a")));
    var i = stops.indexOf(document.activeElement);
    if (step && i >= 0 && stops[i + step]) { e.preventDefault(); stops[i + step].focus() }
  });
  var asked = new URLSearchParams(location.search).get("q");
  if (asked) { input.value = asked; run() }
})();
