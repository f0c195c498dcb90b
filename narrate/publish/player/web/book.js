/* The book: its chapters, and its text in leaves, which are loaded when they are needed.
   A page from a disk may not fetch, but it may load scripts: each leaf is one. In a page
   that holds everything, leaves and sounds stand in it as elements.
   Knows nothing of what is shown or played. */
narrate.book = (() => {
  const asked = new Map();
  const loaded = new Map();
  const receivers = new Map();
  const book = { chapters: [], total: 0 };

  /** Take what the page says of the book, and begin. */
  const open = (about) => {
    Object.assign(book, about);
    for (const chapter of book.chapters) {
      chapter.before = book.total;
      book.total += chapter.ms;
    }
    narrate.remember(book.id);
    narrate.tell("book");
  };

  const sentence = (row, number, chapter, leaf) => {
    const [text, start, end, words = [], language = ""] = row;
    const solid = text.trimEnd();
    return { text: solid, space: solid.length < text.length, start, end, words, language, number,
             chapter, leaf };
  };

  /** A leaf as the page uses it, from its rows. */
  const decoded = (number, rows) => {
    const chapter = narrate.lastAt(book.chapters.length, (i) => book.chapters[i].leaf, number);
    let next = book.chapters[chapter].leaves[number - book.chapters[chapter].leaf][0];
    const sentences = [];
    const paragraphs = rows.map(([kind, depth, label, said]) => {
      const own = said.map((row) => sentence(row, next++, chapter, number));
      sentences.push(...own);
      return { kind, depth, label, sentences: own };
    });
    return { number, chapter, paragraphs, sentences };
  };

  /** Called by each leaf's script. */
  const receive = (number, rows) => {
    const leaf = decoded(number, rows);
    loaded.set(number, leaf);
    const receiver = receivers.get(number);
    if (receiver) receiver(leaf);
  };

  const request = (number) => new Promise((resolve, reject) => {
    receivers.set(number, resolve);
    const inside = narrate.element(`leaf-${number}`);
    if (inside) {
      receive(number, JSON.parse(inside.textContent));
      return;
    }
    const name = `text/${String(number + 1).padStart(4, "0")}.js`;
    const script = narrate.make("script", { src: name });
    script.onerror = () => {
      asked.delete(number);
      narrate.say(`The file ${name} is missing. Keep this page together with its folder.`, true);
      reject(new Error(name));
    };
    script.onload = () => script.remove();
    document.head.append(script);
  });

  /** A promise of a leaf. */
  const leaf = (number) => {
    if (!asked.has(number)) asked.set(number, request(number));
    return asked.get(number);
  };

  /** The number of the leaf in which a moment of a chapter lies. */
  const leafAt = (chapter, ms) => {
    const { leaf: first, leaves } = book.chapters[chapter];
    return first + narrate.lastAt(leaves.length, (i) => leaves[i][1], ms);
  };

  /** The number of the leaf in which a sentence of a chapter stands. */
  const leafOf = (chapter, sentenceNumber) => {
    const { leaf: first, leaves } = book.chapters[chapter];
    return first + narrate.lastAt(leaves.length, (i) => leaves[i][0], sentenceNumber);
  };

  /** The sentence heard at a moment; undefined while its leaf is not loaded. */
  const sentenceAt = (chapter, ms) => {
    const found = loaded.get(leafAt(chapter, ms));
    if (!found) return undefined;
    return found.sentences[narrate.lastAt(found.sentences.length,
                                          (i) => found.sentences[i].start, ms)];
  };

  /** A promise of a sentence by its number; undefined where the chapter has none of it. */
  const sentenceOf = async (chapter, number) => {
    if (number < 0 || number >= book.chapters[chapter].sentences) return undefined;
    const found = await leaf(leafOf(chapter, number));
    return found.sentences[number - found.sentences[0].number];
  };

  return Object.assign(book, { open, receive, leafNumbered: leaf, leafAt, leafOf, sentenceAt,
                               sentenceOf, isLoaded: (number) => loaded.has(number) });
})();
narrate.open = narrate.book.open;
narrate.leaf = narrate.book.receive;
