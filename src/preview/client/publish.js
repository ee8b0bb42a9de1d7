// The button that publishes: first the plan, page by page, and what holds it up; then, when the author says so, the same
// command as at a terminal, with its progress. Over the guarded channel, like everything that writes.

class PublishBox {
  constructor(panel) {
    this.panel = panel;
    this.box = make("section", { class: "drop publish", role: "dialog", "aria-label": "เผยแพร่", tabindex: "-1", hidden: "" });
    panel.shadowRoot.append(this.box);
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  get allowed() {
    return this.panel.settings.write?.actions?.includes("publish-go") ?? false;
  }

  close() {
    this.box.hidden = true;
  }

  async open() {
    this.box.hidden = false;
    this.say("กำลังสร้างเว็บและเทียบกับโฮสต์ …");
    await this.follow("publish-look", {});
  }

  /** Begins something and asks until it is done. */
  async follow(action, asked) {
    try {
      await this.panel.act(action, asked);
      for (;;) {
        const state = await this.panel.act("publish-state", {});
        if (!state.busy) return this.draw(state);
        if (state.lines.length) this.say(state.lines.at(-1), state.lines);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
    } catch (error) {
      this.say(error.message);
    }
  }

  say(text, lines = []) {
    const said = make("p", { class: "said", role: "status" }, text);
    this.box.replaceChildren(make("h2", {}, "เผยแพร่"), said, ...(lines.length ? [make("pre", {}, lines.join("\n"))] : []), this.buttons());
    this.box.focus({ preventScroll: true });
  }

  buttons(...more) {
    const close = make("button", { type: "button", class: "close" }, "ปิด");
    close.addEventListener("click", () => this.close());
    return make("div", { class: "buttons" }, ...more, close);
  }

  draw(state) {
    if (state.published) return this.say(state.lines.at(-1) ?? "เผยแพร่แล้ว", state.lines);
    const parts = [make("h2", {}, "เผยแพร่")];
    if (state.failed) parts.push(make("pre", { class: "failed", role: "alert" }, state.failed));
    if (state.gate.length) {
      parts.push(make("h3", {}, `ต้องแก้ก่อนเผยแพร่ ${state.gate.length} ข้อ`));
      parts.push(...state.gate.slice(0, 100).map((finding) => this.panel.finding({ ...finding, file: finding.path, path: null })));
    }
    if (!state.plan) {
      this.box.replaceChildren(...parts, this.buttons());
      return this.box.focus({ preventScroll: true });
    }
    const { plan } = state;
    const count = plan.new.length + plan.changed.length + plan.gone.length;
    parts.push(make("p", { class: "said", role: "status" }, this.sum(plan)));
    const words = { new: "ใหม่", changed: "เปลี่ยน", gone: "ลบ" };
    const pages = plan.pages.map((page) => {
      const name = page.title ?? page.path;
      const shown = page.what === "gone" ? name : make("a", { href: encodeURI(page.path) }, name);
      return make("li", {}, `${words[page.what]}: `, shown);
    });
    parts.push(make("ul", { class: "plan", tabindex: "0", "aria-label": "หน้าที่จะเปลี่ยน" }, ...pages));
    const go = make("button", { type: "button", class: "write" }, `เผยแพร่ ${count} ไฟล์`);
    go.disabled = plan.nothing || count === 0;
    go.addEventListener("click", () => {
      this.say("กำลังเผยแพร่ …");
      this.follow("publish-go", { seal: state.seal });
    });
    this.box.replaceChildren(...parts, this.buttons(go));
    this.box.focus({ preventScroll: true });
  }

  sum(plan) {
    const sizes = plan.bytes < 1e6 ? `${Math.ceil(plan.bytes / 1e3)} kB` : `${(plan.bytes / 1e6).toFixed(1)} MB`;
    if (plan.nothing) return `${plan.target}: ตรงกับที่เผยแพร่แล้ว ไม่มีอะไรต้องส่ง`;
    return `ปลายทาง ${plan.target}: ใหม่ ${plan.new.length} เปลี่ยน ${plan.changed.length} ลบ ${plan.gone.length} เหมือนเดิม ${plan.unchanged} (${sizes})`;
  }
}
