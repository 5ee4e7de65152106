// A form that saves by itself (docs/architecture.md, autosave), says where the words are, loses none.
// The form tells with its data where to (save), under which name a draft is kept (place) and what the ids of the parts
// beside it begin with (prefix). `told` is called with every answer of the server that stands for the text on the page.
"use strict";

const Autosave = (form, words, told = () => {}) => {
  const PAUSE = 2000;
  const USUAL_INTERVAL = 15000;
  const LONGEST_WAIT = 30000; // for an answer of the server
  const LARGEST_KEPT_ALIVE = 60000;
  const SILENT = ["hidden", "submit", "button", "file"];
  const part = (name) => document.getElementById(`${form.dataset.prefix || ""}${name}`);
  const status = part("saved");
  const trouble = part("trouble");
  const place = form.dataset.place;
  const fields = () => [...form.elements].filter((each) => each.name && !SILENT.includes(each.type));
  const isUnchecked = (each) => ["radio", "checkbox"].includes(each.type) && !each.checked;
  const now = () => Object.fromEntries(fields().flatMap((each) => (isUnchecked(each) ? [] : [[each.name, each.value]])));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const first = () => form.querySelector("textarea") || fields()[0];
  // The texts; of a form of mere choices what is chosen, in its words.
  const inWords = (values) => {
    const texts = [...form.querySelectorAll("textarea")].map((each) => values[each.name]);
    const chosen = fields().filter((each) => each.type === "radio" && values[each.name] === each.value);
    const legend = (each) => each.closest("fieldset").querySelector("legend").textContent.trim();
    const choices = () => chosen.map((each) => `${legend(each)}: ${each.parentElement.textContent.trim()}`);
    return (texts.length ? texts : choices()).filter(Boolean).join("\n\n");
  };

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
    const { version, key } = form.elements;
    const from = { version: version.value, key: key && key.value, save: form.dataset.save };
    const at = await drafts.put(place, { ...from, values: now() }).catch(() => 0);
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

  const acknowledged = (answer) => {
    saved = pending.values;
    pending = null;
    unsure = false;
    failures = 0;
    form.dataset.unsaved = "0";
    form.elements.version.value = answer.version;
    interval = answer.interval * 1000;
    began = Date.now();
    Session.alive();
    told(answer, true);
    if (tabs) tabs.postMessage({ place: form.dataset.save, version: answer.version });
    if (isDirty()) return plan(pause());
    say(answer.saved, false);
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
    const session = await Session.refresh();
    if (session.user === document.body.dataset.person) return plan(0);
    return session.user ? stop(trouble.dataset.other, ["copy"]) : enter("");
  };

  const answered = async (response, answer) => {
    if (response.status === 200) return acknowledged(answer);
    if (response.status === 429 || response.status >= 500) {
      unsure = response.status !== 429;
      return retryLater(Number(response.headers.get("Retry-After")) || 0);
    }
    unsure = false;
    const { message, missing } = answer;
    if (response.status === 401) return enter(message);
    if (response.status === 403 && !message && !failures) return renewToken();
    if (response.status === 422 || response.status === 400) {
      const isMended = !same(pending.values, now()); // while the request was under way
      pending = null;
      say(missing ? message : words.unsaved, true); // what is only unfinished is no alarm
      keepDraft();
      if (isMended) plan(pause());
      return missing ? undefined : tell(message || words.refused, ["copy"]);
    }
    return stop(message || words.gone, response.status === 409 ? ["choose", "copy"] : ["copy"]);
  };

  const bodyOf = (response) => (response.status === 200 ? response.json() : response.json().catch(() => ({})));

  const send = async () => {
    const { submission } = form.elements;
    const body = JSON.stringify({ ...pending.values, ...(submission && { submission: submission.value }) });
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
      const answer = await bodyOf(response); // the button waits for it: it names the version
      busy = null;
      trouble.hidden = true;
      await answered(response, answer);
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
    const isRepeated = pending && (same(pending.values, now()) || (unsure && !leaving));
    if (!isRepeated) pending = { values: now(), key: crypto.randomUUID() };
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
      if (event.data.place !== form.dataset.save) return;
      if (event.data.version) return newer(event.data.version, "");
      part("other-tab").hidden = false;
      if (event.data.isNew) tabs.postMessage({ place: form.dataset.save });
    };
    tabs.postMessage({ place: form.dataset.save, isNew: true });
  }
  const look = async () => {
    if (stopped || busy) return;
    const response = await fetch(form.dataset.save, { cache: "no-store" }).catch(() => null);
    if (response && response.status === 401 && notBefore < Infinity) enter("");
    if (!response || response.status !== 200) return;
    const answer = await response.json();
    told(answer, false);
    newer(answer.version, answer.author);
  };

  // The server mends white space and the order of Thai marks: that makes no other text.
  const bare = (values) => {
    const given = Object.keys(values).filter((name) => values[name]).sort();
    const all = given.map((name) => `${name}\n${values[name]}`).join("\n\n");
    return all.normalize("NFKC").replace(/[\s\u200b\ufeff]+/g, " ").trim();
  };

  const take = (draft) => {
    for (const each of fields()) {
      if (each.type === "radio") each.checked = draft.values[each.name] === each.value;
      else if (each.type === "checkbox") each.checked = each.name in draft.values;
      else each.value = draft.values[each.name] || "";
    }
    const { version, key } = form.elements;
    if (draft.save !== form.dataset.save || Number(draft.version) < Number(version.value)) version.value = draft.version;
    if (key) key.value = draft.key;
    form.dataset.save = draft.save;
  };

  // What the server holds of a draft that was written in a form of its own: it may have been saved while leaving.
  const standing = async (draft) => {
    if (draft.save === form.dataset.save) return saved;
    const response = await fetch(draft.save, { cache: "no-store" }).catch(() => null);
    const answer = response && response.status === 200 && (await response.json());
    return answer ? answer.values : {};
  };

  const offer = async () => {
    drafts = document.body.dataset.publicComputer === "1" ? null : await Drafts.open(document.body.dataset.person);
    const kept = drafts && (await drafts.get(place).catch(() => null));
    if (!kept) return undefined;
    const { text, not_applicable } = kept; // as drafts were kept before other forms had them
    const draft = kept.values ? kept : { ...kept, values: { text, not_applicable }, save: form.dataset.save };
    if (bare(draft.values) === bare(await standing(draft))) return forget();
    const box = part("draft");
    box.hidden = false;
    box.querySelector("time").textContent = written(draft.at, { dateStyle: "long", timeStyle: "short" });
    box.querySelector("blockquote").textContent = inWords(draft.values);
    box.querySelector("[data-use]").addEventListener("click", () => {
      take(draft);
      box.hidden = true;
      first().focus();
      form.dispatchEvent(new Event("input"));
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      forget();
      box.hidden = true;
      first().focus();
    });
    return undefined;
  };

  form.addEventListener("input", typed);
  form.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (!next || next.type !== "submit" || next.form !== form) flush();
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
  const copy = () => {
    return navigator.clipboard.writeText(inWords(now())).catch(() => {
      first().focus();
      first().select();
    });
  };
  trouble.addEventListener("click", (event) => {
    const action = event.target.dataset.for;
    if (action === "choose") form.requestSubmit(part("save"));
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
    const isOnItsWay = busy && drafts && navigator.onLine && same(pending.values, now());
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
  });
  offer();
};
