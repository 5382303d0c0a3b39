// A question in a window of its own: closes with Escape, gives the focus back, answers null when nothing was chosen.
import { element } from "/assets/line-message/dom.js";
import { icon } from "/assets/line-message/icons.js";

/** Shows `fields` under a title; answers what `read` makes of them when it is sent, or null. */
export function askIn(title, fields, { send = "送る", read, opened }) {
  const form = element("form", "dialog-form", ...fields);
  form.method = "dialog";
  const dialog = element("dialog", "dialog", headOf(title), form);
  const ready = element("button", "dialog-send", send);
  form.append(ready);
  document.body.append(dialog);
  const name = dialog.querySelector("h2");
  name.id = `dialog-${Date.now()}`;
  dialog.setAttribute("aria-labelledby", name.id);
  return new Promise((resolve) => {
    let chosen = null;
    const finish = (value) => {
      chosen = value;
      dialog.close();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(read());
    });
    dialog.querySelector(".dialog-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    dialog.showModal();
    opened?.(finish);
  });
}

function headOf(title) {
  const close = element("button", "dialog-close", icon("close"));
  close.type = "button";
  close.setAttribute("aria-label", "閉じる");
  return element("div", "dialog-head", element("h2", "", title), close);
}

/** A field with its name above it. */
export function field(name, input) {
  return element("label", "field", element("span", "field-name", name), input);
}

/** An input of a kind, with further properties. */
export function input(type, properties = {}) {
  return Object.assign(document.createElement("input"), { type, ...properties });
}

/** A choice from a list of [value, words]. */
export function choice(options) {
  const select = document.createElement("select");
  for (const [value, words] of options) select.append(new Option(words, value));
  return select;
}
