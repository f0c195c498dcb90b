/* Search in the whole book, whatever the case and the accents.
   Leaves are loaded one after the other, so that a long book does not stop the page. */
narrate.search = (() => {
  const { element, make } = narrate;
  const most = 300;
  const around = 50;
  let running = 0;

  /** Text as it is compared, and for each of its characters the place in the text. */
  const folded = (text) => {
    const places = [];
    let plain = "";
    for (let at = 0; at < text.length;) {
      const character = String.fromCodePoint(text.codePointAt(at));
      const bare = character.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’‘]/g, "'");
      for (let i = 0; i < bare.length; i++) places.push(at);
      plain += bare;
      at += character.length;
    }
    places.push(text.length);
    return { plain, places };
  };

  const row = (sentence, start, end) => {
    const { text } = sentence;
    const before = (start > around ? "…" : "") + text.slice(Math.max(0, start - around), start);
    const after = text.slice(end, end + around) + (end + around < text.length ? "…" : "");
    const about = narrate.book.chapters[sentence.chapter];
    const place = make("span", { className: "time" }, `${about.title}, ${narrate.clock(sentence.start)}`);
    const button = make("button", { type: "button", dir: "auto" },
                        before, make("mark", {}, text.slice(start, end)), after, " ", place);
    button.addEventListener("click", () =>
      narrate.panels.leaveFor(sentence.chapter, sentence.number, sentence.start));
    return make("li", {}, button);
  };

  const rowsOf = (leaf, query) => leaf.sentences.flatMap((sentence) => {
    const { plain, places } = folded(sentence.text);
    const at = plain.indexOf(query);
    return at < 0 ? [] : [row(sentence, places[at], places[at + query.length])];
  });

  const leafCount = () => {
    const last = narrate.book.chapters[narrate.book.chapters.length - 1];
    return last.leaf + last.leaves.length;
  };

  const find = async (asked) => {
    const run = ++running;
    const query = folded(asked.trim().replace(/\s+/g, " ")).plain;
    const list = element("results");
    list.replaceChildren();
    element("found").textContent = query ? "Searching…" : "";
    if (!query) return;
    const leaves = leafCount();
    for (let number = 0; number < leaves && list.children.length < most; number++) {
      const leaf = await narrate.book.leafNumbered(number).catch(() => null);
      if (run !== running) return;
      if (leaf) list.append(...rowsOf(leaf, query));
    }
    const count = list.children.length;
    const places = count === 1 ? "1 sentence" : `${count} sentences`;
    element("found").textContent = count >= most ? `The first ${places}.` : `Found in ${places}.`;
  };

  element("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    find(element("query").value);
  });
  narrate.on("opened", (name) => {
    if (name !== "search") return;
    element("query").focus();
    element("query").select();
  });

  return { find };
})();
