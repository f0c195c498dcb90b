/* Single keys for what the bar and the panels do; they can be switched off. */
narrate.keys = (() => {
  const { element, make, sound, bar, panels } = narrate;

  const table = [
    ["k", "Play or pause", sound.toggle],
    [" ", "Play or pause, where the focus is on no control", sound.toggle],
    ["h", "Previous sentence", () => bar.sentenceBy(-1)],
    ["l", "Next sentence", () => bar.sentenceBy(1)],
    ["j", "Back 15 seconds", () => sound.skip(-15000)],
    [";", "Forward 30 seconds", () => sound.skip(30000)],
    ["p", "Previous chapter", bar.chapterBack],
    ["n", "Next chapter", bar.chapterOn],
    ["-", "Slower", () => bar.speedBy(-1)],
    ["+", "Faster", () => bar.speedBy(1)],
    ["b", "Add bookmark", panels.addMark],
    ["m", "Bookmarks", () => panels.open("bookmarks")],
    ["c", "Contents", () => panels.open("contents")],
    ["/", "Search", () => panels.open("search")],
    ["d", "Display", () => panels.open("look")],
    ["?", "Keys", () => panels.open("keys")],
    ["r", "Focus on the sentence being read", () => {
      narrate.text.follow();
      if (narrate.text.active) narrate.text.focus(narrate.text.active.number);
    }],
  ];
  const actions = new Map(table.map(([key, , action]) => [key, action]));
  let on = narrate.recall(".keys", true);

  const press = (event) => {
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const { target, key } = event;
    if (target.closest("dialog, input, select, textarea")) return;
    if (key === " " && target.closest("button, a, .s")) return;
    const action = actions.get(key.length === 1 ? key.toLowerCase() : key);
    if (!action) return;
    event.preventDefault();
    action();
  };

  element("key-list").append(...table.map(([key, name]) =>
    make("tr", {}, make("td", {}, make("kbd", {}, key === " " ? "Space" : key)), make("td", {}, name))));
  element("keys-on").checked = on;
  element("keys-on").addEventListener("change", ({ target }) => {
    on = target.checked;
    narrate.keep(".keys", on);
  });
  addEventListener("keydown", press);
})();
