/* The text of the chapter that is up: shown leaf by leaf as it comes near the window,
   with the sentence and the word marked that are heard.
   Knows nothing of how sound is played. */
narrate.text = (() => {
  const article = narrate.element("text");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const tags = { quotation: "blockquote", code: "pre", item: "li" };
  let chapter = -1;
  let active = null;
  let words = [];
  let word = -1;
  let following = true;

  const elementOf = (number) => narrate.element(`s${number}`);

  const sentenceElement = (sentence) => {
    const made = narrate.make("span", { className: "s", id: `s${sentence.number}` }, sentence.text);
    if (sentence.language) made.lang = sentence.language;
    return sentence.space ? [made, " "] : [made];
  };

  const paragraphElement = ({ kind, depth, label, sentences }) => {
    if (kind === "scene-break") return narrate.make("hr");
    if (kind === "page-break") {
      return narrate.make("p", { className: "page" }, label ? `page ${label}` : "");
    }
    const tag = kind === "heading" ? `h${depth}` : tags[kind] || "p";
    const made = narrate.make(tag, { className: kind, dir: "auto" });
    if (kind === "item" && label) made.append(narrate.make("span", { className: "label" }, label), " ");
    if (kind === "item" || kind === "quotation") made.style.setProperty("--depth", depth);
    made.append(...sentences.flatMap(sentenceElement));
    return made;
  };

  /** Fill the place of a leaf; items that follow one another make a list. */
  const fill = (leaf) => {
    const place = narrate.element(`l${leaf.number}`);
    if (!place || place.firstChild || leaf.chapter !== chapter) return;
    for (const paragraph of leaf.paragraphs) {
      const made = paragraphElement(paragraph);
      const isList = place.lastChild && place.lastChild.tagName === "UL";
      if (made.tagName !== "LI") place.append(made);
      else if (isList) place.lastChild.append(made);
      else place.append(narrate.make("ul", {}, made));
    }
    place.removeAttribute("aria-busy");
    narrate.tell("filled");
  };

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      narrate.book.leafNumbered(Number(entry.target.id.slice(1))).then(fill, () => {});
    }
  }, { rootMargin: "150% 0px" });

  /** Show the places of a chapter's leaves, each about as high as it will be. */
  const show = (number) => {
    const about = narrate.book.chapters[number];
    near.disconnect();
    [chapter, active, words, word] = [number, null, [], -1];
    const places = about.leaves.map(([, , characters], i) => {
      const place = narrate.make("div", { className: "leaf", id: `l${about.leaf + i}` });
      place.style.setProperty("--lines", Math.ceil(characters / 55));
      place.setAttribute("aria-busy", "true");
      return place;
    });
    const head = about.headed ? [] : [narrate.make("h2", { className: "untold", dir: "auto" }, about.title)];
    article.lang = narrate.book.language;
    article.dir = narrate.book.direction;
    article.replaceChildren(...head, ...places);
    places.forEach((place) => near.observe(place));
    scrollTo(0, 0);
  };

  /** Put each word of a sentence into an element of its own. */
  const wrapWords = (element, sentence) => {
    const parts = [];
    let [at, ms] = [0, sentence.start];
    words = [];
    for (let i = 0; i < sentence.words.length; i += 3) {
      const start = at + sentence.words[i];
      ms += sentence.words[i + 2];
      parts.push(sentence.text.slice(at, start));
      at = start + sentence.words[i + 1];
      const span = narrate.make("span", { className: "w" }, sentence.text.slice(start, at));
      parts.push(span);
      words.push({ ms, span });
    }
    element.replaceChildren(...parts, sentence.text.slice(at));
  };

  const release = () => {
    const element = active && elementOf(active.number);
    if (!element) return;
    element.replaceChildren(active.text);
    element.removeAttribute("aria-current");
    if (element !== document.activeElement) element.removeAttribute("tabindex");
  };

  /** The part of the window that the bars leave free. */
  const free = () => {
    const style = getComputedStyle(document.documentElement);
    return [parseFloat(style.scrollPaddingTop) || 0,
            innerHeight - (parseFloat(style.scrollPaddingBottom) || 0)];
  };

  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const [top, bottom] = free();
    return box.top >= top && box.bottom <= bottom;
  };

  /** Scroll to an element: gently where it is near, at once where it is far. */
  const bring = (element) => {
    if (isSeen(element)) return;
    const far = Math.abs(element.getBoundingClientRect().top) > 2 * innerHeight;
    const behavior = far || still.matches ? "auto" : "smooth";
    element.scrollIntoView({ block: "center", inline: "nearest", behavior });
    if (far) requestAnimationFrame(() => element.scrollIntoView({ block: "center", inline: "nearest" }));
  };

  const offerBack = () => {
    const element = active && elementOf(active.number);
    narrate.element("back").hidden = following || !element || isSeen(element);
  };

  const setFollowing = (value) => {
    following = value;
    offerBack();
  };

  const activate = (sentence) => {
    release();
    active = sentence;
    word = -1;
    const element = elementOf(sentence.number);
    wrapWords(element, sentence);
    element.setAttribute("aria-current", "true");
    if (!article.contains(document.activeElement)) {
      for (const old of article.querySelectorAll("[tabindex]")) old.removeAttribute("tabindex");
      element.tabIndex = 0;
    }
    if (following && narrate.look.value("follow")) bring(element);
    offerBack();
    narrate.tell("sentence", sentence);
  };

  /** Mark the sentence, and the word in it, that is heard at a moment. */
  const mark = (sentence, ms) => {
    if (sentence.chapter !== chapter) return;
    if (!elementOf(sentence.number)) {
      narrate.book.leafNumbered(sentence.leaf).then((leaf) => { fill(leaf); narrate.tell("tick"); });
      return;
    }
    if (active !== sentence) activate(sentence);
    const heard = words.length && ms >= words[0].ms && ms < sentence.end;
    const next = heard ? narrate.lastAt(words.length, (i) => words[i].ms, ms) : -1;
    if (next === word) return;
    if (word >= 0) words[word].span.classList.remove("now");
    if (next >= 0) words[next].span.classList.add("now");
    word = next;
  };

  /** Put the focus on a sentence of the chapter. */
  const focus = async (number) => {
    const sentence = await narrate.book.sentenceOf(chapter, number);
    if (!sentence || sentence.chapter !== chapter) return;
    fill(await narrate.book.leafNumbered(sentence.leaf));
    for (const old of article.querySelectorAll("[tabindex]")) old.removeAttribute("tabindex");
    const element = elementOf(number);
    element.tabIndex = 0;
    element.focus({ preventScroll: true });
    bring(element);
  };

  const numberOf = (target) => {
    const element = target.closest && target.closest(".s");
    return element ? Number(element.id.slice(1)) : -1;
  };

  const moves = { ArrowDown: 1, ArrowUp: -1 };

  article.addEventListener("click", (event) => {
    const number = numberOf(event.target);
    if (number >= 0 && getSelection().isCollapsed) narrate.tell("choose", number);
  });
  article.addEventListener("keydown", (event) => {
    const number = numberOf(event.target);
    if (number < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") narrate.tell("choose", number);
    else if (moves[event.key]) focus(number + moves[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  for (const event of ["wheel", "touchmove"]) {
    addEventListener(event, () => setFollowing(false), { passive: true });
  }
  addEventListener("keydown", (event) => {
    if (["PageUp", "PageDown", "Home", "End"].includes(event.key) && event.target === document.body) {
      setFollowing(false);
    }
  });
  addEventListener("scroll", offerBack, { passive: true });
  narrate.element("back").addEventListener("click", () => {
    setFollowing(true);
    if (active) focus(active.number);
  });

  return { show, mark, focus, follow: () => setFollowing(true), get active() { return active; } };
})();
