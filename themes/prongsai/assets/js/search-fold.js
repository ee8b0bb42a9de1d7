// Written by prongsai::search::fold_js from the table of src/search/fold.rs; change it there.
var prongsaiFold = (() => {
 "use strict";
 const to = new Uint16Array(65536).fill(32), rank = {}, joined = { 239078976: 3649, 239930930: 3635 };
 const rows = (text, put) => text.split(",").forEach(row => {
  const [a, b, c] = row.split(" ").map(n => parseInt(n, 36));
  for (let u = a; u <= b; u++) put(u, c, u - a);
 });
 rows("1c 1l 1c,2p 3e 2p,1t 2i 2p,5c 5y 68,60 66 6w,67 6u 67,6w gf 6w,lc 2su lc,2sw 2t6 2sw,2tc 2th 2tc,2tj 2tq 2tj,2ts 2u1 1c,2v4 6bj 2v4,9j4 16nz 9j4,1d6o 1dkv 1d6o,4t 4t 0,6bv 6bz 0,6e8 6e8 0,1edb 1edb 0", (u, c, step) => to[u] = c && c + step);
 rows("2t6 2t6 1,2sx 2sx 2,2t0 2t5 2,2tj 2tj 2,2tk 2tn 3,2to 2to 4,2tq 2tq 4,2tp 2tp 5,2sy 2sz 6", (u, c) => rank[u] = c);
 const digit = u => u > 47 && u < 58;
 const fold = (text, at = []) => {
  const out = [];
  const put = (u, i) => {
   const n = out.length, last = n ? out[n - 1] : 32, j = at[n - 1], one = joined[last * 65536 + u];
   if (rank[last] > rank[u]) { out.pop(); put(u, i); put(last, j) }
   else if (u === last && (rank[u] || u === 32)) return;
   else if (one) { out.pop(); put(one, j) }
   else { at[n] = i; out.push(u) }
  };
  for (let i = 0; i < text.length; i++) {
   const c = text.charCodeAt(i);
   if (to[c] && !(c === 44 && digit(out[out.length - 1]) && digit(to[text.charCodeAt(i + 1)]))) put(to[c], i);
  }
  if (out[out.length - 1] === 32) out.pop();
  at.length = out.length;
  return out.map(u => String.fromCharCode(u)).join("");
 };
 return { fold, tones: /[\u0e47-\u0e4e]/g };
})();
