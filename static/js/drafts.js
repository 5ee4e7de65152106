// Unsent text, kept in this browser only while it is unsent: encrypted, for one person, for seven days at most
// (docs/decisions/0011-local-drafts.md). `Drafts.open(person)` gives { put, get, remove }, or null where it may not.
"use strict";

const Drafts = (() => {
  const WEEK = 7 * 24 * 60 * 60 * 1000;

  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const database = () => {
    const request = indexedDB.open("pmqa", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      request.result.createObjectStore("drafts");
    };
    return settled(request);
  };

  const store = (db, name, mode) => db.transaction(name, mode).objectStore(name);

  // The key never leaves the browser, nor this store: it cannot be read out, only used.
  const keyOf = async (db, person) => {
    const found = await settled(store(db, "keys", "readonly").get(person));
    if (found) return found;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await settled(store(db, "keys", "readwrite").put(made, person));
    return made;
  };

  const dropOld = async (db) => {
    const all = store(db, "drafts", "readwrite");
    const [names, drafts] = await Promise.all([settled(all.getAllKeys()), settled(all.getAll())]);
    drafts.forEach((draft, index) => {
      if (Date.now() - draft.at > WEEK) store(db, "drafts", "readwrite").delete(names[index]);
    });
  };

  const open = async (person) => {
    if (!person || !window.indexedDB || !window.crypto || !crypto.subtle) return null;
    const db = await database();
    await dropOld(db);
    const key = await keyOf(db, person);
    const name = (place) => `${person} ${place}`;
    return {
      put: async (place, draft) => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const words = new TextEncoder().encode(JSON.stringify(draft));
        const secret = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, words);
        const row = { iv, secret, at: Date.now() };
        await settled(store(db, "drafts", "readwrite").put(row, name(place)));
        return row.at;
      },
      get: async (place) => {
        const row = await settled(store(db, "drafts", "readonly").get(name(place)));
        if (!row) return null;
        const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.secret);
        return { ...JSON.parse(new TextDecoder().decode(words)), at: row.at };
      },
      remove: (place) => settled(store(db, "drafts", "readwrite").delete(name(place))),
    };
  };

  return { open: (person) => open(person).catch(() => null) };
})();
