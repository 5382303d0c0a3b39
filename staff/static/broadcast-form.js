// Keeps a notice while it is being written, and hides what does not fit the hazard or the audience that was chosen.

const QUIET = 1500; // milliseconds without a key
const form = document.querySelector(".notice-form");
const told = form.querySelector("[data-kept]");
let waiting;
let keeping = Promise.resolve();
let isLeaving = false;
let isKeeping = false;

async function keep() {
  if (isLeaving) return;
  isKeeping = true;
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) });
    const said = await answer.json();
    if (answer.ok) form.elements.revision.value = said.revision;
    const clock = new Date().toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit" });
    told.textContent = answer.ok ? `${clock}に自動で保存しました。` : `自動では保存していません。${said.sentence}`;
    told.classList.toggle("fault", !answer.ok);
    if (!answer.ok) delete form.dataset.keep; // somebody else was faster: from here on only by hand, with the warning
  } catch {
    told.textContent = "自動で保存できませんでした。「保存する」を押してください。";
  } finally {
    isKeeping = false;
  }
}

function keepSoon() {
  if (!form.dataset.keep) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => { keeping = keeping.then(keep); }, QUIET);
}

/** Shelters that are not for this hazard are no choice, unless one was chosen already: then it stays to be seen. */
function fitHazard() {
  const hazard = form.querySelector('input[name="v-hazard"]:checked')?.value;
  for (const label of form.querySelectorAll("label[data-hazards]")) {
    const fits = !hazard || label.dataset.hazards.split(" ").includes(hazard);
    label.hidden = !fits && !label.querySelector("input").checked;
  }
}

function fitAim() {
  const aim = form.querySelector('input[name="aim"]:checked')?.value;
  for (const part of form.querySelectorAll("details[data-aim]")) {
    part.hidden = part.dataset.aim !== aim;
    if (!part.hidden) part.open = true;
  }
}

function fitWhen() {
  form.querySelector("[data-later]").hidden = form.querySelector('input[name="when"]:checked')?.value !== "later";
}

function fit() {
  fitHazard();
  fitAim();
  fitWhen();
}

form.addEventListener("input", () => { fit(); keepSoon(); });
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  isLeaving = true;
  if (!isKeeping) return;
  event.preventDefault(); // what is being kept this moment decides which revision is sent
  const { submitter } = event;
  keeping.then(() => setTimeout(() => form.requestSubmit(submitter)));
});
addEventListener("pageshow", () => { isLeaving = false; });
fit();
