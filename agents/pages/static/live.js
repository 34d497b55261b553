// Keeps a page live: fetches its own address every few seconds and takes over what has changed in the elements that
// bear `id` and `data-live`. Idiomorph changes only what differs, so focus, selection and scrolling stay.
"use strict";

(() => {
  const ANNOUNCE_MS = 30000; // a screen reader hears of new events no more often
  const LONGEST_MS = 60000; // between two tries while there is no answer
  const ANSWER_MS = 10000; // what the worker gets for an answer
  const bar = document.getElementById("live");
  if (!bar) return;

  const state = document.getElementById("live-state");
  const news = document.getElementById("live-news");
  const pause = document.getElementById("pause");
  const usualMs = Number(bar.dataset.seconds) * 1000;
  let timer, asking, paused = false, failures = 0, announcedAt = 0;
  let told = eventIds(document);

  function eventIds(page) {
    return new Set([...page.querySelectorAll("[data-live] .event[id]")].map((line) => line.id));
  }

  function clock() {
    return new Date().toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  }

  function show(text) {
    state.textContent = text;
    state.hidden = false;
  }

  // Said at once; `news` is a live region, and `state` beside it changes every few seconds unheard.
  function say(text) {
    news.textContent = text;
  }

  function announceNew(page) {
    const fresh = [...eventIds(page)].filter((id) => !told.has(id)).length;
    if (!fresh || Date.now() - announcedAt < ANNOUNCE_MS) return;
    told = eventIds(page);
    announcedAt = Date.now();
    say(fresh === 1 ? "1 new event in the list." : `${fresh} new events in the list.`);
  }

  // Whether a <details> is open is for the reader to say.
  function isOfThePage(attribute) {
    return attribute !== "open";
  }

  // What is always worth telling when it changes.
  function standing(page) {
    return [...page.querySelectorAll("[data-announce]")].map((part) => part.textContent).join(" ");
  }

  function takeOver(page) {
    const before = standing(document);
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) Idiomorph.morph(part, fresh, { restoreFocus: true, callbacks: { beforeAttributeUpdated: isOfThePage } });
    }
    document.title = page.title;
    if (standing(document) !== before) say(standing(document));
    else announceNew(page);
  }

  async function ask() {
    asking = new AbortController();
    const slow = setTimeout(() => asking.abort(), ANSWER_MS);
    try {
      const answer = await fetch(location.href, { signal: asking.signal, cache: "no-store", redirect: "error" });
      if (answer.status === 401) throw new Error("The login is needed again: load the page anew.");
      if (!answer.ok) throw new Error(`The worker answers with an error (${answer.status}).`);
      takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } finally {
      clearTimeout(slow);
    }
  }

  function found() {
    if (failures) say("Live again.");
    failures = 0;
    bar.classList.remove("lost");
    bar.dataset.at = clock();
    show(`Live, as of ${bar.dataset.at}`);
  }

  function lost(error) {
    const since = bar.dataset.at ? `What is shown is as of ${bar.dataset.at}.` : "What is shown may be old.";
    const reason = error instanceof TypeError || error.name === "AbortError" ? "No connection to the worker." : error.message;
    failures += 1;
    bar.classList.add("lost");
    show(`${reason} ${since} Trying again.`);
    if (failures === 1) say(`${reason} ${since}`);
  }

  async function round() {
    try {
      await ask();
      if (!paused) found();
    } catch (error) {
      if (!paused) lost(error);
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (paused || document.hidden) return;
    timer = setTimeout(round, Math.min(usualMs * 2 ** failures, LONGEST_MS));
  }

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    if (paused) {
      clearTimeout(timer);
      if (asking) asking.abort();
      bar.classList.remove("lost");
      show(`Paused at ${clock()}`);
    } else {
      round();
    }
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : paused || round()));
  pause.hidden = false;
  bar.dataset.at = clock();
  show(`Live, as of ${bar.dataset.at}`);
  plan();
})();
