// The author's panel: findings, drafts' marks, widths and print view. In its own shadow tree, so that neither the
// site's styles reach it nor its own the site.

/** An element with attributes and children; texts are never read as HTML. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const SEVERITIES = { error: "ผิดพลาด", warning: "คำเตือน", note: "ข้อสังเกต" };
const VIEWS = [
  ["full", "เต็มจอ", null],
  ["phone", "มือถือ 360", 360],
  ["tablet", "แท็บเล็ต 768", 768],
  ["print", "พิมพ์ A4", 794],
];
const MOST_SHOWN = 300;
const MOST_ROWS = 40;

/** Choices last as long as the tab; without storage they last as long as the page. */
const choices = {
  get: (key) => {
    try {
      return sessionStorage.getItem(`prongsai-${key}`);
    } catch {
      return null;
    }
  },
  set: (key, value) => {
    try {
      sessionStorage.setItem(`prongsai-${key}`, value);
    } catch {
      // Forbidden by the browser's settings.
    }
  },
};

async function ask(address) {
  return (await fetch(address, { cache: "no-store" })).json();
}

class PreviewPanel extends HTMLElement {
  constructor() {
    super();
    this.settings = { editor: "", root: "", follow: false };
    this.here = {};
    this.everywhere = {};
    this.tables = [];
    this.tab = ["site", "tables"].includes(choices.get("tab")) ? choices.get("tab") : "page";
    this.build(this.attachShadow({ mode: "open" }));
  }

  build(shadow) {
    const style = make("link", { rel: "stylesheet", href: "/_prongsai/client.css" });
    style.addEventListener("load", () => {
      this.styled = true;
      this.hidden = false;
    });
    this.banner = make("section", { class: "banner", role: "alert", hidden: "" });
    this.marks = make("div", { class: "marks" });
    this.button = make("button", { class: "pill", type: "button", "aria-expanded": "false", "aria-controls": "panel" });
    this.button.addEventListener("click", () => this.open(this.panel.hidden));
    this.panel = make("section", { id: "panel", class: "panel", "aria-label": "แผงของผู้เขียน", hidden: "" });
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
    this.tabs = make("div", { class: "tabs", role: "tablist" });
    this.views = make("div", { class: "views", role: "group", "aria-label": "ขนาดจอ" });
    this.tools = make("div", { class: "tools" });
    this.list = make("div", { class: "list", role: "tabpanel", tabindex: "0" });
    this.panel.append(this.tabs, this.list, this.views, this.tools);
    this.stage = make("div", { class: "stage", hidden: "" });
    shadow.append(style, this.stage, this.banner, this.panel, make("div", { class: "corner" }, this.marks, this.button));
    this.lost = false;
    this.snapshot = null;
    this.frame = null;
    this.drawViews("full");
    this.drawButton();
  }

  async connectedCallback() {
    // Not before its styles are there.
    this.hidden = !this.styled;
    this.tip = new SourceTip(this);
    this.drop = new ImportDrop(this);
    this.publish = new PublishBox(this);
    if (choices.get("open") === "yes") this.open(true);
    try {
      this.settings = await ask("/_prongsai/settings");
      this.draw();
    } catch {
      // The server is away; what it says about editors comes with the next page.
    }
  }

  /** Has something done by the preview, over its guarded channel. */
  async act(action, asked) {
    const answer = await fetch(`/_prongsai/do/${action}`, {
      method: "POST",
      cache: "no-store",
      headers: { "Content-Type": "application/json", "X-Prongsai-Token": this.settings.write.token },
      body: JSON.stringify(asked),
    });
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text);
    let why = text;
    try {
      why = JSON.parse(text).failed ?? text;
    } catch {
      // Said in plain words already.
    }
    throw new Error(why);
  }

  get follows() {
    return this.settings.follow && choices.get("follow") !== "no";
  }

  connected(yes) {
    this.lost = !yes;
    this.drawButton();
  }

  open(yes) {
    this.panel.hidden = !yes;
    this.button.setAttribute("aria-expanded", String(yes));
    choices.set("open", yes ? "yes" : "no");
    if (yes) this.refresh();
    else this.button.focus({ preventScroll: true });
  }

  /** Gets the findings of the snapshot that is shown now. */
  async refresh() {
    const asked = (this.asked = {});
    try {
      const path = encodeURIComponent(pathOf(location.href));
      const whole = this.panel.hidden ? null : ask("/_prongsai/findings");
      const here = await ask(`/_prongsai/findings?path=${path}`);
      const everywhere = whole ? await whole : null;
      const read = this.panel.hidden ? null : await ask(`/_prongsai/tables?path=${path}`);
      if (asked !== this.asked) return;
      this.here = { source: here.source, ...here.findings };
      if (everywhere) this.everywhere = everywhere.findings;
      if (read) this.tables = read.tables;
      this.draw();
    } catch {
      // The server is away; the next greeting asks again.
    }
  }

  draw() {
    this.drawBanner();
    this.drawButton();
    this.marks.replaceChildren(...(this.here.marks ?? []).map((mark) => make("span", { class: `mark ${mark.kind}` }, mark.text)));
    this.drawTabs();
    const place = this.list.scrollTop;
    this.list.replaceChildren(...(this.tab === "tables" ? this.tableItems() : this.findingItems()));
    this.list.scrollTop = place;
    this.drawTools();
  }

  findingItems() {
    const findings = (this.tab === "site" ? this.everywhere : this.here).findings ?? [];
    const items = findings.slice(0, MOST_SHOWN).map((finding) => this.finding(finding));
    if (items.length === 0) items.push(make("p", { class: "none" }, "ไม่พบสิ่งที่ต้องแก้"));
    if (findings.length > MOST_SHOWN) items.push(make("p", { class: "none" }, `และอีก ${findings.length - MOST_SHOWN} ข้อ ดูทั้งหมดด้วยคำสั่ง prongsai check`));
    return items;
  }

  /** What was understood of each table of this page, so that the author sees whether it was read as meant. */
  tableItems() {
    if (this.tables.length === 0) return [make("p", { class: "none" }, "หน้านี้ไม่ได้มาจากตาราง")];
    return this.tables.map((table) => {
      const cell = (name, text) => make(name, name === "th" ? { scope: "col" } : {}, text);
      const rows = (list, cells) => list.slice(0, MOST_ROWS).map((one) => make("tr", {}, ...cells(one).map((text) => cell("td", text))));
      const grid = (heads, list, cells) => list.length === 0 ? [] : [make("table", {},
        make("thead", {}, make("tr", {}, ...heads.map((head) => cell("th", head)))),
        make("tbody", {}, ...rows(list, cells)))];
      const notes = [];
      if (table.hidden) notes.push(`อ่านทั้งที่ซ่อนไว้ในชีต: ${table.hidden}`);
      if (table.joined_by_name) notes.push("ไม่มีคอลัมน์ รหัส: จับคู่กับแผนด้วยชื่อ");
      if (table.others.length > MOST_ROWS) notes.push(`แถวอื่นอีก ${table.others.length - MOST_ROWS} แถว ดูด้วยคำสั่ง prongsai check --read`);
      return make("article", { class: "read" },
        make("p", { class: "title" }, `${table.role}${table.sheet ? ` · ชีต ${table.sheet}` : ""}`),
        this.placeLink({ file: table.file }),
        make("p", {}, `แถว: ${table.rows.map(([sort, count]) => `${sort} ${count}`).join(" · ")}`),
        ...grid(["หัวตาราง", "อ่านเป็น"], table.columns, ({ head, meaning }) => [head, meaning ?? "ไม่ได้อ่าน"]),
        ...grid(["ยอดรวมที่อ่านได้", ""], table.sums, ([name, parts]) => [name, parts.join(" · ")]),
        ...grid(["แถวที่ไม่ใช่รายการ", "ข้อความ"], table.others, ([sort, words]) => [sort, words]),
        ...notes.map((note) => make("p", { class: "help" }, note)));
    });
  }

  drawBanner() {
    const errors = this.here.page_errors ?? [];
    this.banner.hidden = errors.length === 0;
    if (errors.length === 0) return this.banner.replaceChildren();
    const head = make("h2", {}, "หน้านี้ยังแสดงฉบับก่อนหน้า เพราะแฟ้มที่บันทึกล่าสุดมีข้อผิดพลาด");
    const list = errors.slice(0, 5).map((error) => {
      const text = error.text ? make("pre", {}, error.text) : this.words(error);
      return make("div", { class: "error" }, this.placeLink(error), text);
    });
    this.banner.replaceChildren(head, ...list);
  }

  drawButton() {
    const { errors = 0, warnings = 0 } = this.here.counts ?? {};
    const words = [];
    if (errors > 0) words.push(`ผิดพลาด ${errors}`);
    if (warnings > 0) words.push(`เตือน ${warnings}`);
    if (this.lost) words.splice(0, words.length, "ขาดการเชื่อมต่อ กำลังต่อใหม่…");
    const state = this.lost ? "lost" : errors > 0 ? "error" : warnings > 0 ? "warning" : "good";
    this.button.className = `pill ${state}`;
    this.button.replaceChildren(make("span", { class: "dot", "aria-hidden": "true" }), words.join(" · ") || "ไม่พบข้อผิดพลาด");
  }

  drawTabs() {
    const count = (side) => (side.findings ? ` (${side.findings.length})` : "");
    const tabs = [["page", `หน้านี้${count(this.here)}`], ["site", `ทั้งเว็บ${count(this.everywhere)}`],
      ["tables", this.tables.length > 0 ? `ตารางที่อ่าน (${this.tables.length})` : "ตารางที่อ่าน"]];
    this.tabs.replaceChildren(...tabs.map(([name, text]) => {
      const tab = make("button", { type: "button", role: "tab", "aria-selected": String(name === this.tab) }, text);
      tab.addEventListener("click", () => {
        this.tab = name;
        choices.set("tab", name);
        this.draw();
      });
      return tab;
    }));
  }

  drawViews(current) {
    this.views.replaceChildren(...VIEWS.map(([name, text, width]) => {
      const view = make("button", { type: "button", "aria-pressed": String(name === current) }, text);
      view.addEventListener("click", () => this.show(name, width));
      return view;
    }));
  }

  drawTools() {
    const tools = [];
    const { source } = this.here;
    if (source) tools.push(make("span", {}, "แฟ้มของหน้านี้: "), this.placeLink({ file: source, line: 1, column: 1 }));
    if (this.settings.follow) {
      const box = make("input", { type: "checkbox" });
      box.checked = this.follows;
      box.addEventListener("change", () => choices.set("follow", box.checked ? "yes" : "no"));
      tools.push(make("label", {}, box, " ตามไปยังหน้าที่บันทึก"));
    }
    if (this.publish?.allowed) {
      const button = make("button", { type: "button", class: "publish-button" }, "เผยแพร่ …");
      button.addEventListener("click", () => this.publish.open());
      tools.push(button);
    }
    this.tools.replaceChildren(...tools);
  }

  finding(finding) {
    const title = make("p", { class: "title" }, make("span", { class: "kind" }, `${SEVERITIES[finding.severity] ?? ""} ${finding.code ?? ""}`));
    title.append(" ", finding.message ?? "");
    const item = make("article", { class: `finding ${finding.severity ?? "note"}` }, title, this.placeLink(finding));
    if (this.tab === "site" && finding.path) item.append(" ", make("a", { href: encodeURI(finding.path) }, "ไปที่หน้า"));
    item.append(this.words(finding));
    return item;
  }

  /** The author's own lines, and what to do. */
  words({ lines, help }) {
    const text = (lines ?? []).map(({ number, text }) => `${String(number).padStart(5)} │ ${text}`).join("\n");
    return make("div", {}, ...(text ? [make("pre", {}, text)] : []), ...(help ? [make("p", { class: "help" }, help)] : []));
  }

  placeLink({ file, line, column }) {
    if (!file) return make("span");
    const address = this.editorAddress({ file, line, column });
    const text = line ? `${file}:${line}` : file;
    return address ? make("a", { class: "place", href: address, title: "เปิดในโปรแกรมแก้ไข" }, text) : make("span", { class: "place" }, text);
  }

  /** What opens `file` in the author's editor, or nothing where there is none to open. */
  editorAddress({ file, line, column }) {
    const { editor, root } = this.settings;
    if (!editor || !root) return null;
    const whole = `${root.replaceAll("\\", "/").replace(/\/$/, "")}/${file}`;
    const path = encodeURI(editor.includes("/{path}") ? whole.replace(/^\//, "") : whole).replace(/[?#]/g, encodeURIComponent);
    const address = editor.replace("{path}", () => path).replace("{line}", line ?? 1).replace("{column}", column ?? 1);
    return /^\s*(javascript|data|vbscript):/i.test(address) ? null : address;
  }

  /** Shows the page in a frame as wide as a phone, a tablet or a sheet of paper. */
  show(name, width) {
    const at = this.frame?.contentWindow?.location;
    const place = at && at.href !== "about:blank" ? at.pathname : null;
    if (width === null && place && pathOf(place) !== pathOf(location.href)) return location.assign(place);
    this.drawViews(name);
    this.tip?.hide();
    this.stage.hidden = width === null;
    this.frame = null;
    this.stage.replaceChildren();
    if (width === null) return;
    const source = new URL(place ?? location.href, location.href);
    source.searchParams.set("frame", name);
    this.frame = make("iframe", { "data-prongsai-frame": "", title: `หน้าเว็บกว้าง ${width} จุด`, src: source.href });
    if (name === "print") this.frame.dataset.print = "";
    this.frame.style.setProperty("width", `${width}px`);
    this.frame.addEventListener("load", () => this.tellFrame(this.snapshot));
    this.stage.append(this.frame);
  }

  /** The frame has no connection of its own. */
  tellFrame(snapshot) {
    this.snapshot = snapshot;
    if (snapshot) this.frame?.contentWindow?.postMessage({ prongsaiSnapshot: snapshot }, location.origin);
  }
}

customElements.define("prongsai-panel", PreviewPanel);
