// The form of one category without a network. The texts live in the block of data of this very file: saving writes a
// copy of the file with the texts of the boxes. Beside that the browser keeps a draft for seven days, where it may.
"use strict";

(() => {
  const BLOCK = "pmqa-form";
  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const page = document.documentElement.cloneNode(true); // as it came, before anything below, or an add-on, touches it
  const block = document.getElementById(BLOCK);
  const words = JSON.parse(document.getElementById("form-words").textContent);
  const status = document.getElementById("status");
  const found = document.getElementById("found");
  const articles = [...document.querySelectorAll("[data-question]")];
  const boxOf = (article) => article.querySelector("textarea");
  const segmenters = window.Intl && Intl.Segmenter
    ? ["grapheme", "word"].map((granularity) => new Intl.Segmenter("th", { granularity }))
    : null;
  let form;
  let drafts = null;
  let isDirty = false;
  let keeping = 0;

  try {
    form = JSON.parse(block.textContent);
  } catch {
    const unread = document.getElementById("unread");
    unread.textContent = words.unread;
    unread.hidden = false;
    return;
  }
  const answers = new Map(form.answers.map((answer) => [answer.question, answer]));
  const started = new Map(form.answers.map((answer) => [answer.question, answer.text]));

  // --- What the page says --------------------------------------------------------------------------------------

  const changed = () => articles.filter((article) => boxOf(article).value !== started.get(article.dataset.question));

  const grow = (box) => {
    if (box.scrollHeight > box.clientHeight) box.style.height = `${box.scrollHeight + 4}px`;
  };

  const measure = (article) => {
    const meter = article.querySelector("[data-meter]");
    const text = boxOf(article).value;
    if (!segmenters) return;
    const [letters, parts] = segmenters.map((segmenter) => [...segmenter.segment(text)]);
    const limit = Number(block.dataset.limit);
    const pages = (letters.length / Number(block.dataset.page)).toFixed(1);
    const count = parts.filter((part) => part.isWordLike).length.toLocaleString("en");
    const isOver = letters.length > limit;
    meter.classList.toggle("is-over", isOver);
    meter.textContent = isOver
      ? words.over.replace("%s", limit.toLocaleString("en"))
      : `${count} ${words.words} · ${pages} ${words.pages}`;
  };

  const tell = (sentence, ...more) => {
    status.textContent = [sentence, ...more].filter(Boolean).join(" · ");
  };

  const mark = (article) => {
    const isChanged = boxOf(article).value !== started.get(article.dataset.question);
    article.classList.toggle("is-changed", isChanged);
    article.querySelector("[data-state]").textContent = isChanged ? words.changed : "";
  };

  const local = (time) => new Date(time).toLocaleString("th-TH", { dateStyle: "medium", timeStyle: "short" });

  const tellState = (more) => {
    const asCame = form.saved ? words.savedAt.replace("%s", local(form.saved)) : words.asGiven;
    tell(isDirty ? words.unsaved.replace("%s", changed().length) : asCame, more);
  };

  // --- What the file holds -------------------------------------------------------------------------------------

  const written = () =>
    JSON.stringify(form).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

  const gather = () => {
    articles.forEach((article) => {
      answers.get(article.dataset.question).text = boxOf(article).value.replace(/\r\n?/g, "\n");
    });
    block.textContent = written(); // so that the browser's own "save page" keeps the texts as well
  };

  const fill = (texts) =>
    articles.forEach((article) => {
      const box = boxOf(article);
      box.value = texts.get(article.dataset.question) ?? "";
      grow(box);
      measure(article);
      mark(article);
    });

  const twoDigits = (number) => String(number).padStart(2, "0");

  const save = () => {
    const now = new Date();
    form.saved = now.toISOString();
    gather();
    const copy = page.cloneNode(true);
    copy.querySelector(`#${BLOCK}`).textContent = block.textContent;
    const stamp = [now.getMonth() + 1, now.getDate(), "-", now.getHours(), now.getMinutes()];
    const name = `${page.dataset.name}-${stamp.map((part) => (part === "-" ? part : twoDigits(part))).join("")}.html`;
    const file = new Blob(["<!doctype html>\n", copy.outerHTML, "\n"], { type: "text/html;charset=utf-8" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    isDirty = false;
    form.answers.forEach((answer) => started.set(answer.question, answer.text));
    articles.forEach(mark);
    tell(words.saved.replace("%s", name));
    keep(true);
  };

  // --- What the browser keeps ----------------------------------------------------------------------------------

  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const opened = async () => {
    if (!window.indexedDB) return null;
    const request = indexedDB.open("pmqa-offline", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("drafts");
    const database = await settled(request);
    const store = () => database.transaction("drafts", "readwrite").objectStore("drafts");
    const [names, rows] = await Promise.all([settled(store().getAllKeys()), settled(store().getAll())]);
    await Promise.all(
      names.filter((name, place) => Date.now() - rows[place].at > WEEK).map((name) => settled(store().delete(name))),
    );
    return {
      get: () => settled(store().get(form.form)),
      put: (row) => settled(store().put(row, form.form)),
      drop: () => settled(store().delete(form.form)),
    };
  };

  const keep = async (isQuiet) => {
    gather();
    const texts = form.answers.map((answer) => [answer.question, answer.text]);
    let sentence = words.notKept;
    if (drafts) {
      try {
        await drafts.put({ texts, at: Date.now() });
        sentence = words.kept;
      } catch {
        drafts = null;
      }
    }
    if (!isQuiet) tellState(sentence);
  };

  const offer = (draft) => {
    const texts = new Map(draft.texts);
    const differs = form.answers.some((answer) => (texts.get(answer.question) ?? "") !== answer.text);
    const isNewer = !form.saved || draft.at > Date.parse(form.saved);
    if (!differs || !isNewer) return;
    found.querySelector("[data-words]").textContent = words.found.replace("%s", local(draft.at));
    found.hidden = false;
    found.querySelector("[data-use]").addEventListener("click", () => {
      found.hidden = true;
      fill(texts);
      isDirty = true;
      keep();
    });
    found.querySelector("[data-drop]").addEventListener("click", () => {
      found.hidden = true;
      drafts.drop().then(() => tellState());
    });
  };

  const begin = async () => {
    try {
      drafts = await opened();
      const draft = drafts && (await drafts.get());
      if (draft && !isDirty) offer(draft);
    } catch {
      drafts = null;
    }
    if (!drafts) tellState(words.notKept);
  };

  // --- What a person does --------------------------------------------------------------------------------------

  articles.forEach((article, place) => {
    const box = boxOf(article);
    let counting = 0;
    box.disabled = false;
    box.addEventListener("input", () => {
      isDirty = true;
      grow(box);
      mark(article);
      tellState();
      clearTimeout(counting);
      counting = setTimeout(() => measure(article), 300);
      clearTimeout(keeping);
      keeping = setTimeout(keep, 1000);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const next = articles[place + 1];
      if (next) boxOf(next).focus();
    });
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.code !== "KeyS") return; // on a Thai keyboard too
    event.preventDefault();
    save();
  });

  document.getElementById("save").addEventListener("click", save);
  document.getElementById("save").disabled = false;

  document.getElementById("forget").addEventListener("click", async () => {
    clearTimeout(keeping);
    if (drafts) await drafts.drop().catch(() => {});
    found.hidden = true;
    tell(words.forgotten);
  });

  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isDirty) keep(true);
  });

  window.addEventListener("beforeprint", () =>
    articles.forEach((article) => {
      article.querySelector(".paper").textContent = boxOf(article).value;
    }),
  );

  window.addEventListener("resize", () => articles.forEach((article) => grow(boxOf(article))));
  fill(started);
  tellState();
  begin();
})();
