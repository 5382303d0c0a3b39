// A small menu beside a button: arrows move, Escape closes, a click elsewhere too.
import { element } from "/assets/line-message/dom.js";

/** Opens a menu of [words, deed] inside `frame`, at the button that asked for it. */
export function openMenu(frame, button, entries) {
  frame.querySelector(".menu")?.remove();
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
  };
  const items = entries.map(([words, deed]) => itemOf(words, () => (close(), button.focus(), deed())));
  const menu = element("div", "menu", ...items);
  menu.setAttribute("role", "menu");
  const outside = (event) => menu.contains(event.target) || close();
  menu.addEventListener("keydown", (event) => onKey(event, items, () => (close(), button.focus())));
  document.addEventListener("pointerdown", outside, true);
  frame.append(menu);
  layAt(menu, button, frame);
  items[0]?.focus();
}

function itemOf(words, deed) {
  const item = element("button", "menu-item", words);
  item.type = "button";
  item.setAttribute("role", "menuitem");
  item.addEventListener("click", deed);
  return item;
}

function onKey(event, items, close) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") close();
  if (!step) return;
  event.preventDefault();
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
}

function layAt(menu, button, frame) {
  const asked = button.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  const left = Math.min(asked.left - around.left, around.width - menu.offsetWidth - 8);
  const below = asked.bottom - around.top + 4;
  const fits = below + menu.offsetHeight < around.height;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${fits ? below : asked.top - around.top - menu.offsetHeight - 4}px`;
}
