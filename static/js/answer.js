// Writing an answer: saves by itself (docs/architecture.md, autosave), says where the words are, loses none.
"use strict";

(() => {
  const form = document.getElementById("answer");
  if (!form) return;
  const PAUSE = 2000;
  const USUAL_INTERVAL = 15000;
  const LONGEST_WAIT = 30000; // for an answer of the server
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
  let pending = null; // the body under way with its key
  let unsure = false; // its answer was lost: only the same key again tells what became of it
  let busy = null; // the request under way
  let stopped = false;
  let submitted = false;
  let leaving = false;
  let interval = USUAL_INTERVAL;
  let began = 0; // of what is unsaved
  let notBefore = 0;
  let failures = 0;
  let timer = 0;
  let drafts = null;
  let announced = 0;
  let announcing = 0;

  const isDirty = () => form.dataset.unsaved === "1" || !same(now(), saved);

  const written = (at, format) => {
    const shown = new Date(at).toLocaleString("th-TH", { timeZone: "Asia/Bangkok", ...format });
    return form.dataset.thai === "1" ? shown.replace(/[0-9]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]) : shown;
  };
  const clock = (at) => written(at, { hour: "2-digit", minute: "2-digit" });

  // One polite announcement in ten seconds, the last word never left out; the eye sees every change.
  const announce = () => {
    announced = Date.now();
    status.setAttribute("aria-live", "polite");
    status.textContent = `${status.textContent}`;
  };

  const say = (said, isOff, isPassing = false) => {
    clearTimeout(announcing);
    status.setAttribute("aria-live", "off");
    status.textContent = said;
    status.classList.toggle("saved-off", isOff);
    if (!isPassing) announcing = setTimeout(announce, Math.max(0, announced + 10000 - Date.now()));
  };

  const tell = (message, actions) => {
    trouble.hidden = false;
    trouble.querySelector("p").textContent = message;
    for (const button of trouble.querySelectorAll("button")) button.hidden = !actions.includes(button.dataset.for);
  };

  const forget = () => drafts && drafts.remove(place).catch(() => {});

  const keepDraft = async () => {
    if (!drafts || !isDirty()) return false;
    const at = await drafts.put(place, { ...now(), version: form.elements.version.value }).catch(() => 0);
    if (!isDirty()) forget();
    else if (at && (!navigator.onLine || failures)) say(words.offline.replace("%s", clock(at)), true);
    return at > 0;
  };

  const plan = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(delay, notBefore - Date.now()));
  };

  const pause = () => PAUSE * Math.max(1, interval / USUAL_INTERVAL);

  const stop = (message, actions) => {
    stopped = true;
    pending = null;
    form.dataset.unsaved = "1";
    say(words.unsaved, true);
    tell(message, actions);
    keepDraft();
  };

  const retryLater = async (seconds) => {
    failures += 1;
    const wait = seconds || Math.min(30, 2 ** Math.min(failures, 5)) * (0.5 + Math.random() / 2);
    notBefore = Date.now() + wait * 1000;
    say(words.unsaved, true, true);
    plan(0);
    if (!(await keepDraft()) && failures) say(words.unsaved, true);
  };

  const acknowledged = (told) => {
    saved = { text: pending.text, not_applicable: pending.not_applicable };
    pending = null;
    unsure = false;
    failures = 0;
    form.dataset.unsaved = "0";
    form.elements.version.value = told.version;
    interval = told.interval * 1000;
    began = Date.now();
    Session.alive();
    show(told);
    document.getElementById("carried")?.remove(); // a changed text is this year's
    if (tabs) tabs.postMessage({ place, version: told.version });
    if (isDirty()) return plan(pause());
    say(told.saved, false);
    return forget();
  };

  // Signed out: nothing is sent until the same person is back; another one gets none of her text.
  const enter = async (message) => {
    say(words.unsaved, true);
    keepDraft();
    notBefore = Infinity;
    const isBack = await Session.signIn();
    notBefore = isBack ? 0 : Infinity;
    if (isBack) {
      trouble.hidden = true;
      return save();
    }
    return tell(message || trouble.dataset.later, ["enter", "copy"]);
  };

  const renewToken = async () => {
    failures += 1;
    const told = await Session.refresh();
    if (told.user === document.body.dataset.person) return plan(0);
    return told.user ? stop(trouble.dataset.other, ["copy"]) : enter("");
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
      unsure = response.status !== 429;
      return retryLater(Number(response.headers.get("Retry-After")) || 0);
    }
    unsure = false;
    const told = await response.json().catch(() => ({}));
    if (response.status === 401) return enter(told.message);
    if (response.status === 403 && !told.message && !failures) return renewToken();
    if (response.status === 422 || response.status === 400) {
      pending = null;
      say(words.unsaved, true);
      keepDraft();
      return tell(told.message || words.refused, ["copy"]);
    }
    return stop(told.message || words.gone, response.status === 409 ? ["choose", "copy"] : ["copy"]);
  };

  const send = async () => {
    const body = JSON.stringify({ text: pending.text, not_applicable: pending.not_applicable });
    const headers = {
      "Content-Type": "application/json",
      "If-Match": `"${form.elements.version.value}"`,
      "Idempotency-Key": pending.key,
      "X-CSRFToken": Session.token(),
    };
    const keepalive = new Blob([body]).size < LARGEST_KEPT_ALIVE;
    const signal = AbortSignal.timeout(LONGEST_WAIT);
    try {
      const response = await fetch(form.dataset.save, { method: "PUT", headers, body, keepalive, signal });
      busy = null;
      trouble.hidden = true;
      await answered(response);
    } catch {
      busy = null;
      unsure = true;
      await retryLater(0);
    }
  };

  const save = () => {
    clearTimeout(timer);
    if (stopped || busy || (!isDirty() && !pending)) return undefined;
    if (Date.now() < notBefore && !leaving) return notBefore < Infinity ? plan(0) : undefined;
    const isRepeated = pending && (same(pending, now()) || (unsure && !leaving));
    if (!isRepeated) pending = { ...now(), key: crypto.randomUUID() };
    say(words.saving, false, true);
    busy = send();
    return busy;
  };

  const typed = () => {
    if (!isDirty()) {
      clearTimeout(timer);
      began = 0;
      if (!busy && !pending) say(words.same, false);
      if (!busy) forget();
      return;
    }
    began = began || Date.now();
    say(stopped ? words.unsaved : words.typing, true, true);
    keepDraft();
    if (!stopped) plan(Date.now() - began > interval ? 0 : pause());
  };

  const flush = () => {
    if (isDirty()) save();
  };

  // Another tab, or another person while this one was hidden: told as soon as it is known.
  const newer = (version, author) => {
    if (stopped || busy || isDirty() || Number(version) <= Number(form.elements.version.value)) return;
    stopped = true;
    say(words.stale, true);
    tell(words.newer.replace("%s", author || words.otherTab), ["reload"]);
  };
  const tabs = window.BroadcastChannel ? new BroadcastChannel("pmqa-answers") : null;
  if (tabs) {
    tabs.onmessage = (event) => {
      if (event.data.place !== place) return;
      if (event.data.version) return newer(event.data.version, "");
      document.getElementById("other-tab").hidden = false;
      if (event.data.isNew) tabs.postMessage({ place });
    };
    tabs.postMessage({ place, isNew: true });
  }
  const look = async () => {
    if (stopped || busy) return;
    const response = await fetch(form.dataset.save, { cache: "no-store" }).catch(() => null);
    if (response && response.status === 401 && notBefore < Infinity) enter("");
    if (!response || response.status !== 200) return;
    const told = await response.json();
    show(told);
    newer(told.version, told.author);
  };

  // The server mends white space and the order of Thai marks: that makes no other text.
  const bare = (draft) => `${draft.text}\n\n${draft.not_applicable}`.normalize("NFKC").replace(/[\s\u200b\ufeff]+/g, " ").trim();

  const offer = async () => {
    drafts = document.body.dataset.publicComputer === "1" ? null : await Drafts.open(document.body.dataset.person);
    const draft = drafts && (await drafts.get(place).catch(() => null));
    if (!draft) return;
    if (bare(draft) === bare(saved)) return forget();
    const box = document.getElementById("draft");
    box.hidden = false;
    box.querySelector("time").textContent = written(draft.at, { dateStyle: "long", timeStyle: "short" });
    box.querySelector("blockquote").textContent = draft.text || draft.not_applicable;
    box.querySelector("[data-use]").addEventListener("click", () => {
      text.value = draft.text;
      reason.value = draft.not_applicable;
      if (Number(draft.version) < Number(form.elements.version.value)) form.elements.version.value = draft.version;
      box.hidden = true;
      text.focus();
      form.dispatchEvent(new Event("input"));
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      forget();
      box.hidden = true;
      text.focus();
    });
    return undefined;
  };

  form.addEventListener("input", typed);
  form.addEventListener("focusout", (event) => {
    if (!event.relatedTarget || event.relatedTarget.type !== "submit") flush();
  });
  // The plain post names a version: it waits for the save under way, which makes a new one.
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (busy) {
      event.preventDefault();
      await busy;
      if (!document.querySelector("dialog[open]")) form.requestSubmit(button);
      return;
    }
    leaving = stopped = submitted = true;
    clearTimeout(timer);
  });
  const copy = () =>
    navigator.clipboard.writeText(text.value).catch(() => {
      text.focus();
      text.select();
    });
  trouble.addEventListener("click", (event) => {
    const action = event.target.dataset.for;
    if (action === "choose") form.requestSubmit(document.getElementById("save"));
    if (action === "reload") location.reload();
    if (action === "copy") copy();
    if (action === "enter") enter("");
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
  window.addEventListener("pageshow", (event) => {
    leaving = false;
    if (!event.persisted || !submitted) return;
    stopped = submitted = false;
    look();
  });
  window.addEventListener("online", () => {
    if (notBefore < Infinity) notBefore = 0;
    plan(0);
  });
  window.addEventListener("beforeunload", (event) => {
    const isOnItsWay = busy && drafts && navigator.onLine && same(pending, now());
    if (!leaving && !isOnItsWay && isDirty()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      announced = 0;
      if (stopped) say(isDirty() ? words.unsaved : words.stale, true);
      else if (notBefore === Infinity) enter("");
      else if (!isDirty()) say(words.same, false);
      else {
        notBefore = 0;
        save();
      }
    }
    const writes = event.target.closest("input, textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const link = document.querySelector({ j: "[data-next]", k: "[data-previous]" }[event.key.toLowerCase()] || "none");
    if (link) location.assign(link.dataset.next || link.dataset.previous);
  });
  offer();
})();
