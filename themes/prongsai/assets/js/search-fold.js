// Written by prongsai::search::fold_js from the table in src/search/fold.rs; change it there.
var prongsaiFold = (function () {
  "use strict";
  var to = new Uint16Array(65536).fill(32), rank = {}, joined = { 239078976: 3649, 239930930: 3635 };
  function rows(text, each) {
    for (var t = text.split(" "), i = 0; i < t.length; i += 3) {
      for (var a = parseInt(t[i], 36), u = a, b = parseInt(t[i + 1], 36), c = parseInt(t[i + 2], 36); u <= b; u++) each(u, c, u - a);
    }
  }
  rows("1c 1l 1c 2p 3e 2p 1t 2i 2p 5c 5y 68 60 66 6w 67 6u 67 6w gf 6w lc 2su lc 2sw 2t6 2sw 2tc 2th 2tc 2tj 2tq 2tj 2ts 2u1 1c 2v4 6bj 2v4 9j4 16nz 9j4 1d6o 1dkv 1d6o 4t 4t 0 6bv 6bz 0 6e8 6e8 0 1edb 1edb 0",
    function (u, c, step) { to[u] = c && c + step });
  rows("2t6 2t6 1 2sx 2sx 2 2t0 2t5 2 2tj 2tj 2 2tk 2tn 3 2to 2to 4 2tq 2tq 4 2tp 2tp 5 2sy 2sz 6", function (u, c) { rank[u] = c });
  function digit(u) { return u > 47 && u < 58 }
  function fold(text, at) {
    var out = [], i, u, folded = "";
    at = at || [];
    function put(u, i) {
      var n = out.length - 1, last = n < 0 ? 32 : out[n], r = rank[u], j = at[n];
      if (r && rank[last] > r) { out.pop(); put(u, i); put(last, j) }
      else if (u !== last || !r && u !== 32) {
        if (joined[last * 65536 + u]) { out.pop(); put(joined[last * 65536 + u], j) }
        else { at[n + 1] = i; out.push(u) }
      }
    }
    for (i = 0; i < text.length; i++) {
      u = to[text.charCodeAt(i)];
      if (u && !(text.charCodeAt(i) === 44 && digit(out[out.length - 1]) && digit(to[text.charCodeAt(i + 1)]))) put(u, i);
    }
    if (out[out.length - 1] === 32) out.pop();
    at.length = out.length;
    for (i = 0; i < out.length; i++) folded += String.fromCharCode(out[i]);
    return folded;
  }
  return { fold: fold, tones: /[\u0e47-\u0e4e]/g };
})();
