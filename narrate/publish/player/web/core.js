"use strict";
/* What every other script of the page needs: news, elements, times in words, memory.
   Knows nothing of the book. */
const narrate = (() => {
  const listeners = new Map();
  const memory = new Map();
  let prefix = "narrate";

  /** Call a function whenever a piece of news is told. */
  const on = (news, listener) => {
    listeners.set(news, [...(listeners.get(news) || []), listener]);
  };

  const tell = (news, ...details) => {
    for (const listener of listeners.get(news) || []) listener(...details);
  };

  const element = (id) => document.getElementById(id);

  /** A new element with properties and children (elements or text). */
  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  /** Say something to those who see the page and to those who hear it; a fault stays. */
  let saying = 0;
  const say = (text, stays = false) => {
    clearTimeout(saying);
    element("status").textContent = text;
    if (!stays) saying = setTimeout(() => { element("status").textContent = ""; }, 8000);
  };

  const two = (number) => String(number).padStart(2, "0");

  /** 75000 as "1:15". */
  const clock = (ms) => {
    const s = Math.max(0, Math.floor(ms / 1000));
    const [hours, minutes, seconds] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60];
    return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  };

  const some = (number, unit) => `${number} ${unit}${number === 1 ? "" : "s"}`;

  /** 75000 as "1 minute 15 seconds". */
  const words = (ms) => {
    const s = Math.max(0, Math.floor(ms / 1000));
    const parts = [[Math.floor(s / 3600), "hour"], [Math.floor(s / 60) % 60, "minute"]];
    if (s < 3600) parts.push([s % 60, "second"]);
    const said = parts.filter(([number]) => number).map(([number, unit]) => some(number, unit));
    return said.join(" ") || "0 seconds";
  };

  /** What was kept of this book, or of every book where the name begins with a dot. */
  const recall = (name, otherwise) => {
    const key = name[0] === "." ? `narrate${name}` : `${prefix}.${name}`;
    try {
      const kept = localStorage.getItem(key);
      return kept === null ? otherwise : JSON.parse(kept);
    } catch {
      return memory.has(key) ? memory.get(key) : otherwise;
    }
  };

  const keep = (name, value) => {
    const key = name[0] === "." ? `narrate${name}` : `${prefix}.${name}`;
    memory.set(key, value);
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      /* The browser keeps nothing for pages from a disk: remembered until the page closes. */
    }
  };

  /** The index of the last value that is not after a limit; 0 where all are. Values ascend. */
  const lastAt = (count, valueOf, limit) => {
    let [low, high] = [0, count];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (valueOf(middle) <= limit) low = middle;
      else high = middle;
    }
    return low;
  };

  const remember = (id) => {
    prefix = `narrate.${id}`;
  };

  return { on, tell, element, make, say, clock, words, recall, keep, lastAt, remember };
})();
