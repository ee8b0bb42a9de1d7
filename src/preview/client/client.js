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
    this.stale = false;
    this.checking = false;
    this.leaving = null;
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
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel("prongsai-preview") : null;
    this.channel?.addEventListener("message", ({ data }) => this.hear(data));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.join()));
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => this.join());
    this.join();
  }

  /**
   * A browser opens only six connections to one host, so all open pages share one stream of events: the first page
   * that can be seen holds it and passes on what it hears. One that is hidden leaves that to another.
   */
  join() {
    if (document.hidden || this.leaving) return;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    if (this.channel === null || !navigator.locks) return this.connect(signal);
    this.learn(null);
    const lead = () => new Promise((release) => {
      signal.addEventListener("abort", release);
      this.connect(signal);
    });
    navigator.locks.request("prongsai-preview", { signal }, lead).catch(() => {
      // Left before its turn came.
    });
  }

  leave() {
    this.leaving?.abort();
    this.leaving = null;
  }

  connect(signal) {
    if (signal.aborted) return;
    const events = new EventSource("/_prongsai/events");
    const tell = (news) => {
      this.channel?.postMessage(news);
      this.hear(news);
    };
    const heard = (event) => {
      this.wait = 300;
      tell({ snapshot: event.data });
    };
    events.addEventListener("hello", heard);
    events.addEventListener("snapshot", heard);
    // Where several windows are open, only one of them goes along.
    events.addEventListener("follow", (event) => this.follow(event.data));
    events.onerror = () => {
      // Browsers differ in whether they try again by themselves; we always do.
      events.close();
      tell({ lost: true });
      setTimeout(() => this.connect(signal), this.wait);
      this.wait = Math.min(this.wait * 1.5, 2000);
    };
    signal.addEventListener("abort", () => events.close());
  }

  hear({ snapshot, lost }) {
    this.panel.connected(!lost);
    if (snapshot) this.learn(snapshot);
  }

  listenToParent() {
    window.addEventListener("message", (event) => {
      if (event.origin === location.origin && event.data?.prongsaiSnapshot) this.learn(event.data.prongsaiSnapshot);
    });
    window.addEventListener("load", () => setPrintView("print" in frame.dataset, this.undoPrint));
  }

  /** There is a snapshot of this name, or perhaps a newer one: have we seen it? */
  learn(snapshot) {
    if (snapshot !== null && snapshot === this.snapshot) return;
    if (snapshot !== null) this.panel?.tellFrame(snapshot);
    this.stale = true;
    if (!this.checking) this.check();
  }

  async check() {
    this.checking = true;
    try {
      while (this.stale) {
        this.stale = false;
        this.snapshot = await this.update();
        // After the page: its requests come first.
        this.panel?.refresh();
      }
    } catch (error) {
      if (error instanceof OutOfTouch) location.reload();
      // Otherwise the server is away; the next greeting asks again.
      this.snapshot = null;
    } finally {
      this.checking = false;
    }
  }

  /** Brings in what changed, and tells which snapshot that was. */
  async update() {
    const own = pathOf(location.href);
    const users = this.assetUsers();
    const query = [own, ...users.keys()].map((path) => `path=${encodeURIComponent(path)}`).join("&");
    const { snapshot, hashes } = await ask(`/_prongsai/hash?${query}`);
    if (hashes[own].replace("missing-", "") !== this.hash) await this.replacePage();
    for (const [path, elements] of users) {
      const before = this.assets.get(path);
      this.assets.set(path, hashes[path]);
      if (before === undefined || before === hashes[path] || !hashes[path]) continue;
      for (const element of elements) this.replaceAsset(element, hashes[path]);
    }
    return snapshot;
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
      const { hashes } = await ask(`/_prongsai/hash?${query}`);
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
