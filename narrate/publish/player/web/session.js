/* The keys and screens of the device: media keys, lock screen, headset. */
narrate.session = (() => {
  const session = navigator.mediaSession;
  if (!session) return;
  const { sound, bar } = narrate;

  const handlers = {
    play: sound.play,
    pause: sound.pause,
    stop: sound.pause,
    previoustrack: bar.chapterBack,
    nexttrack: bar.chapterOn,
    seekbackward: ({ seekOffset = 15 }) => sound.skip(-1000 * seekOffset),
    seekforward: ({ seekOffset = 30 }) => sound.skip(1000 * seekOffset),
    seekto: ({ seekTime }) => sound.seek(1000 * seekTime),
  };

  const describe = (number) => {
    const { title, authors, chapters, cover } = narrate.book;
    session.metadata = new MediaMetadata({
      title: chapters[number].title,
      artist: authors.join(", "),
      album: title,
      artwork: cover ? [{ src: new URL(cover, location.href).href }] : [],
    });
  };

  const place = () => {
    const duration = narrate.book.chapters[sound.chapter].ms / 1000;
    const position = Math.min(sound.ms() / 1000, duration);
    if (session.setPositionState) session.setPositionState({ duration, position, playbackRate: sound.speed });
  };

  for (const [name, handler] of Object.entries(handlers)) {
    try {
      session.setActionHandler(name, (details) => handler(details));
    } catch {
      /* A browser that does not know the key does without. */
    }
  }
  narrate.on("chapter", describe);
  narrate.on("state", (playing) => {
    session.playbackState = playing ? "playing" : "paused";
    place();
  });
})();
