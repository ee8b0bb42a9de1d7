// Listens for newer snapshots, asks whether this page changed, and brings the change in.

const ownScript = document.currentScript;
const frame = (() => {
  try {
    return window.frameElement?.hasAttribute("data-prongsai-frame") ? window.frameElement : null;
  } catch {
    return null;
  }
})();

/** The path as the server knows it. */
function pathOf(address) {
  const { pathname } = new URL(address, location.href);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

class Client {
  constructor() {
    // Before the site's own deferred scripts run: what the server sent, and nothing else, is remembered.
    this.page = { html: rootOf(document), body: remember(document.body) };
    this.hash = ownScript.dataset.hash;
    this.assets = new Map();
    this.snapshot = null;
    this.undoPrint = [];
    this.panel = null;
    this.wait = 300;
    if (frame === null) {
      this.panel = document.createElement("prongsai-panel");
      document.documentElement.append(this.panel);
    }
    window.addEventListener("load", () => this.noteAssets());
    if (frame !== null) this.listenToParent();
    else this.listen();
  }

  listen() {
    // A browser opens only a few connections to one host: pages that nobody sees leave theirs to others.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.disconnect() : this.connect()));
    window.addEventListener("pagehide", () => this.disconnect());
    window.addEventListener("pageshow", () => this.connect());
    if (!document.hidden) this.connect();
  }

  connect() {
    if (this.events || document.hidden) return;
    clearTimeout(this.retry);
    const events = new EventSource("/_prongsai/events");
    this.events = events;
    const heard = (event) => {
      this.wait = 300;
      this.panel.connected(true);
      this.learn(event.data);
    };
    events.addEventListener("hello", heard);
    events.addEventListener("snapshot", heard);
    events.addEventListener("follow", (event) => this.follow(event.data));
    events.onerror = () => {
      // Browsers differ in whether they try again by themselves; we always do.
      this.disconnect();
      this.panel.connected(false);
      this.retry = setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(this.wait * 1.5, 2000);
    };
  }

  disconnect() {
    clearTimeout(this.retry);
    this.events?.close();
    this.events = null;
  }

  listenToParent() {
    window.addEventListener("message", (event) => {
      if (event.origin === location.origin && event.data?.prongsaiSnapshot) this.learn(event.data.prongsaiSnapshot);
    });
    window.addEventListener("load", () => setPrintView("print" in frame.dataset, this.undoPrint));
  }

  /** There is a snapshot of this name: have we seen it? */
  learn(snapshot) {
    if (snapshot === this.snapshot) return;
    this.wanted = snapshot;
    this.panel?.tellFrame(snapshot);
    if (!this.checking) this.check();
  }

  async check() {
    this.checking = true;
    try {
      while (this.wanted !== this.snapshot) {
        const wanted = this.wanted;
        this.panel?.refresh();
        await this.update();
        this.snapshot = wanted;
      }
    } catch (error) {
      if (error instanceof OutOfTouch) location.reload();
      // Otherwise the server is away; the next greeting asks again.
      this.wanted = this.snapshot;
    } finally {
      this.checking = false;
    }
  }

  async update() {
    const own = pathOf(location.href);
    const users = this.assetUsers();
    const query = [own, ...users.keys()].map((path) => `path=${encodeURIComponent(path)}`).join("&");
    const { hashes } = await (await fetch(`/_prongsai/hash?${query}`, { cache: "no-store" })).json();
    if (hashes[own].replace("missing-", "") !== this.hash) await this.replacePage();
    for (const [path, elements] of users) {
      const before = this.assets.get(path);
      this.assets.set(path, hashes[path]);
      if (before === undefined || before === hashes[path] || !hashes[path]) continue;
      for (const element of elements) this.replaceAsset(element, hashes[path]);
    }
  }

  /** Stylesheets, scripts and pictures of this site that the page shows, by path. */
  assetUsers() {
    const users = new Map();
    const add = (address, element) => {
      const url = new URL(address, location.href);
      if (url.origin !== location.origin || url.pathname.startsWith("/_prongsai/")) return;
      const path = pathOf(url);
      users.set(path, [...(users.get(path) ?? []), element]);
    };
    for (const link of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      if (link.dataset.prongsaiLeaving !== undefined) continue;
      add(link.href, link);
      try {
        for (const rule of link.sheet?.cssRules ?? []) if (rule.href) add(new URL(rule.href, link.href), link);
      } catch {
        // A style from another place may not be read.
      }
    }
    for (const image of document.querySelectorAll("img[src]")) add(image.src, image);
    for (const object of document.querySelectorAll("object[data]")) add(object.data, object);
    for (const script of document.querySelectorAll("script[src]")) add(script.src, script);
    return users;
  }

  /** What is loaded now is what the server has now, unless an event says otherwise. */
  async noteAssets() {
    const paths = [...this.assetUsers().keys()].filter((path) => !this.assets.has(path));
    if (paths.length === 0) return;
    const query = paths.map((path) => `path=${encodeURIComponent(path)}`).join("&");
    try {
      const { hashes } = await (await fetch(`/_prongsai/hash?${query}`, { cache: "no-store" })).json();
      for (const path of paths) if (!this.assets.has(path)) this.assets.set(path, hashes[path]);
    } catch {
      // The server is away; the next greeting asks again.
    }
  }

  replaceAsset(element, hash) {
    const fresh = (address) => {
      const url = new URL(address, location.href);
      url.searchParams.set("prongsai", hash.slice(-8));
      return url.href;
    };
    if (element.nodeName === "SCRIPT") location.reload();
    else if (element.nodeName === "IMG") element.src = fresh(element.src);
    else if (element.nodeName === "OBJECT") element.data = fresh(element.data);
    else this.replaceStyle(element, fresh(element.href));
  }

  /** The old style leaves when the new one is there: the page is never without. */
  replaceStyle(link, href) {
    const next = link.cloneNode();
    next.href = href;
    link.dataset.prongsaiLeaving = "";
    next.addEventListener("load", () => {
      link.remove();
      if (frame !== null) setPrintView("print" in frame.dataset, this.undoPrint);
    });
    next.addEventListener("error", () => {
      next.remove();
      delete link.dataset.prongsaiLeaving;
    });
    link.after(next);
  }

  async replacePage() {
    const response = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } });
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    const hash = next.querySelector('script[src^="/_prongsai/"]')?.dataset.hash;
    // Something else than a page stands here now, or it needs other scripts: those run only on a fresh load.
    if (!hash || scriptsOf(next) !== scriptsOf(document)) return location.reload();
    const changed = new Set();
    keepingPlace(() => {
      this.patchHead(next);
      const html = rootOf(next);
      patchAttributes(this.page.html, html);
      patch(this.page.body, remember(next.body), changed);
    });
    this.hash = hash;
    this.point([...changed].filter((element) => element?.isConnected));
    document.dispatchEvent(new CustomEvent("prongsai:patched"));
  }

  patchHead(next) {
    if (document.title !== next.title) document.title = next.title;
    const bare = (link) => {
      const url = new URL(link.getAttribute("href"), location.href);
      url.searchParams.delete("prongsai");
      return `${url.href} ${link.media}`;
    };
    const links = (page) => [...page.querySelectorAll('head link[rel~="stylesheet"][href]')];
    const wanted = new Set(links(next).map(bare));
    const present = new Set(links(document).map(bare));
    for (const link of links(document)) if (!wanted.has(bare(link))) link.remove();
    for (const link of links(next)) if (!present.has(bare(link))) document.head.append(document.importNode(link));
    for (const meta of next.head.querySelectorAll("meta[name]")) {
      const own = document.head.querySelector(`meta[name="${CSS.escape(meta.name)}"]`);
      if (own && own.content !== meta.content) own.content = meta.content;
    }
  }

  /** Lets the eye find what changed. */
  point(changed) {
    const some = changed.slice(0, 100);
    const outermost = some.filter((element) => !some.some((other) => other !== element && other.contains(element)));
    if (this.panel?.follows && outermost.length > 0 && !outermost.some(isOnScreen)) {
      outermost[0].scrollIntoView({ block: "center", behavior: "instant" });
    }
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const element of outermost.slice(0, 20)) {
      if (element === document.body || element.nodeName === "MAIN") continue;
      const line = "2px solid rgba(214, 140, 0, ";
      element.animate([{ outline: `${line}0.9)`, outlineOffset: "3px" }, { outline: `${line}0)`, outlineOffset: "3px" }], 900);
    }
  }

  follow(path) {
    if (this.panel?.follows && pathOf(location.href) !== path) location.assign(encodeURI(path).replace(/[?#]/g, encodeURIComponent));
  }
}

/** The `html` element's own attributes; its children are compared apart. */
function rootOf(page) {
  const node = page.documentElement;
  return { node, attributes: new Map(Array.from(node.attributes, (one) => [one.name, one.value])) };
}

function scriptsOf(page) {
  const scripts = [...page.querySelectorAll("script[src]")].filter((script) => !isOurs(script));
  return scripts.map((script) => script.getAttribute("src")).join("\n");
}

function isOnScreen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

if (ownScript?.dataset.hash && document.body) new Client();
