/* Put the pieces together: show what is heard, hear what is chosen, go on where it was left. */
(() => {
  const { element, sound, text, book } = narrate;
  let keptAt = 0;

  const follow = () => {
    const { chapter } = sound;
    const ms = sound.ms();
    const sentence = book.sentenceAt(chapter, ms);
    if (sentence) text.mark(sentence, ms);
    else book.leafNumbered(book.leafAt(chapter, ms)).then(follow, () => {});
    if (Date.now() - keptAt > 5000) keepPlace();
  };

  const keepPlace = () => {
    if (sound.chapter < 0) return;
    keptAt = Date.now();
    const sentence = book.sentenceAt(sound.chapter, sound.ms());
    narrate.keep("place", { chapter: sound.chapter, ms: sound.ms(), made: book.made,
                            number: sentence ? sentence.number : 0 });
  };

  /** Where it was left; by its sentence where the book was made anew since. */
  const resume = async () => {
    const place = narrate.recall("place", null);
    if (!place || !book.chapters[place.chapter]) return sound.go(0, 0, false);
    if (place.made === book.made) return sound.go(place.chapter, place.ms, false);
    const sentence = await book.sentenceOf(place.chapter, place.number).catch(() => undefined);
    return sound.go(place.chapter, sentence ? sentence.start : 0, false);
  };

  /** Tell the style sheet how high the bars are, so that nothing in focus lies under them. */
  const measure = () => {
    const root = document.documentElement.style;
    for (const [name, bar] of [["--top", ".top"], ["--bottom", ".bar"]]) {
      const found = document.querySelector(bar);
      const stays = getComputedStyle(found).position === "sticky";
      root.setProperty(name, `${stays ? found.offsetHeight : 0}px`);
    }
  };

  narrate.on("chapter", text.show);
  narrate.on("tick", follow);
  narrate.on("filled", follow);
  narrate.on("choose", async (number) => {
    const { chapter } = sound;
    const sentence = await book.sentenceOf(chapter, number);
    text.follow();
    sound.go(chapter, sentence.start, true);
  });
  narrate.on("state", (playing) => {
    if (playing) text.follow();
    keepPlace();
  });
  narrate.on("book", () => {
    element("author").textContent = [book.authors.join(", "), book.narrator].filter(Boolean).join(" · ");
    element("title").lang = book.language;
    if (book.cover) Object.assign(element("cover"), { src: book.cover, hidden: false });
    resume();
  });
  addEventListener("pagehide", keepPlace);
  document.addEventListener("visibilitychange", keepPlace);
  new ResizeObserver(measure).observe(document.querySelector(".top"));
  new ResizeObserver(measure).observe(document.querySelector(".bar"));
})();
