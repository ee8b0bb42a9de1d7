// What an author writes runs nowhere: node hostile.mjs PRONGSAI. A site is made of the payloads of `payloads.txt`, in every
// place where words may stand; a real Chromium opens all its pages and files under nginx and Apache with the settings that
// `prongsai host` writes, and once from a plain server with every policy off.
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, chmodSync } from "node:fs";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, relative, resolve } from "node:path";

const here = new URL(".", import.meta.url).pathname;
const { chromium } = createRequire(new URL("../../.tools/package.json", import.meta.url))("playwright-core");
const prongsai = resolve(process.argv[2]);
const only = process.argv[3];
const payloads = readFileSync(join(here, "payloads.txt"), "utf8").split("\n").filter(line => line && !line.startsWith("# "));

const work = mkdtempSync(join(tmpdir(), "hostile-"));
chmodSync(work, 0o755);
const site = join(work, "site");
const stops = [];
let passed = 0;
let failed = 0;
const check = (name, faults) => {
  if (faults.length === 0) return passed++;
  failed++;
  console.log(`✗ ${name}\n  ${faults.slice(0, 8).join("\n  ")}`);
};

const put = (path, text) => {
  const file = join(work, "content", path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
};
// JSON's strings are YAML's too.
const text = words => JSON.stringify(words.replaceAll("\\0", "\u0000").replaceAll("\u0000", ""));
const cell = words => words.replaceAll("|", "\\|");

/** One authority has a page, an item and a paper for each payload; others have one in each of their own facts. */
function write() {
  put("portal.md", `---\nkind: portal\nbase_url: http://127.0.0.1/\ntitle: ${text(payloads[0])}\nsummary: ${text(payloads[10])}\n---\nx\n`);
  const rows = [];
  const entries = [];
  payloads.forEach((bad, number) => {
    put(`a/p${number}.md`, `---\nkind: page\ntitle: ${text(bad)}\nsummary: ${text(bad)}\naccept: [{ code: T101, reason: ${text(bad)} }]\n---\n${bad}\n\n# ${bad}\n\n[${bad}](${bad}) ![${bad}](${bad})\n\n> ${bad}[^1]\n\n- ${bad}\n\n\`\`\`${bad}\n${bad}\n\`\`\`\n\n| ${cell(bad)} | x |\n|---|---|\n| ${cell(bad)} | ${cell(bad)} |\n\n[^1]: ${bad}\n`);
    put(`a/announcements/p${number}.md`, `---\nkind: announcement\ntitle: ${text(bad)}\nnumber: ${text(bad)}\ndate: 2564-04-08\nsigned_by: { name: ${text(bad)}, position: ${text(bad)} }\n---\n${bad}\n`);
    const code = `1-${String(number + 1).padStart(2, "0")}`;
    rows.push(`| ${code} | ${cell(bad)} ${number} | ${cell(bad)} | 100 | ${cell(bad)} |`);
    const quoted = `"${bad.replaceAll('"', '""')}"`;
    entries.push(`${code},"${bad.replaceAll('"', '""')} ${number}",${quoted},ดำเนินการแล้ว,${quoted}`);
    put(`a/files/s${number}.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${bad}</svg>`);
    const name = bad.replaceAll(/[/\0\n]/g, "_").slice(0, 60);
    try {
      put(`a/files/${name}.txt`, "x");
    } catch { /* no name of a file here */ }
  });
  put("a/agency.md", "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nx\n");
  put("a/2564/plan.md", `---\nkind: plan\nfiscal_years: 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | ผู้รับผิดชอบ | แผนฯ | ตัวชี้วัด |\n|---|---|---|---|---|\n${rows.join("\n")}\n`);
  put("a/2564/report-12m.md", "---\nkind: report\nfiscal_year: 2564\nround: 12\n---\nx\n");
  put("a/2564/report-12m.csv", `รหัส,โครงการ/กิจกรรม/มาตรการ,ผู้รับผิดชอบ,สถานะ,ปัญหาอุปสรรค\n${entries.join("\n")}\n`);
  for (const number of [0, 2, 13, 39, 44, 52]) {
    const bad = payloads[number];
    put(`b${number}/agency.md`, `---\nkind: agency\nname: ${text(`องค์การบริหารส่วนตำบล${bad}`)}\nshort_name: ${text(bad)}\ntype: sao\ntambon: ${text(bad)}\namphoe: ${text(bad)}\nprovince: ${text(bad)}\ncontact: { address: ${text(bad)}, phone: ${text(bad)}, email: ${text(bad)}, website: ${text(bad)}, facebook: ${text(bad)}, line: ${text(bad)}, hours: ${text(bad)} }\ncomplaints: [{ channel: ${text(bad)}, value: ${text(bad)}, url: ${text(bad)} }]\nofficials: [{ name: ${text(bad)}, position: ${text(bad)} }]\n---\n${bad}\n`);
  }
  const page = `<html xmlns="http://www.w3.org/1999/xhtml"><script>R()</script></html>`;
  for (const end of ["html", "svg", "xml", "xhtml", "txt", "csv", "js", "mjs", "htm", "shtml", "php", "unknown", "pdf", "png", "json", "md5"]) {
    put(`a/files/${end}.${end}`, end === "svg" ? `<svg xmlns="http://www.w3.org/2000/svg" onload="R()"/>` : page);
  }
}

/** Of pages that all authorities have alike, those of the first stand for all; English says the same. */
const alike = address => /^b\d+\/.+\//.test(address) || /^en\/|\/en\//.test(address) || /(^|\/)(charts|glossary|codes)\//.test(address);

function files(folder = site) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

const freePort = () => new Promise(found => {
  const socket = createSocket().listen(0, "127.0.0.1", () => {
    const { port } = socket.address();
    socket.close(() => found(port));
  });
});

async function server(name, command, port) {
  const child = spawn(command[0], command.slice(1), { stdio: "ignore" });
  stops.push(() => child.kill());
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false)) return `http://127.0.0.1:${port}`;
    await new Promise(later => setTimeout(later, 100));
  }
  const log = join(work, `${name}-error.log`);
  throw new Error(`${name} does not answer: ${existsSync(log) ? readFileSync(log, "utf8").slice(-400) : "no log"}`);
}

async function nginx() {
  const port = await freePort();
  spawnSync(prongsai, ["host", "nginx", join(work, "content"), "--out", work, "--date", "2569-11-21"]);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(it => `${it}_temp_path ${work}/tmp-${it};\n`).join("");
  writeFileSync(join(work, "nginx.conf"), `daemon off;\npid ${work}/nginx.pid;\nerror_log ${work}/nginx-error.log;\nevents {}\nhttp {\naccess_log off;\n${temporary}server {\nlisten 127.0.0.1:${port};\nserver_name localhost;\nroot ${site};\ninclude ${work}/prongsai-nginx.conf;\n}\n}\n`);
  return server("nginx", ["/usr/sbin/nginx", "-e", `${work}/nginx-error.log`, "-c", `${work}/nginx.conf`], port);
}

async function apache() {
  const port = await freePort();
  const modules = "/usr/lib/apache2/modules";
  const names = ["mpm_event", "authz_core", "dir", "mime", "alias", "headers", "deflate", "filter", "autoindex", "unixd"];
  const loaded = names.filter(name => existsSync(`${modules}/mod_${name}.so`)).map(name => `LoadModule ${name}_module ${modules}/mod_${name}.so\n`).join("");
  const user = process.getuid() === 0 ? "User nobody\nGroup nogroup\n" : "";
  writeFileSync(join(work, "apache.conf"), `ServerRoot ${work}\nServerName localhost\nListen 127.0.0.1:${port}\nPidFile ${work}/apache.pid\nErrorLog ${work}/apache-error.log\n${loaded}${user}TypesConfig /etc/mime.types\nDocumentRoot ${site}\n<Directory ${site}>\nAllowOverride All\nRequire all granted\n</Directory>\n`);
  return server("apache", ["/usr/sbin/apache2", "-f", `${work}/apache.conf`, "-DFOREGROUND"], port);
}

/** No header at all, and the types that a careless host would give. */
async function careless() {
  const types = { ".html": "text/html", ".svg": "image/svg+xml", ".css": "text/css", ".js": "text/javascript", ".xml": "text/xml", ".json": "application/json" };
  const plain = createServer((request, answer) => {
    let file = join(site, decodeURIComponent(new URL(request.url, "http://host").pathname));
    if (!existsSync(file)) return answer.writeHead(404).end();
    if (statSync(file).isDirectory()) file = join(file, "index.html");
    const type = types[extname(file)];
    answer.writeHead(200, type ? { "content-type": type } : {}).end(readFileSync(file));
  });
  stops.push(() => plain.close());
  await new Promise(listening => plain.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${plain.address().port}`;
}

async function visit(name, base, bypassCSP) {
  const context = await browser.newContext({ bypassCSP, acceptDownloads: false, ignoreHTTPSErrors: true });
  const ran = [];
  await context.exposeBinding("R", ({ page }) => void ran.push(page.url()));
  // Another's server is asked for nothing; it would tell who reads.
  await context.route(url => url.hostname !== "127.0.0.1", route => route.abort());
  let opened = 0;
  const faults = [];
  const waiting = files();
  const reader = async () => {
    const page = await context.newPage();
    page.on("dialog", dialog => dialog.dismiss());
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) await look(page, path);
    await page.waitForTimeout(300);
  };
  const look = async (page, path) => {
    const address = relative(site, path);
    if (address.startsWith(".") || /\.(css|woff2|xlsx|jsonld|zip|gz)$/.test(address) || address.startsWith("assets/") || alike(address)) return;
    const url = `${base}/${address.split("/").map(encodeURIComponent).join("/")}`;
    try {
      const answer = await page.goto(url, { waitUntil: "load", timeout: 20_000 });
      if (answer === null || answer.status() >= 400) faults.push(`${answer?.status()}: ${address}`);
    } catch (error) {
      if (!/Download is starting|ERR_ABORTED/.test(String(error))) faults.push(`${address}: ${String(error).slice(0, 120)}`);
      return;
    }
    opened++;
    if (!address.endsWith(".html")) return;
    const found = await page.evaluate(own => {
      const bad = [];
      for (const element of document.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
          if (name.startsWith("on")) bad.push(`${element.localName} ${name}=${value}`);
          const leads = ["href", "src", "action", "formaction", "xlink:href", "data", "srcdoc"].includes(name);
          if (leads && /^[\s\u0000-\u001f]*(javascript|vbscript|data|blob|view-source)\s*:/i.test(value) && !value.startsWith("data:image/")) bad.push(`${element.localName} ${name}=${value}`);
        }
        if (element.localName === "script" && element.src && !element.src.startsWith(own)) bad.push(`script ${element.src}`);
        if (element.localName === "script" && !element.src && !/json/.test(element.type)) bad.push(`script ${element.textContent.slice(0, 60)}`);
        if (["object", "embed"].includes(element.localName) || (element.localName === "base" && element.hasAttribute("href"))) bad.push(element.localName);
      }
      // What waits for a hand or an eye.
      for (const element of document.querySelectorAll("summary, [tabindex]")) element.click?.();
      return bad;
    }, base).catch(() => []);
    faults.push(...found.map(it => `${address}: ${it}`));
  };
  await Promise.all([reader(), reader(), reader()]);
  check(`${name}: no script of an author runs`, [...new Set(ran)]);
  check(`${name}: no attribute runs one`, faults);
  check(`${name}: pages were opened`, opened > payloads.length * 4 ? [] : [`${opened} opened`]);
  console.log(`${name}: ${payloads.length} payloads, ${opened} pages and files opened, ${ran.length} scripts ran`);
  await context.close();
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  write();
  const built = spawnSync(prongsai, ["build", join(work, "content"), "--out", site, "--date", "2569-11-21", "--keep-going", "--quiet", "--host", "apache"], { encoding: "utf8", maxBuffer: 1 << 30 });
  check("the site is built", built.status === 1 ? [] : [`${built.status}: ${(built.stderr + built.stdout).slice(-600)}`]);
  const servers = { nginx: [nginx, false], apache: [apache, false], "no policy": [careless, true] };
  for (const [name, [start, off]] of Object.entries(servers)) {
    if (!only || only === name) await visit(name, await start(), off);
  }
} catch (error) {
  check("the whole run", [String(error.stack)]);
} finally {
  await browser.close();
  for (const stop of stops) stop();
  rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
