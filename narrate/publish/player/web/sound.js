/* The sound: one audio element that plays a chapter's file after the other.
   Tells "chapter" when another chapter is up, "state" when it starts or stops, "tick"
   when time has moved, "ended" when a chapter is over.
   Knows nothing of what is shown. */
narrate.sound = (() => {
  const audio = new Audio();
  audio.preload = "metadata";
  audio.preservesPitch = audio.mozPreservesPitch = audio.webkitPreservesPitch = true;
  /* Chromium fails to seek into the last packets of an MP3 file; those are silence anyway. */
  const beforeEnd = 300;
  let chapter = -1;
  let wanted = null;
  let address = "";
  let stopsAtEnd = false;

  const parsed = () => new Promise((resolve) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", resolve);
    else resolve();
  });

  /** The bytes of a sound that stands in the page as base64. */
  const bytes = (text) => {
    const raw = atob(text.trim());
    const made = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) made[i] = raw.charCodeAt(i);
    return made;
  };

  const addressOf = async (number) => {
    if (!narrate.book.single) return narrate.book.chapters[number].sound;
    if (!narrate.element(`sound-${number}`)) await parsed();
    const inside = bytes(narrate.element(`sound-${number}`).textContent);
    return URL.createObjectURL(new Blob([inside], { type: narrate.book.type }));
  };

  /** Milliseconds into the chapter. */
  const ms = () => (wanted === null ? Math.round(audio.currentTime * 1000) : wanted);

  const seek = (time) => {
    const last = Math.max(0, narrate.book.chapters[chapter].ms - beforeEnd);
    wanted = Math.min(Math.max(0, time), last);
    audio.currentTime = wanted / 1000;
    narrate.tell("tick");
  };

  const play = () => audio.play().catch((error) => {
    if (error.name === "NotAllowedError") narrate.say("Press Play to begin.");
  });

  /** Go to a moment of a chapter, and play on where it was playing or is asked to. */
  const go = async (number, time, start = !audio.paused) => {
    if (number !== chapter) {
      audio.pause();
      chapter = number;
      wanted = time;
      narrate.tell("chapter", number);
      const next = await addressOf(number);
      if (number !== chapter) return;
      if (address.startsWith("blob:")) URL.revokeObjectURL(address);
      audio.src = address = next;
    }
    seek(time);
    if (start) await play();
  };

  const toggle = () => (audio.paused ? play() : audio.pause());

  /** Go some milliseconds on or back, over the border of chapters. */
  const skip = (distance) => {
    const time = ms() + distance;
    const { chapters } = narrate.book;
    if (time < 0 && chapter > 0) return go(chapter - 1, chapters[chapter - 1].ms + time);
    if (time >= chapters[chapter].ms && chapter + 1 < chapters.length) {
      return go(chapter + 1, time - chapters[chapter].ms);
    }
    return go(chapter, time);
  };

  const setSpeed = (speed) => {
    audio.defaultPlaybackRate = audio.playbackRate = speed;
    narrate.tell("speed", speed);
  };

  const frame = () => {
    if (audio.paused) return;
    narrate.tell("tick");
    requestAnimationFrame(frame);
  };

  audio.addEventListener("seeked", () => {
    if (wanted !== null && Math.abs(audio.currentTime * 1000 - wanted) < 1000) wanted = null;
    narrate.tell("tick");
  });
  audio.addEventListener("timeupdate", () => narrate.tell("tick"));
  for (const event of ["play", "pause"]) {
    audio.addEventListener(event, () => narrate.tell("state", !audio.paused));
  }
  audio.addEventListener("playing", () => {
    wanted = null;
    requestAnimationFrame(frame);
  });
  audio.addEventListener("ended", () => {
    narrate.tell("ended");
    const more = chapter + 1 < narrate.book.chapters.length;
    if (more) go(chapter + 1, 0, !stopsAtEnd);
    else narrate.say("The end of the book.");
    stopsAtEnd = false;
  });
  audio.addEventListener("error", () => {
    if (!audio.src) return;
    const name = narrate.book.single ? "The sound" : `The file ${narrate.book.chapters[chapter].sound}`;
    narrate.say(`${name} cannot be played. Keep this page together with its folder.`, true);
  });

  return {
    go, ms, seek, play, toggle, skip, setSpeed,
    pause: () => audio.pause(),
    stopAtEnd: (value) => { stopsAtEnd = value; },
    setVolume: (value) => { audio.volume = value; },
    get chapter() { return chapter; },
    get playing() { return !audio.paused; },
    get speed() { return audio.playbackRate; },
  };
})();
