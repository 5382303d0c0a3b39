// Looks again every three seconds while a notice is on its way.

const PAUSE = 3000;

async function look() {
  const part = document.querySelector("[data-on-the-way]");
  if (!part) return;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (fresh) document.querySelector("[data-progress]").replaceWith(fresh);
  } catch {
    // the next look may go better
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
