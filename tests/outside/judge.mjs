// Judges remarks of others' programs: … | node judge.mjs. What stands in accepted.txt, with its reason, passes; the rest
// fails. A line of accepted.txt that nothing needs any more is told, so that the list shrinks.
import { readFileSync } from "node:fs";

const accepted = readFileSync("tests/outside/accepted.txt", "utf8").split("\n").filter(line => line && !line.startsWith("#")).map(line => {
  const [tool, rule, where, reason] = line.split(" | ");
  if (!reason) throw new Error(`accepted.txt: no reason in: ${line}`);
  return { tool, rule, where: new RegExp(`^(?:${where})$`), line, used: 0 };
});
const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
const remarks = lines.filter(line => !line.startsWith("#"));
const refused = remarks.filter(line => {
  const [tool, rule, where] = line.split("\t");
  const known = accepted.find(one => one.tool === tool && one.rule === rule && one.where.test(where));
  if (known) known.used++;
  return !known;
});
// A program that ended before its last line has not looked at everything.
const ended = lines.filter(line => line.startsWith("#"));
const expected = Number(process.argv[2]);
ended.forEach(line => console.log(line.slice(2)));
refused.slice(0, 100).forEach(line => console.log(`✗ ${line.replaceAll("\t", " · ")}`));
accepted.filter(one => !one.used).forEach(one => console.log(`not needed any more: ${one.line}`));
const short = Math.max(0, expected - ended.length);
if (short) console.log(`✗ ${short} of ${expected} did not come to their end`);
console.log(`${ended.length + remarks.length - refused.length} passed, ${refused.length + short} failed`);
process.exit(refused.length + short ? 1 : 0);
