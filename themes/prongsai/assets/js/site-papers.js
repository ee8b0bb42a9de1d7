// Adds to pages that work without it: print and copy buttons, and a filter over lists of papers.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    // Only pages of https or of the own machine may write to the clipboard.
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(button.dataset.copy).then(() => { button.textContent = button.dataset.done; }));
  }
  const filter = document.querySelector("[data-filter]");
  if (!filter) return;
  const thaiToArabic = (text) => text.toLowerCase().replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit));
  const rows = [...document.querySelectorAll(".papers > li")].map((row) => [row, thaiToArabic(row.textContent)]);
  if (rows.length < 8) return;
  const status = filter.querySelector("[role=status]");
  filter.hidden = false;
  filter.querySelector("input").addEventListener("input", (event) => {
    const words = thaiToArabic(event.target.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    for (const section of document.querySelectorAll("section:has(> .papers)")) {
      section.hidden = !section.querySelector(".papers > li:not([hidden])");
    }
    status.textContent = shown === 0 ? status.dataset.none : "";
  });
});
