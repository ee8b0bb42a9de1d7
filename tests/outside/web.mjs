// The site on the web as others' programs meet it: linkinator follows every link, `wget -m` makes a copy that is searched
// without the original, and so is the WARC file; Mozilla's HTTP Observatory reads what nginx answers with the settings
// that the program writes. node web.mjs PRONGSAI WORK: a remark a line.
import { createRequire } from "node:module";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative, resolve } from "node:path";
import { serve } from "../browser/pages/serve.mjs";

const [prongsai, work] = process.argv.slice(2).map(path => resolve(path));
const tools = resolve("tests/.tools"), outside = createRequire(join(tools, "outside/package.json"));
const { chromium } = createRequire(join(tools, "package.json"))("playwright-core");
const remark = (tool, rule, where, what) => console.log([tool, rule, where, String(what).replace(/\s+/g, " ").slice(0, 300)].join("\t"));
const pause = ms => new Promise(done => setTimeout(done, ms));
const freePort = () => new Promise(done => {
  const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => done(port)); });
});
const files = folder => readdirSync(folder, { recursive: true, withFileTypes: true }).filter(one => one.isFile())
  .map(one => relative(folder, join(one.parentPath ?? one.path, one.name)));
const started = [];
process.on("exit", () => started.forEach(child => child.kill()));

// A site that says where it is read: on this machine.
const port = await freePort(), base = `http://127.0.0.1:${port}/`;
const content = join(work, "content"), site = join(work, "site");
cpSync("content", content, { recursive: true });
const portal = join(content, "portal.md");
writeFileSync(portal, readFileSync(portal, "utf8").replace(/^base_url: .*$/m, `base_url: ${base}`));
execFileSync(prongsai, ["build", content, "--out", site, "--date", "2569-11-21", "--quiet"], { stdio: "ignore" });
execFileSync(prongsai, ["host", "nginx", content, "--out", work, "--date", "2569-11-21"], { stdio: "ignore" });
const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(kind => `${kind}_temp_path ${work}/${kind};`).join("\n");
writeFileSync(join(work, "nginx.conf"), `daemon off;\npid ${work}/nginx.pid;\nevents {}\nhttp {\naccess_log off;\nerror_log ${work}/nginx.log;\n${temporary}\nserver {\nlisten 127.0.0.1:${port};\nserver_name localhost;\nroot ${site};\ninclude ${work}/prongsai-nginx.conf;\n}\n}\n`);
started.push(spawn("/usr/sbin/nginx", ["-e", join(work, "nginx.log"), "-c", join(work, "nginx.conf")], { stdio: "ignore" }));
for (let at = 0; at < 50 && !(await fetch(base).catch(() => null)); at++) await pause(100);

// Observatory: its own tests over its own requests. A port of this machine has no TLS, and the host's is not the site's.
const observatory = name => import(join(tools, "outside/node_modules/@mdn/mdn-http-observatory/src", name));
const [{ retrieve }, { ALL_TESTS }] = await Promise.all([observatory("retriever/retriever.js"), observatory("constants.js")]);
const answers = await retrieve("127.0.0.1", { httpPort: port, httpsPort: port });
let tests = 0;
for (const test of ALL_TESTS) {
  const result = test(answers);
  tests++;
  if (!result.pass) remark("observatory", result.name ?? test.name, "/", result.result);
}

const { LinkChecker } = await import(outside.resolve("linkinator"));
const checked = await new LinkChecker().check({ path: base, recurse: true, concurrency: 20, timeout: 20000, linksToSkip: [`^(?!${base})`] });
for (const link of checked.links.filter(one => one.state === "BROKEN")) remark("linkinator", "broken", link.url, `from ${link.parent}: ${link.status}`);

// A copy by links alone, and an archive beside it.
const copy = join(work, "copy");
mkdirSync(copy);
spawnSync("wget", ["-q", "-m", "-p", `--warc-file=${join(work, "site")}`, base], { cwd: copy });
const mirror = join(copy, `127.0.0.1:${port}`);
const missed = files(site).filter(path => !path.startsWith(".prongsai/") && !existsSync(join(mirror, path)));
missed.forEach(path => remark("wget", "not-found", path, "no link leads there"));
started.pop().kill();

/// Asks the copy of the search page for what stands in the site; everything else is gone.
async function searched(tool, address) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage(), failed = [];
  page.on("response", answer => { if (answer.status() >= 400) failed.push(answer.url()); });
  page.on("requestfailed", request => failed.push(request.url()));
  for (const [where, question, wanted] of [["search/", "ท่าเสม็ด", "tha-samet/"], ["na-kok/search/", "3-04", "na-kok/2564/3-04/"], ["en/search/", "พิปูน", "phipun/"]]) {
    await page.goto(`${address}${where}`);
    await page.fill("#q", question);
    await page.waitForSelector(".search-results a", { timeout: 15000 }).catch(() => {});
    const links = await page.$$eval(".search-results a", all => all.slice(0, 3).map(link => link.href));
    if (!links.some(link => link.includes(wanted))) remark(tool, "search", where, `${question}: ${links}`);
  }
  await page.goto(`${address}na-kok/2564/`);
  await page.evaluate(() => document.fonts.ready);
  [...new Set(failed)].forEach(url => remark(tool, "asks-for-what-is-gone", url.replace(address, ""), "404"));
  await browser.close();
}
const host = await serve(mirror);
await searched("mirror", host.base);
host.stop();

const again = await freePort();
const replay = spawn(join(tools, "outside/python/bin/python"), ["tests/outside/replay.py", join(work, "site.warc.gz"), String(again)]);
started.push(replay);
let told = "";
await new Promise(done => replay.stdout.on("data", text => { told += text; if (told.includes("ready\n")) done(); }));
await searched("warc", `http://127.0.0.1:${again}/`);
replay.kill();
console.log(`#\t${checked.links.length} links, ${files(site).length} files and ${files(mirror).length} in the copy, ${told.split("\n").length - 2} in the archive, ${tests} tests of the Observatory`);
process.exit(0);
