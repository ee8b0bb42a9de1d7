// A static server for the checks: serves a built site from a folder, as a plain host would, compressed where that helps.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { join, normalize, extname } from "node:path";
import { gzipSync } from "node:zlib";

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".csv": "text/csv; charset=utf-8", ".json": "application/json", ".png": "image/png", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8" };

export async function serve(folder) {
  const server = createServer(async (request, answer) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    let file = join(folder, path);
    try {
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const type = types[extname(file)] || "application/octet-stream", head = { "content-type": type, "cache-control": "max-age=600" };
      const bytes = await readFile(file), small = /text|svg|json|xml/.test(type) && (request.headers["accept-encoding"] || "").includes("gzip");
      answer.writeHead(200, small ? { ...head, "content-encoding": "gzip", vary: "accept-encoding" } : head);
      answer.end(small ? gzipSync(bytes) : bytes);
    } catch {
      answer.writeHead(404, { "content-type": "text/html; charset=utf-8" });
      answer.end(await readFile(join(folder, "404.html")).catch(() => "404"));
    }
  });
  await new Promise(done => server.listen(0, "127.0.0.1", done));
  return { base: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

/// The kinds of page, each by an address of the sample portal.
export const kinds = {
  portal: "",
  agency: "na-kok/",
  "agency-measures": "na-liang/",
  "agency-plan": "mueang-noi/",
  "agency-6m": "phipun/",
  "agency-committee": "tha-samet/",
  year: "na-kok/2564/",
  dimension: "phipun/2564/dimension-2/",
  mission: "phipun/2564/dimension-1/#mission-1.1.1",
  plan: "mueang-noi/2566/plan/",
  report: "na-kok/2564/report-12m/",
  "report-6m": "phipun/2564/report-6m/",
  "report-declared": "tha-samet/2563/report-6m/",
  item: "na-kok/2564/3-04/",
  "item-not-done": "na-kok/2564/1-01/",
  "item-years": "sommut/2567/1-01/",
  "agency-invented": "sommut/",
  "item-late": "phipun/2564/1.1.1-1/",
  measures: "na-liang/2568/measures/",
  announcement: "phipun/announcements/2564-04-08-report-6m/",
  order: "tha-samet/announcements/2560-04-28-order-75/",
  committee: "tha-samet/committees/plan-working-group/",
  announcements: "tha-samet/announcements/",
  compare: "compare/",
  place: "places/นครศรีธรรมราช/",
  method: "method/",
  "about-data": "about-data/",
  accessibility: "accessibility/",
  privacy: "privacy/",
  glossary: "glossary/",
  findings: "tha-samet/findings/",
  completeness: "na-kok/completeness/",
  "completeness-nobody": "phipun/completeness/",
  codes: "codes/",
  "codes-of-letter": "codes/t/",
  "announcements-by-kind": "tha-samet/announcements/by-kind/",
  "announcements-by-state": "tha-samet/announcements/by-state/",
  contact: "na-kok/contact/",
  sitemap: "na-kok/sitemap/",
  "portal-sitemap": "sitemap/",
  search: "search/",
  "agency-search": "na-kok/search/",
  data: "data/",
  "agency-data": "na-kok/data/",
  columns: "data/columns/",
  metadata: "data/metadata/",
  "agency-metadata": "na-kok/data/metadata/",
  api: "api/",
  obligations: "na-kok/obligations/",
  "obligations-year": "na-kok/obligations/2569/",
  changes: "changes/",
  "agency-changes": "na-kok/changes/",
  embeds: "na-kok/embed/",
  embed: "na-kok/2564/embed/progress/",
  "embed-completeness": "na-kok/embed/completeness/",
  "not-found": "404.html",
  "english-portal": "en/",
  "english-agency": "en/na-kok/",
  "english-year": "en/na-kok/2564/",
  "english-report": "en/na-kok/2564/report-12m/",
  "english-item": "en/phipun/2564/1.1.1-1/",
  "english-plan": "en/mueang-noi/2566/plan/",
  "english-announcement": "en/phipun/announcements/2564-04-08-report-6m/",
  "english-compare": "en/compare/",
  "english-method": "en/method/",
  "english-search": "en/search/",
  "english-data": "en/na-kok/data/",
  "english-api": "en/api/",
  "english-obligations-year": "en/na-kok/obligations/2569/",
};
