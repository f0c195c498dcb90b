/* How the text looks, as the reader chose; kept for every book.
   Knows nothing of the book. */
narrate.look = (() => {
  const first = { theme: "auto", font: "serif", size: 110, line: 170, letter: 0, measure: 65,
                  words: true, follow: true };
  const form = narrate.element("look-form");
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const strong = matchMedia("(prefers-contrast: more)");
  const said = { size: (n) => `${n} percent`, line: (n) => `${n / 100} lines`,
                 letter: (n) => `${n / 100} em`, measure: (n) => `${n} characters` };
  let chosen = { ...first, ...narrate.recall(".look", {}) };

  const theme = () => {
    if (chosen.theme !== "auto") return chosen.theme;
    if (strong.matches) return "contrast";
    return dark.matches ? "dark" : "light";
  };

  const apply = () => {
    root.dataset.theme = theme();
    root.dataset.font = chosen.font;
    root.dataset.words = chosen.words ? "on" : "off";
    root.style.setProperty("--size", chosen.size / 100);
    root.style.setProperty("--line", chosen.line / 100);
    root.style.setProperty("--letter", `${chosen.letter / 100}em`);
    root.style.setProperty("--measure", `${chosen.measure}ch`);
  };

  const fillForm = () => {
    for (const control of form.elements) {
      const value = chosen[control.name];
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value;
      else if (control.type === "range") {
        control.value = value;
        control.setAttribute("aria-valuetext", said[control.name](value));
      }
    }
  };

  const change = (values) => {
    chosen = { ...chosen, ...values };
    narrate.keep(".look", chosen);
    apply();
    fillForm();
  };

  form.addEventListener("input", ({ target }) => {
    const value = target.type === "checkbox" ? target.checked
      : target.type === "range" ? Number(target.value) : target.value;
    change({ [target.name]: value });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    change(first);
  });
  for (const media of [dark, strong]) media.addEventListener("change", apply);
  apply();
  fillForm();

  return { value: (name) => chosen[name] };
})();
