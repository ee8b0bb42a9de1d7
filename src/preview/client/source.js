// "Where does this come from": elements that name their place in the author's files show it on hover and focus.

class SourceTip {
  constructor(panel) {
    this.panel = panel;
    this.box = make("div", { class: "tip", role: "tooltip", hidden: "" });
    panel.shadowRoot.append(this.box);
    const enter = (event) => event.composedPath().includes(this.box) || this.consider(event.target);
    document.addEventListener("pointerover", enter);
    document.addEventListener("pointermove", (event) => (this.pointer = [event.clientX, event.clientY]), { passive: true });
    document.addEventListener("focusin", enter);
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    window.addEventListener("scroll", () => this.hide(), { passive: true });
    // What has come to rest under the pointer was never entered by it.
    document.addEventListener("scrollend", () => this.pointer && this.consider(document.elementFromPoint(...this.pointer)));
    this.box.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.box.addEventListener("pointerleave", () => this.later(() => this.hide()));
    document.addEventListener("click", (event) => this.open(event), true);
  }

  later(act) {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, 220);
  }

  /** The nearest element around `target` that says where it comes from. */
  static find(target) {
    const element = target instanceof Element ? target.closest("[data-source], [data-src], [data-formula]") : null;
    if (!element) return null;
    const place = element.dataset.source ?? element.dataset.src ?? "";
    const [, file, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(place);
    return { element, file, line: Number(line ?? 1), column: Number(column ?? 1), formula: element.dataset.formula };
  }

  consider(target) {
    const found = SourceTip.find(target);
    if (!found) this.later(() => this.hide());
    else if (found.element !== this.shown) this.later(() => this.show(found));
    else clearTimeout(this.timer);
  }

  show(found) {
    if (!found.element.isConnected) return;
    this.shown = found.element;
    const parts = [];
    if (found.file) parts.push(make("span", {}, "มาจาก "), this.panel.placeLink(found));
    if (found.formula) parts.push(make("span", { class: "formula" }, found.formula));
    this.box.replaceChildren(...parts);
    this.box.hidden = false;
    const around = found.element.getBoundingClientRect();
    const own = this.box.getBoundingClientRect();
    const below = around.bottom + own.height + 12 < window.innerHeight;
    const top = below ? around.bottom + 6 : Math.max(4, around.top - own.height - 6);
    const left = Math.max(4, Math.min(around.left, window.innerWidth - own.width - 4));
    this.box.style.setProperty("top", `${top}px`);
    this.box.style.setProperty("left", `${left}px`);
  }

  hide() {
    clearTimeout(this.timer);
    this.shown = null;
    this.box.hidden = true;
  }

  /** Alt and a click go straight to the line. */
  open(event) {
    const found = event.altKey ? SourceTip.find(event.target) : null;
    const address = found?.file && this.panel.editorAddress(found);
    if (!address) return;
    event.preventDefault();
    event.stopPropagation();
    location.assign(address);
  }
}
