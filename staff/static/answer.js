// Shows the answer being written as a resident's telephone will, and asks before what was typed is lost.
import { drawMessage } from "../assets/line-message/draw.js";
import { forgetDraft, keepDraft } from "./draft.js";

const form = document.querySelector("form[data-preview]");
const phone = document.querySelector("[data-phone]");
const token = document.querySelector("meta[name=csrf-token]").content;
const QUIET = 600; // milliseconds without a key
let waiting;
let asked = 0;

function say(sentence) {
  const line = document.createElement("p");
  line.className = "sentence";
  line.textContent = sentence;
  return line;
}

async function show() {
  const number = ++asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token } });
  const said = await answer.json().catch(() => ({ sentences: ["見本を出せませんでした。"] }));
  if (number !== asked) return; // an older answer came late
  phone.replaceChildren(...(said.messages ? said.messages.map((one) => drawMessage(one)) : said.sentences.map(say)));
}

let isDirty = false;
form.addEventListener("input", () => {
  isDirty = true;
  clearTimeout(waiting);
  waiting = setTimeout(show, QUIET);
});
form.addEventListener("submit", () => { isDirty = false; });
addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
keepDraft(form, `${form.elements.language.value} ${form.elements.seen.value}`, document.querySelector("[data-draft]"), () => {
  isDirty = true;
  show();
});
if (document.querySelector(".notice")) forgetDraft("/staff/answers/new"); // it was saved, and stands under its own address now
show();
