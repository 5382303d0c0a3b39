// A short word at the foot of the page that goes away by itself.
import { element } from "/assets/line-message/dom.js";

const SHOWN_MS = 5000;

/** Says something to everybody, screen readers included. */
export function toast(words) {
  const said = element("p", "toast", words);
  document.querySelector(".toasts").append(said);
  setTimeout(() => said.remove(), SHOWN_MS);
}
