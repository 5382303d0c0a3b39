// What a person may tap: the words for it, and telling the page what was chosen.
import { element } from "./dom.js";

const SPOKEN = {
  camera: "カメラ",
  cameraRoll: "写真を選ぶ",
  location: "位置情報",
  datetimepicker: "日時を選ぶ",
  uri: "開く",
  clipboard: "コピー",
};

/** What an action is called: its label, or what kind of thing it is. */
export function labelOf(action) {
  return action?.label || action?.text || SPOKEN[action?.type] || "選ぶ";
}

/** A button that does the action. */
export function actionButton(action, options, classes, ...children) {
  const button = element("button", classes, ...(children.length ? children : [labelOf(action)]));
  button.type = "button";
  return actsOn(button, action, options);
}

/** Makes an element do an action when it is tapped, or chosen with the keyboard. */
export function actsOn(target, action, { onAction }) {
  if (!action?.type) return target;
  target.classList.add("lm-acts");
  target.dataset.action = action.type;
  if (target.tagName !== "BUTTON") asButton(target, action);
  target.addEventListener("click", (event) => {
    // A button inside a tappable card does its own action, not the card's as well.
    event.stopPropagation();
    onAction?.(action, target);
  });
  return target;
}

function asButton(target, action) {
  target.tabIndex = 0;
  if (!target.querySelector("button,[role=button]")) target.setAttribute("role", "button");
  if (action.label) target.setAttribute("aria-label", action.label);
  target.addEventListener("keydown", (event) => {
    if (event.target !== target || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    target.click();
  });
}
