// One message in the chat: face, name, bubble, time and read mark; and the lines between.
import { element, picture } from "/assets/line-message/dom.js";
import { drawMessage } from "/assets/line-message/draw.js";
import { icon } from "/assets/line-message/icons.js";

const CLOCK = new Intl.DateTimeFormat("ja-JP", { hour: "numeric", minute: "2-digit", timeZone: "Asia/Tokyo" });
const DAY = new Intl.DateTimeFormat("ja-JP", { month: "long", day: "numeric", weekday: "short", timeZone: "Asia/Tokyo" });
const WIDE = new Set(["flex", "template", "imagemap"]);
const LONG_PRESS_MS = 500;

/** The row of one message. */
export class Row {
  constructor(message, chat) {
    this.message = message;
    this.chat = chat;
    this.read = element("span", "read", "既読");
    this.element = element("div", `row row-${message.from}`);
    this.element.classList.toggle("in-set", Boolean(message.message.imageSet));
    if (message.from === "bot") this.element.append(faceOf(message, chat));
    this.element.append(element("div", "said", ...this.parts()));
  }

  parts() {
    const { message, chat } = this;
    const name = message.from === "bot" ? element("div", "sender", message.message.sender?.name ?? chat.bot.name) : null;
    const drawn = drawMessage(message.message, chat.drawing);
    const clock = element("time", "", CLOCK.format(new Date(message.at)));
    const marks = element("div", "marks", this.read, message.isSilent ? mutedBell() : null, clock);
    const beside = element("div", WIDE.has(message.message.type) ? "beside beside-wide" : "beside", drawn, marks);
    if (message.from === "resident") this.offerMenu(beside, drawn);
    return [name, beside];
  }

  /** Looks at the message before it: the same speaker in the same minute needs no second face. */
  follow(before, isRead) {
    this.element.classList.toggle("continues", Boolean(before && !before.isUnsent && isOneBreath(before, this.message)));
    this.read.hidden = !isRead;
  }

  offerMenu(beside, drawn) {
    const button = element("button", "row-menu", icon("more"));
    button.type = "button";
    button.setAttribute("aria-label", "このメッセージの操作");
    button.setAttribute("aria-haspopup", "menu");
    const open = () => this.chat.openMessageMenu(this.message, button);
    button.addEventListener("click", open);
    drawn.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      open();
    });
    onLongPress(drawn, open);
    beside.prepend(button);
  }
}

// The bot asked LINE not to notify: the message stood there without a sound.
function mutedBell() {
  const mark = element("span", "muted", icon("bellOff"));
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", "通知なし");
  mark.title = "通知なし(音を鳴らさずに届きました)";
  return mark;
}

function isOneBreath(before, after) {
  const speaker = ({ from, message }) => `${from} ${message.sender?.name ?? ""}`;
  const minute = ({ at }) => CLOCK.format(new Date(at));
  return speaker(before) === speaker(after) && minute(before) === minute(after);
}

function onLongPress(target, open) {
  let timer = 0;
  target.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") timer = setTimeout(open, LONG_PRESS_MS);
  });
  for (const end of ["pointerup", "pointercancel", "pointermove"]) {
    target.addEventListener(end, () => clearTimeout(timer));
  }
}

function faceOf(message, chat) {
  const { iconUrl, name = chat.bot.name } = message.message.sender ?? {};
  const face = iconUrl ? picture(iconUrl, name.slice(0, 1), "face") : element("div", "face", name.slice(0, 1));
  face.setAttribute("aria-hidden", "true");
  return face;
}

/** The day of a message, as people in Japan count days. */
export function dayOf(message) {
  return DAY.format(new Date(message.at));
}

/** A line with the day. */
export function dayLine(message) {
  return element("div", "line", element("span", "", dayOf(message)));
}

/** A line with a note. */
export function noteLine(words) {
  return element("div", "line line-note", element("span", "", words));
}
