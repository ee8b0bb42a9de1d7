// Adds what pages do without: filter and sort, buttons to print and copy, and how pages are shown.
// Nothing leaves this device; no cookies.
(() => {
  "use strict";
  const root = document.documentElement, all = selector => [...document.querySelectorAll(selector)], make = tag => document.createElement(tag);
  const kept = name => { try { return localStorage.getItem("prongsai-" + name) || ""; } catch { return ""; } };
  // Where storage is denied, the choice lasts for this page.
  const keep = (name, value) => { try { localStorage.setItem("prongsai-" + name, value); } catch {} };

  const [view] = all(".view");
  if (view) {
    for (const set of all(".view [data-view]")) {
      const name = set.dataset.view, buttons = [...set.querySelectorAll("button")];
      const choose = value => {
        root.dataset[name] = value;
        for (const b of buttons) b.setAttribute("aria-pressed", b.value === value);
      };
      const first = kept(name);
      choose(buttons.some(b => b.value === first) ? first : "");
      for (const b of buttons) b.onclick = () => { choose(b.value); keep(name, b.value); };
    }
    view.hidden = false;
    const box = view.querySelector("details");
    addEventListener("keydown", e => { if (e.key === "Escape" && box.open) { box.open = false; box.firstElementChild.focus(); } });
    addEventListener("click", e => { if (!box.contains(e.target)) box.open = false; });
  }

  for (const b of all("[data-print]")) { b.hidden = false; b.onclick = () => print(); }
  // Only pages of https or of the own machine may write to the clipboard.
  if (navigator.clipboard) for (const b of all("[data-copy]")) {
    b.hidden = false;
    b.onclick = () => navigator.clipboard.writeText(b.dataset.copy).then(() => b.textContent = b.dataset.done);
  }

  // Thai and Arabic digits are the same to whoever types them.
  const plain = text => text.toLowerCase().replace(/\xa0/g, " ").replace(/[๐-๙]/g, d => d.charCodeAt() - 0x0e50);
  // Shows the rows that hold every word typed, and tells how many are left.
  const filter = (input, rows, tell) => {
    const texts = rows.map(r => plain(r.textContent));
    input.oninput = () => {
      const words = plain(input.value.trim()).split(/\s+/);
      rows.forEach((r, i) => r.hidden = !words.every(w => texts[i].includes(w)));
      tell(rows.filter(r => !r.hidden).length);
    };
  };

  const [box] = all("[data-filter]:not(table)"), papers = all(".papers > li");
  if (box && papers.length > 7) {
    const say = box.querySelector("[role=status]");
    box.hidden = false;
    filter(box.querySelector("input"), papers, left => {
      for (const part of all("section:has(> .papers)")) part.hidden = !part.querySelector(".papers > li:not([hidden])");
      say.textContent = left ? "" : say.dataset.none;
    });
  }

  for (const table of all("table.items")) {
    const body = table.tBodies[0], rows = [...body.rows];
    if (rows.length < 3) continue;
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, i) => {
      const button = make("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      // Amounts by their figures; what is none stands before the least.
      const key = row => {
        const cell = row.cells[i], text = plain(cell.textContent.trim());
        return cell.dataset.sort ?? (head.matches(".num") ? text.replace(/[^\d.]/g, "") || "-1" : text);
      };
      const order = (a, b) => key(a) - key(b) || key(a).localeCompare(key(b), "th", { numeric: true });
      button.onclick = () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const h of heads) h.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        body.append(...[...rows].sort((a, b) => up ? order(a, b) : order(b, a)));
      };
    });
    if (!table.dataset.filter) continue;
    const label = make("label"), input = make("input"), say = make("span");
    label.className = "filter";
    input.type = "search";
    say.setAttribute("role", "status");
    label.append(table.dataset.filter, input, say);
    table.parentElement.before(label);
    filter(input, rows, left => say.textContent = left ? "" : table.dataset.none);
  }
})();
