// Previews for the tests, each a process of its own: `serve` answers the address when it is there, `stop` ends them all.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";

export function previews(program, content, cwd, always = []) {
  const started = [];
  const serve = (...more) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, ["serve", content, "--port", "0", ...always, ...more], { cwd });
      started.push(child);
      let said = "";
      const hear = (chunk) => {
        said += chunk;
        const address = /http:\/\/[\d.:[\]a-f]+\//.exec(said);
        if (address) resolve(address[0]);
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.on("exit", () => reject(new Error(said)));
      setTimeout(() => reject(new Error(`never there: ${said}`)), 60_000).unref();
    });
  const stop = () => started.forEach((child) => child.kill());
  return { serve, stop };
}

/** A preview that others may look at hands out no token, and does nothing that is asked of it. */
export async function refusedWhereShared(serve, browser, action) {
  const open = (await serve("--host", "0.0.0.0")).replace("0.0.0.0", "127.0.0.1");
  const looking = await (await browser.newContext()).newPage();
  await looking.goto(open);
  assert.equal(await looking.evaluate(async () => (await (await fetch("/_prongsai/settings")).json()).write), null);
  const refused = await looking.evaluate(async (action) => (await fetch(`/_prongsai/do/${action}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })).status, action);
  assert.equal(refused, 403);
}
