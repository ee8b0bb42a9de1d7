// A file dropped anywhere on the page is imported: first what would become of it, beside the source; each doubtful cell is
// settled with a click or another value; only then is it written, by the preview, over its guarded channel.

const MOST_DROPPED = 24 * 1024 * 1024;

class ImportDrop {
  constructor(panel) {
    this.panel = panel;
    this.box = make("section", { class: "drop", role: "dialog", "aria-label": "นำเข้าเอกสาร", tabindex: "-1", hidden: "" });
    this.veil = make("div", { class: "veil", hidden: "" }, "วางไฟล์ตรงนี้เพื่อนำเข้า ยังไม่เขียนอะไรจนกว่าจะยืนยัน");
    panel.shadowRoot.append(this.veil, this.box);
    this.queue = [];
    const carries = (event) => this.allowed && [...(event.dataTransfer?.types ?? [])].includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      this.veil.hidden = false;
    });
    document.addEventListener("dragleave", (event) => event.relatedTarget === null && (this.veil.hidden = true));
    document.addEventListener("drop", (event) => {
      this.veil.hidden = true;
      if (!carries(event)) return;
      event.preventDefault();
      this.queue.push(...event.dataTransfer.files);
      if (this.box.hidden) this.next();
    });
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.next());
  }

  get allowed() {
    return this.panel.settings.write?.actions?.includes("import-write") ?? false;
  }

  /** The next file that was dropped; none: done. */
  async next() {
    const file = this.queue.shift();
    this.box.hidden = file === undefined;
    this.box.replaceChildren();
    if (file === undefined) return;
    this.say(`กำลังอ่าน ${file.name} …`);
    if (file.size > MOST_DROPPED) return this.say(`${file.name} ใหญ่เกินไป ใช้คำสั่ง prongsai import แทน`);
    try {
      this.asked = { name: file.name, bytes: await ImportDrop.base64(file), page: pathOf(location.href) };
      await this.look();
    } catch (error) {
      this.say(String(error.message ?? error));
    }
  }

  static base64(file) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.addEventListener("load", () => resolve(String(reader.result).replace(/^[^,]*,/, "")));
      reader.addEventListener("error", () => reject(new Error("อ่านไฟล์ที่วางไม่ได้")));
      reader.readAsDataURL(file);
    });
  }

  say(text) {
    this.box.replaceChildren(make("p", { class: "said", role: "status" }, text), this.buttons());
    this.box.focus({ preventScroll: true });
  }

  buttons(...more) {
    const close = make("button", { type: "button", class: "close" }, "ปิด");
    close.addEventListener("click", () => this.next());
    return make("div", { class: "buttons" }, ...more, close);
  }

  async look() {
    const told = await this.panel.act("import-look", this.asked);
    if (told.choose) return this.choose(told.choose);
    this.draw(told);
  }

  choose(agencies) {
    const list = agencies.map((slug) => {
      const button = make("button", { type: "button" }, slug);
      button.addEventListener("click", () => {
        this.asked.agency = slug;
        this.look().catch((error) => this.say(error.message));
      });
      return button;
    });
    this.box.replaceChildren(make("p", { class: "said" }, "เอกสารนี้เป็นของหน่วยงานไหน"), this.buttons(...list));
  }

  draw(told) {
    this.settled = new Map();
    const facts = (told.facts ?? []).map((fact) => make("li", {}, `${fact.name}: ${fact.value} (${fact.confidence}%)`));
    const source = make("div", { class: "source", tabindex: "0", "aria-label": "ต้นฉบับ" }, ...(told.source_rows ?? []).map((row) => ImportDrop.sourceRow(row)));
    const results = make("div", { class: "results", tabindex: "0", "aria-label": "ที่จะเขียน" }, ...(told.results ?? []).map((file) => this.result(file)));
    const left = (told.left_out ?? []).slice(0, 100).map((line) => make("li", {}, `${line.place}: ${line.why} ${line.words}`));
    const write = make("button", { type: "button", class: "write" }, "เขียนลงโฟลเดอร์เนื้อหา");
    write.disabled = (told.results ?? []).every((file) => file.kept || file.same);
    write.addEventListener("click", () => this.write(told, write));
    this.count = make("span", { class: "count", role: "status" });
    this.box.replaceChildren(
      make("h2", {}, told.name),
      make("ul", { class: "facts" }, ...facts),
      make("div", { class: "sides" }, source, results),
      ...(left.length ? [make("details", {}, make("summary", {}, `ไม่ได้อยู่ในไฟล์ที่ได้ ${told.left_out.length} แห่ง`), make("ul", {}, ...left))] : []),
      this.buttons(this.count, write),
    );
    this.drawCount();
    this.box.focus({ preventScroll: true });
  }

  static sourceRow(row) {
    if (row.cells) return make("div", { class: "row", title: row.place }, ...row.cells.map((cell) => make("span", {}, cell)));
    return make("p", { title: row.place }, row.text);
  }

  /** A file as it would be; what is doubtful in it first. */
  result(file) {
    const state = file.kept ? "มีอยู่แล้วและแก้ด้วยมือ จึงไม่แตะ" : file.same ? "เหมือนเดิม" : file.new ? "ใหม่" : "ปรับตามไฟล์ใหม่";
    const marks = file.kept ? [] : file.marks.map((mark) => this.mark(file, mark));
    return make("article", {}, make("h3", {}, `${file.path} (${state})`), ...marks, make("pre", {}, file.text));
  }

  mark(file, mark) {
    const key = `${file.path}\n${mark.at}`;
    const field = make("input", { type: "text", value: mark.value, "aria-label": `ค่าที่บรรทัด ${mark.line}` });
    const right = make("button", { type: "button", class: "right", "aria-pressed": "false" }, "ถูกแล้ว");
    const item = make("p", { class: "doubt" }, `บรรทัด ${mark.line}: ${mark.why} `, field, " ", right);
    right.addEventListener("click", () => {
      const on = !this.settled.has(key);
      if (on) this.settled.set(key, { path: file.path, at: mark.at, value: field.value });
      else this.settled.delete(key);
      right.setAttribute("aria-pressed", String(on));
      field.disabled = on;
      this.drawCount();
    });
    return item;
  }

  drawCount() {
    const all = this.box.querySelectorAll(".doubt").length;
    this.count.textContent = all ? `ตรวจแล้ว ${this.settled.size} จาก ${all} แห่งที่ไม่แน่ใจ ที่เหลือทำเครื่องหมายไว้ในไฟล์` : "";
  }

  async write(told, button) {
    button.disabled = true;
    // From the last mark to the first: each that is taken away would move the numbers of those behind it.
    const settled = [...this.settled.values()].sort((a, b) => b.at - a.at);
    try {
      const done = await this.panel.act("import-write", { ...this.asked, seal: told.seal, settled });
      this.say(`เขียนแล้ว: ${done.written.join(", ")}`);
    } catch (error) {
      this.say(error.message);
    }
  }
}
