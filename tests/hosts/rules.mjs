// The `_redirects` file as Netlify and Cloudflare Pages read it: Netlify's own matcher (compiled from what its servers
// run) and Cloudflare's own parser and asset server, over the built files. Every address must answer in the end.
//   node tests/hosts/rules.mjs OUTPUT ADDRESS...
import { createRequire } from "node:module";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const tools = new URL("../.tools/", import.meta.url);
const require = createRequire(new URL("package.json", tools));
const [site, ...addresses] = process.argv.slice(2);
const rules = readFileSync(join(site, "_redirects"), "utf8");
let passed = 0, failed = 0;
const expect = (right, text) => { if (right) passed++; else { failed++; console.log("failed: " + text); } };

const file = path => {
  const at = join(site, decodeURIComponent(path));
  if (path.endsWith("/")) return existsSync(join(at, "index.html"));
  return existsSync(at) && statSync(at).isFile();
};
const asked = address => address.split("/").map(encodeURIComponent).join("/");
const wanted = rules.split("\n").filter(line => line && !line.startsWith("#"));

// Netlify: a file that stands at an address goes before a rule; a page there leads on by itself.
const { parseAllRedirects } = await import(pathToFileURL(require.resolve("netlify-redirect-parser")));
const parsed = await parseAllRedirects({ redirectsFiles: [join(site, "_redirects")], configRedirects: [], minimal: true });
expect(parsed.errors.length === 0 && parsed.redirects.length === wanted.length,
  `Netlify reads ${parsed.redirects.length} of ${wanted.length} rules: ${parsed.errors}`);
const netlify = await require("netlify-redirector").parsePlain(rules, {});
const matched = path =>
  netlify.match({ scheme: "https", host: "a.go.th", path, query: "", headers: {}, cookieValues: {}, getHeader: () => "", getCookie: () => "" });
const rest = new Set(wanted.map(line => line.split(" ")[0]));
for (const address of addresses) {
  const path = asked(address), match = matched(path);
  expect(match ? match.status === 301 && file(match.to) : file(path), `Netlify: ${address} leads to ${match?.to}`);
  expect(Boolean(match) === rest.has(path), `Netlify: ${address} ${match ? "has a rule that was not written" : "misses its rule"}`);
}

// Cloudflare Pages: its parser and its asset server, from the last release that carries both.
const folder = mkdtempSync(join(tmpdir(), "rules-"));
const bundle = join(folder, "pages.mjs");
const source = new URL("cloudflare/package/", tools);
await require("esbuild").build({
  stdin: {
    contents: `export { parseRedirects } from "./metadata-generator/parseRedirects";
      export { createMetadataObject } from "./metadata-generator/createMetadataObject";
      export { generateHandler } from "./asset-server/handler";`,
    resolveDir: decodeURIComponent(source.pathname),
  },
  bundle: true, format: "esm", platform: "node", outfile: bundle, logLevel: "error", tsconfigRaw: {},
});
const { parseRedirects, createMetadataObject, generateHandler } = await import(pathToFileURL(bundle));
rmSync(folder, { recursive: true });
const redirects = parseRedirects(rules);
expect(redirects.invalid.length === 0 && redirects.rules.length === wanted.length,
  `Cloudflare reads ${redirects.rules.length} of ${wanted.length} rules: ${JSON.stringify(redirects.invalid)}`);
const metadata = createMetadataObject({ redirects });
const cloudflare = path => generateHandler({
  request: new Request("https://a.go.th" + path),
  metadata,
  logError: error => console.log("failed: " + error),
  findAssetEntryForPath: async path => { const at = join(site, path); return existsSync(at) && statSync(at).isFile() ? at : null; },
  // Its keys are hashes, and plain in any case.
  getAssetKey: encodeURIComponent,
  negotiateContent: () => ({ encoding: null }),
  fetchAsset: async key => ({ body: readFileSync(decodeURIComponent(key)), contentType: "application/octet-stream" }),
});
for (const address of addresses) {
  const path = asked(address), answer = await cloudflare(path);
  const to = answer.headers.get("location");
  const end = to ? await cloudflare(new URL(to, "https://a.go.th").pathname) : answer;
  expect(answer.status === (rest.has(path) ? 301 : 200) && end.status === 200,
    `Cloudflare: ${address} answers ${answer.status}, ${to} answers ${end.status}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
