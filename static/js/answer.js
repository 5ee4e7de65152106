// Writing an answer: saves by itself (docs/architecture.md, autosave), says where the words are, loses none.
"use strict";

(() => {
  const form = document.getElementById("answer");
  if (!form) return;
  const PAUSE = 2000;
  const LARGEST_KEPT_ALIVE = 60000;
  const text = form.elements.text;
  const reason = form.elements.not_applicable;
  const words = JSON.parse(document.getElementById("answer-words").textContent);
  const status = document.getElementById("saved");
  const trouble = document.getElementById("trouble");
  const place = form.dataset.place;
  const now = () => ({ text: text.value, not_applicable: reason.value });
  const same = (one, other) => one.text === other.text && one.not_applicable === other.not_applicable;

  let saved = now();
  let pending = null; // the body under way with its key, repeated until it is answered
  let busy = false;
  let stopped = false;
  let leaving = false;
  let interval = 15000;
  let lastTry = Date.now();
  let failures = 0;
  let timer = 0;
  let drafts = null;
  let announced = 0;

  const isDirty = () => form.dataset.unsaved === "1" || !same(now(), saved);

  const clock = (at) => {
    const shown = new Date(at).toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit" });
    return form.dataset.thai === "1" ? shown.replace(/[0-9]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]) : shown;
  };

  // One polite announcement in ten seconds; the eye sees every change.
  const say = (said, isOff) => {
    const quiet = Date.now() - announced < 10000;
    status.setAttribute("aria-live", quiet ? "off" : "polite");
    if (!quiet) announced = Date.now();
    status.textContent = said;
    status.classList.toggle("saved-off", isOff);
  };

  const tell = (message, action) => {
    trouble.hidden = false;
    trouble.querySelector("p").textContent = message;
    for (const button of trouble.querySelectorAll("button")) button.hidden = button.dataset.for !== action;
  };

  const keepDraft = async () => {
    if (!drafts || !isDirty()) return;
    const at = await drafts.put(place, { ...now(), version: form.elements.version.value }).catch(() => 0);
    if (at && isDirty() && (!navigator.onLine || failures)) say(words.offline.replace("%s", clock(at)), true);
  };

  const plan = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  const stop = (message, action) => {
    stopped = true;
    pending = null;
    form.dataset.unsaved = "1";
    say(words.unsaved, true);
    tell(message, action);
  };

  const retryLater = (seconds) => {
    failures += 1;
    const wait = seconds || Math.min(30, 2 ** Math.min(failures, 5)) * (0.5 + Math.random() / 2);
    say(words.unsaved, true);
    keepDraft();
    plan(wait * 1000);
  };

  const acknowledged = (told) => {
    saved = { text: pending.text, not_applicable: pending.not_applicable };
    pending = null;
    failures = 0;
    form.dataset.unsaved = "0";
    form.elements.version.value = told.version;
    interval = told.interval * 1000;
    Session.alive();
    show(told);
    if (tabs) tabs.postMessage({ place, version: told.version });
    if (isDirty()) return plan(PAUSE);
    say(told.saved, false);
    if (drafts) drafts.remove(place).catch(() => {});
  };

  const show = (told) => {
    const present = document.getElementById("present");
    present.textContent = told.present.length ? words.present.replace("%s", told.present.join(", ")) : "";
    const lamps = document.getElementById("lamps");
    if (lamps && told.lamps) lamps.innerHTML = told.lamps;
  };

  const answered = async (response) => {
    if (response.status === 200) return acknowledged(await response.json());
    if (response.status === 429 || response.status >= 500) {
      return retryLater(Number(response.headers.get("Retry-After")) || 0);
    }
    const told = await response.json().catch(() => ({}));
    if (response.status === 401) {
      say(words.unsaved, true);
      keepDraft();
      return Session.signIn().then(save);
    }
    if (response.status === 403 && !told.message && !failures) {
      failures += 1;
      await Session.refresh();
      return plan(0);
    }
    if (response.status === 422 || response.status === 400) {
      pending = null;
      say(words.unsaved, true);
      return tell(told.message || words.refused, "copy");
    }
    keepDraft();
    return stop(told.message || words.gone, response.status === 409 ? "choose" : "copy");
  };

  const save = async () => {
    clearTimeout(timer);
    if (stopped || busy || (!isDirty() && !pending)) return;
    if (!pending || !same(pending, now())) pending = { ...now(), key: crypto.randomUUID() };
    busy = true;
    lastTry = Date.now();
    say(words.saving, false);
    const body = JSON.stringify({ text: pending.text, not_applicable: pending.not_applicable });
    const headers = {
      "Content-Type": "application/json",
      "If-Match": `"${form.elements.version.value}"`,
      "Idempotency-Key": pending.key,
      "X-CSRFToken": Session.token(),
    };
    const keepalive = leaving && new Blob([body]).size < LARGEST_KEPT_ALIVE;
    try {
      const response = await fetch(form.dataset.save, { method: "PUT", headers, body, keepalive });
      busy = false;
      trouble.hidden = true;
      await answered(response);
    } catch {
      busy = false;
      retryLater(0);
    }
  };

  const typed = () => {
    if (stopped) return keepDraft();
    if (!isDirty()) {
      say(words.same, false);
      return undefined;
    }
    say(words.typing, true);
    keepDraft();
    plan(Date.now() - lastTry > interval ? 0 : PAUSE);
    return undefined;
  };

  const flush = () => {
    if (isDirty()) save();
  };

  // Another tab, or another person while this one was hidden: told as soon as it is known.
  const newer = (version, author) => {
    if (stopped || busy || Number(version) <= Number(form.elements.version.value)) return;
    if (isDirty()) return;
    stopped = true;
    say(words.stale, true);
    tell(words.newer.replace("%s", author || words.otherTab), "reload");
  };
  const tabs = window.BroadcastChannel ? new BroadcastChannel("pmqa-answers") : null;
  if (tabs) {
    tabs.onmessage = (event) => {
      if (event.data.place === place) newer(event.data.version, "");
    };
  }
  const look = async () => {
    const response = await fetch(form.dataset.save, { cache: "no-store" }).catch(() => null);
    if (!response || response.status !== 200) return;
    const told = await response.json();
    show(told);
    newer(told.version, told.author);
  };

  const offer = async () => {
    drafts = document.body.dataset.publicComputer === "1" ? null : await Drafts.open(document.body.dataset.person);
    const draft = drafts && (await drafts.get(place).catch(() => null));
    if (!draft) return;
    if (same(draft, saved)) return drafts.remove(place);
    const box = document.getElementById("draft");
    box.hidden = false;
    box.querySelector("time").textContent = new Date(draft.at).toLocaleString("th-TH");
    box.querySelector("blockquote").textContent = draft.text;
    box.querySelector("[data-use]").addEventListener("click", () => {
      text.value = draft.text;
      reason.value = draft.not_applicable;
      if (Number(draft.version) < Number(form.elements.version.value)) form.elements.version.value = draft.version;
      box.hidden = true;
      text.focus();
      form.dispatchEvent(new Event("input"));
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      drafts.remove(place);
      box.hidden = true;
      text.focus();
    });
    return undefined;
  };

  form.addEventListener("input", typed);
  form.addEventListener("focusout", flush);
  form.addEventListener("submit", () => {
    leaving = true;
    stopped = true;
  });
  trouble.addEventListener("click", (event) => {
    const action = event.target.dataset.for;
    if (action === "choose") form.requestSubmit(document.getElementById("save"));
    if (action === "reload") location.reload();
    if (action === "copy") navigator.clipboard.writeText(text.value);
  });
  document.addEventListener("visibilitychange", () => {
    leaving = document.visibilityState === "hidden";
    if (leaving) flush();
    else look();
  });
  window.addEventListener("pagehide", () => {
    leaving = true;
    flush();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("online", () => plan(0));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      announced = 0;
      if (isDirty()) save();
      else say(words.same, false);
    }
    const writes = event.target.closest("input, textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const link = document.querySelector({ j: "[data-next]", k: "[data-previous]" }[event.key.toLowerCase()] || "none");
    if (link) location.assign(link.dataset.next || link.dataset.previous);
  });
  offer();
})();
