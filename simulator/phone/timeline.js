// The chat: what was said, by whom and when; keeps its place while one reads further up.
import { element } from "/assets/line-message/dom.js";
import { Row, dayLine, dayOf, noteLine } from "./rows.js";

const NEAR_THE_END = 120;

/** The list of messages of one telephone. */
export class Timeline {
  constructor(chat) {
    this.chat = chat;
    this.rows = new Map();
    this.messages = [];
    this.element = element("div", "timeline");
    this.element.setAttribute("role", "log");
    this.element.setAttribute("aria-live", "polite");
    this.element.setAttribute("aria-label", "トーク");
    this.element.tabIndex = 0;
    this.dots = element("div", "row row-bot row-dots", element("div", "dots", ...[1, 2, 3].map(() => element("i"))));
    this.dots.setAttribute("aria-label", "返事を書いています");
  }

  /** The newest message, unless it was taken back. */
  last() {
    return this.messages.findLast((one) => !one.isUnsent);
  }

  /** Everything as it stood at the moment `now`; what was heard since then, and what was taken back, stays. */
  restore(messages, now) {
    const known = new Set(messages.map(({ id }) => id));
    const kept = this.messages.filter((one) => !known.has(one.id) && (one.isUnsent || one.at >= now));
    this.messages = [...messages, ...kept].sort((a, b) => a.at - b.at);
    this.draw();
    this.toEnd();
  }

  /** One more message. */
  add(message) {
    const known = this.messages.findIndex(({ id }) => id === message.id);
    const follows = message.from === "resident" || this.isAtEnd();
    if (known >= 0) this.messages[known] = message;
    else this.messages.push(message);
    if (message.from === "bot") this.stopLoading();
    this.draw();
    if (follows) this.toEnd();
  }

  /** A message was taken back; a line says so until the page is loaded anew. */
  unsend(id) {
    const message = this.messages.find((one) => one.id === id);
    if (!message) return;
    message.isUnsent = true;
    this.draw();
  }

  /** The bot has read what was said. */
  markRead() {
    for (const message of this.messages) message.isRead ||= message.from === "resident";
    this.draw();
  }

  /** Three dots, until the answer comes or the time is over. */
  startLoading(seconds) {
    this.stopLoading();
    this.element.append(this.dots);
    this.toEnd();
    this.loadingEnds = setTimeout(() => this.stopLoading(), seconds * 1000);
  }

  stopLoading() {
    clearTimeout(this.loadingEnds);
    this.dots.remove();
  }

  draw() {
    const drawn = [];
    let before = null;
    for (const message of this.messages) {
      if (!before || dayOf(before) !== dayOf(message)) drawn.push(dayLine(message));
      drawn.push(this.lineOf(message, before));
      before = message;
    }
    if (this.dots.isConnected) drawn.push(this.dots);
    replaceKeeping(this.element, drawn);
  }

  lineOf(message, before) {
    if (message.isUnsent) return noteLine("メッセージの送信を取り消しました");
    const row = this.rows.get(message.id) ?? new Row(message, this.chat);
    this.rows.set(message.id, row);
    row.follow(before, this.isRead(message));
    return row.element;
  }

  // Outside the chat mode LINE marks everything read by itself; in it the bot must say so, or have answered.
  isRead(message) {
    if (message.from !== "resident") return false;
    if (message.isRead || !message.message.markAsReadToken) return true;
    return this.messages.some((one) => one.from === "bot" && one.at > message.at);
  }

  isAtEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }
}

// Elements that stay are not moved: a carousel keeps its place, a screen reader hears only what is new.
function replaceKeeping(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}
