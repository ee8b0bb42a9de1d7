// Shows the page as its print styles make it, by changing the media of the loaded styles; and undoes that.

/** `screen` rules stop, `print` rules hold; conditions on width and the like stay. */
function printedMedia(text) {
  const queries = text.split(",").map((query) => query.trim().toLowerCase());
  const meant = queries.filter((query) => !/\bscreen\b/.test(query) || /\bnot\b/.test(query));
  if (queries.join() === "" || !/\b(print|screen)\b/.test(text)) return text;
  return meant.map((query) => query.replace(/\b(not )?(print|screen)\b/, (all, not, medium) =>
    (medium === "print") === !not ? "all" : "not all")).join(", ") || "not all";
}

function setPrintView(on, undo) {
  for (const [media, text] of undo.splice(0)) media.mediaText = text;
  if (!on) return;
  const change = (media) => {
    const text = printedMedia(media.mediaText);
    if (text === media.mediaText) return;
    undo.push([media, media.mediaText]);
    media.mediaText = text;
  };
  const walk = (rules) => {
    for (const rule of rules) {
      if (rule.media) change(rule.media);
      if (rule.styleSheet) walk(rule.styleSheet.cssRules);
      if (rule.cssRules) walk(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) {
    change(sheet.media);
    try {
      walk(sheet.cssRules);
    } catch {
      // A style from another place may not be read; the site's own policy allows none.
    }
  }
}
