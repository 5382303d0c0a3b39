// What was typed and not yet saved waits in this browser, for a page that was closed or a session that ended.

const DAYS = 7 * 24 * 60 * 60 * 1000;

/** The form's words by name; nothing secret and nothing of the desk's own is kept. */
function wordsOf(form) {
  const kept = [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "checkbox");
  return Object.fromEntries(kept.map((one) => [one.name, one.value]));
}

/** Keeps drafts of `form`; `state` names what it was opened on, so that an old draft never covers a newer text. */
export function keepDraft(form, state, offer, onRestore) {
  const key = `draft ${location.pathname} ${state}`;
  forgetOld();
  const stored = read(key);
  const original = JSON.stringify(wordsOf(form));
  if (stored && JSON.stringify(stored.words) !== original) {
    offer.hidden = false;
    offer.querySelector("button").addEventListener("click", () => {
      for (const [name, value] of Object.entries(stored.words)) if (form.elements[name]) form.elements[name].value = value;
      offer.hidden = true;
      onRestore();
    });
  }
  form.addEventListener("input", () => write(key, { at: Date.now(), words: wordsOf(form) }));
}

/** The drafts of one page. */
export function forgetDraft(path) {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`draft ${path} `)) localStorage.removeItem(key);
}

function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("draft ") && !((read(key)?.at ?? 0) > Date.now() - DAYS)) localStorage.removeItem(key);
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // a full or forbidden store: then there is no draft, and the page still asks before it is left
  }
}
