/* The bar: play, skips, place in the chapter, speed, and the timer that ends playing.
   Knows nothing of the text. */
narrate.bar = (() => {
  const { element, sound } = narrate;
  const speeds = [0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.75, 1.8,
                  2, 2.25, 2.5, 2.75, 3];
  const fadeSeconds = 5;
  const slider = element("seek");
  let sliding = false;
  let shown = "";
  let sleep = { left: 0, timer: 0 };

  const about = () => narrate.book.chapters[sound.chapter];

  /** Show where in the chapter and in the book it is; once a second at most. */
  const showTime = (ms = sound.ms()) => {
    const { ms: length, before } = about();
    const now = narrate.clock(ms);
    if (now === shown) return;
    shown = now;
    element("now").textContent = now;
    if (!sliding) slider.value = ms;
    slider.setAttribute("aria-valuetext", `${narrate.words(ms)} of ${narrate.words(length)}`);
    const left = (narrate.book.total - before - ms) / sound.speed;
    element("left").textContent = `${narrate.words(Math.max(60000, left)).replace(/ \d+ seconds?$/, "")} left in the book`;
  };

  const showChapter = (number) => {
    const { chapters } = narrate.book;
    const { title, ms } = chapters[number];
    shown = "";
    slider.max = ms;
    element("length").textContent = narrate.clock(ms);
    element("where").textContent = title;
    element("chapter-back").disabled = false;
    element("chapter-on").disabled = element("onward").hidden = number + 1 >= chapters.length;
  };

  const showState = (playing) => {
    element("play").setAttribute("aria-label", playing ? "Pause" : "Play");
    document.documentElement.classList.toggle("playing", playing);
  };

  const setSpeed = (speed) => {
    element("speed").value = speed;
    sound.setSpeed(speed);
    narrate.keep(".speed", speed);
    shown = "";
  };

  const speedBy = (step) => {
    const next = speeds[speeds.indexOf(Number(element("speed").value)) + step];
    if (!next) return;
    setSpeed(next);
    narrate.say(`Speed ${next}`);
  };

  /** The beginning of the chapter, or, near it, the chapter before. */
  const chapterBack = () => {
    const back = sound.ms() < 3000 && sound.chapter > 0 ? 1 : 0;
    return sound.go(sound.chapter - back, 0);
  };

  const chapterOn = () => {
    if (sound.chapter + 1 < narrate.book.chapters.length) sound.go(sound.chapter + 1, 0);
  };

  /** Go so many sentences on. Back goes first to the beginning of the one that is heard. */
  const sentenceBy = async (step) => {
    const here = narrate.book.sentenceAt(sound.chapter, sound.ms());
    if (!here) return;
    const restart = step < 0 && sound.ms() - here.start > 1500;
    const number = here.number + (restart ? 0 : step);
    if (number < 0) {
      const before = sound.chapter - 1;
      if (before < 0) return;
      const last = await narrate.book.sentenceOf(before, narrate.book.chapters[before].sentences - 1);
      sound.go(before, last.start);
    } else {
      const next = await narrate.book.sentenceOf(sound.chapter, number);
      if (next) sound.go(sound.chapter, next.start);
      else chapterOn();
    }
  };

  const stopSleep = () => {
    clearInterval(sleep.timer);
    sleep = { left: 0, timer: 0 };
    sound.setVolume(1);
    sound.stopAtEnd(false);
    element("sleep").value = "0";
  };

  /** Seconds of playing pass; the last ones fade. */
  const passSecond = () => {
    if (!sound.playing) return;
    sleep.left -= 1;
    sound.setVolume(Math.min(1, Math.max(0, sleep.left / fadeSeconds)));
    if (sleep.left > 0) return;
    sound.pause();
    stopSleep();
    narrate.say("Paused by the sleep timer.");
  };

  const setSleep = (value) => {
    stopSleep();
    element("sleep").value = value;
    if (value === "chapter") {
      sound.stopAtEnd(true);
      narrate.say("Playing stops at the end of the chapter.");
    } else if (Number(value)) {
      sleep = { left: Number(value) * 60, timer: setInterval(passSecond, 1000) };
      narrate.say(`Playing stops after ${value} minutes.`);
    }
  };

  const press = (id, action) => element(id).addEventListener("click", action);

  press("play", sound.toggle);
  press("more", ({ currentTarget }) => {
    const opened = element("more").closest(".bar").classList.toggle("opened");
    currentTarget.setAttribute("aria-expanded", opened);
  });
  press("chapter-back", chapterBack);
  press("chapter-on", chapterOn);
  press("onward", chapterOn);
  press("sentence-back", () => sentenceBy(-1));
  press("sentence-on", () => sentenceBy(1));
  press("time-back", () => sound.skip(-15000));
  press("time-on", () => sound.skip(30000));
  slider.addEventListener("input", () => {
    sliding = true;
    showTime(Number(slider.value));
  });
  slider.addEventListener("change", () => {
    sliding = false;
    sound.seek(Number(slider.value));
  });
  element("speed").append(...speeds.map((speed) => narrate.make("option", { value: speed }, `${speed}×`)));
  element("speed").addEventListener("change", ({ target }) => setSpeed(Number(target.value)));
  element("sleep").addEventListener("change", ({ target }) => setSleep(target.value));
  narrate.on("tick", () => { if (!sliding) showTime(); });
  narrate.on("chapter", showChapter);
  narrate.on("state", showState);
  narrate.on("ended", () => { if (element("sleep").value === "chapter") stopSleepLater(); });
  const stopSleepLater = () => setTimeout(stopSleep);
  setSpeed(narrate.recall(".speed", 1));

  return { speedBy, sentenceBy, chapterBack, chapterOn };
})();
