// The grade that Mozilla's HTTP Observatory gives to a server of this machine, by its own tests and its own table:
//   NODE_EXTRA_CA_CERTS=cert.pem node tests/hosts/observatory.mjs HTTP-PORT HTTPS-PORT
import { pathToFileURL } from "node:url";

const source = new URL("../.tools/observatory/node_modules/@mdn/mdn-http-observatory/src/", import.meta.url);
const part = name => import(pathToFileURL(decodeURIComponent(new URL(name, source).pathname)));
const [{ retrieve }, { ALL_TESTS }, { getGradeForScore, getScoreModifier }, { MINIMUM_SCORE_FOR_EXTRA_CREDIT }] =
  await Promise.all(["retriever/retriever.js", "constants.js", "grader/grader.js", "grader/charts.js"].map(part));
const [httpPort, httpsPort] = process.argv.slice(2).map(Number);

const answers = await retrieve("localhost", { httpPort, httpsPort });
const results = ALL_TESTS.map(test => ({ name: test.name, ...test(answers) })).filter(one => one.result);
const points = results.map(one => getScoreModifier(one.result));
const loss = 100 + points.filter(one => one < 0).reduce((all, one) => all + one, 0);
// As it counts itself: what is better than asked for counts only for those who are good already.
const score = loss >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? 100 + points.reduce((all, one) => all + one, 0) : loss;
const failed = results.filter(one => !one.pass).map(one => `${one.name}: ${one.result}`);
console.log(JSON.stringify({ grade: getGradeForScore(score).grade, score, tests: results.length, failed }));
process.exit(0);
