/* Panels: contents and bookmarks, and how every panel opens and closes.
   A panel is a modal dialog: the browser keeps the focus in it and gives it back. */
narrate.panels = (() => {
  const { element, make, sound } = narrate;

  const open = (name) => {
    const panel = element(name);
    if (panel.open) return;
    narrate.tell("opens", name);
    panel.showModal();
    narrate.tell("opened", name);
  };

  const close = () => {
    for (const panel of document.querySelectorAll("dialog[open]")) panel.close();
  };

  /** Leave the panel for a sentence: hear on from it, and put the focus on it. */
  const leaveFor = async (chapter, number, ms) => {
    close();
    narrate.text.follow();
    await sound.go(chapter, ms);
    await narrate.text.focus(number);
  };

  const chapterRow = (about, number) => {
    const time = make("span", { className: "time" }, narrate.clock(about.ms));
    const button = make("button", { type: "button", dir: "auto" }, about.title, " ", time);
    button.addEventListener("click", () => leaveFor(number, 0, 0));
    return make("li", {}, button);
  };

  /** The list of chapters; those of a part stand in a list of its own below its title. */
  const listChapters = () => {
    const list = element("chapters");
    let [part, rows] = ["", list];
    list.replaceChildren();
    narrate.book.chapters.forEach((about, number) => {
      if (about.part !== part) {
        part = about.part;
        rows = part ? make("ol") : list;
        if (part) list.append(make("li", { dir: "auto" }, make("strong", {}, part), rows));
      }
      rows.append(chapterRow(about, number));
    });
  };

  const markChapter = () => {
    element("chapters").querySelectorAll("button").forEach((button, number) => {
      if (number === sound.chapter) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  };

  const marks = () => narrate.recall("marks", []);

  const addMark = () => {
    const here = narrate.text.active;
    if (!here) return;
    const made = { chapter: here.chapter, number: here.number, ms: here.start,
                   text: here.text.slice(0, 120) };
    const others = marks().filter((mark) => mark.chapter !== made.chapter || mark.number !== made.number);
    const all = [...others, made];
    all.sort((one, other) => one.chapter - other.chapter || one.number - other.number);
    narrate.keep("marks", all);
    listMarks();
    narrate.say("Bookmark added.");
  };

  const dropMark = (dropped) => {
    narrate.keep("marks", marks().filter((_, number) => number !== dropped));
    listMarks();
    const rest = element("marks").querySelectorAll(".drop");
    (rest[Math.min(dropped, rest.length - 1)] || element("bookmarks").querySelector("[data-closes]")).focus();
  };

  const markRow = (mark, number) => {
    const about = narrate.book.chapters[mark.chapter];
    const name = make("span", { className: "time" }, `${about.title}, ${narrate.clock(mark.ms)}`);
    const button = make("button", { type: "button", dir: "auto" }, mark.text, " ", name);
    const drop = make("button", { type: "button", className: "drop" }, "Remove");
    drop.setAttribute("aria-label", `Remove the bookmark “${mark.text.slice(0, 40)}”`);
    button.addEventListener("click", () => leaveFor(mark.chapter, mark.number, mark.ms));
    drop.addEventListener("click", () => dropMark(number));
    return make("li", {}, button, drop);
  };

  const listMarks = () => {
    const kept = marks().filter((mark) => narrate.book.chapters[mark.chapter]);
    element("no-bookmarks").hidden = kept.length > 0;
    element("marks").replaceChildren(...kept.map(markRow));
  };

  for (const button of document.querySelectorAll("[data-opens]")) {
    button.addEventListener("click", () => open(button.dataset.opens));
  }
  for (const button of document.querySelectorAll("[data-closes]")) {
    button.addEventListener("click", close);
  }
  for (const panel of document.querySelectorAll("dialog")) {
    panel.addEventListener("click", ({ target }) => { if (target === panel) close(); });
  }
  element("mark").addEventListener("click", addMark);
  narrate.on("book", () => {
    listChapters();
    listMarks();
  });
  narrate.on("opens", markChapter);
  narrate.on("opened", () => {
    const current = element("contents").querySelector("[aria-current]");
    if (element("contents").open && current) current.focus();
  });

  return { open, close, leaveFor, addMark };
})();
