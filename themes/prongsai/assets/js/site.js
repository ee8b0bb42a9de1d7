// Adds what pages do without: filter and sort of tables, and how they are shown. Nothing leaves this device; no cookies.
(() => {
  "use strict";
  const root = document.documentElement;
  const kept = name => { try { return localStorage.getItem("prongsai-" + name) || ""; } catch { return ""; } };
  // Where storage is denied, the choice lasts for this page.
  const keep = (name, value) => { try { value ? localStorage.setItem("prongsai-" + name, value) : localStorage.removeItem("prongsai-" + name); } catch {} };
  const show = (name, value) => { value ? root.setAttribute("data-" + name, value) : root.removeAttribute("data-" + name); };

  const view = document.querySelector(".view");
  if (view) {
    for (const set of view.querySelectorAll("[data-view]")) {
      const name = set.dataset.view, buttons = [...set.querySelectorAll("button")];
      const choose = value => {
        show(name, value);
        for (const b of buttons) b.setAttribute("aria-pressed", b.value === value);
      };
      const first = kept(name);
      choose(buttons.some(b => b.value === first) ? first : "");
      for (const b of buttons) b.addEventListener("click", () => { choose(b.value); keep(name, b.value); });
    }
    view.hidden = false;
    const box = view.querySelector("details");
    addEventListener("keydown", e => { if (e.key === "Escape" && box.open) { box.open = false; box.firstElementChild.focus(); } });
    addEventListener("click", e => { if (!box.contains(e.target)) box.open = false; });
  }

  // Thai and Arabic digits are the same to whoever types them.
  const plain = text => text.toLowerCase().replace(/[๐-๙]/g, d => d.charCodeAt(0) - 0x0e50);
  for (const table of document.querySelectorAll("table.items")) {
    const body = table.tBodies[0], rows = [...body.rows];
    if (rows.length < 3) continue;
    const heads = [...table.tHead.rows[0].cells];
    const key = (row, i) => row.cells[i].dataset.sort ?? plain(row.cells[i].textContent.trim());
    heads.forEach((head, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      const numeric = rows.every(r => r.cells[i].dataset.sort !== undefined);
      const order = (a, b) => numeric ? key(a, i) - key(b, i) : key(a, i).localeCompare(key(b, i), "th", { numeric: true });
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const h of heads) h.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        body.append(...[...rows].sort((a, b) => up ? order(a, b) : order(b, a)));
      });
    });
    if (!table.dataset.filter) continue;
    const label = document.createElement("label"), input = document.createElement("input"), say = document.createElement("span");
    label.className = "filter";
    input.type = "search";
    say.setAttribute("role", "status");
    label.append(table.dataset.filter, input, say);
    table.parentElement.before(label);
    const texts = rows.map(r => plain(r.textContent));
    input.addEventListener("input", () => {
      const wanted = plain(input.value.trim()).split(/\s+/);
      let left = 0;
      rows.forEach((r, i) => { r.hidden = !wanted.every(w => texts[i].includes(w)); left += !r.hidden; });
      say.textContent = left ? "" : table.dataset.none;
    });
  }
})();
