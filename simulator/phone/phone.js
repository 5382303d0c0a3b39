// One resident's telephone: the chat with the bot and everything one can do in it.
import { element } from "/assets/line-message/dom.js";
import { drawQuickReplies } from "/assets/line-message/draw.js";
import { icon } from "/assets/line-message/icons.js";
import { act, contentUrl } from "./api.js";
import { Composer } from "./composer.js";
import { VANISHES_AT_ONCE, perform } from "./deeds.js";
import { openMenu } from "./menu.js";
import { RichMenu } from "./rich-menu.js";
import { Timeline } from "./timeline.js";
import { toast } from "./toast.js";

/** A telephone on the page. */
export class Phone {
  constructor(resident, bot) {
    this.resident = resident;
    this.bot = bot;
    this.onNews = () => {};
    this.drawing = { onAction: (action) => this.perform(action), contentUrl };
    this.timeline = new Timeline(this);
    this.quick = element("div", "quick");
    this.composer = new Composer(this);
    this.richMenu = new RichMenu((action) => this.perform(action));
    this.blocked = this.drawBlocked();
    this.element = element(
      "section", "phone",
      this.drawHead(), this.timeline.element, this.quick, this.blocked, this.composer.element, this.richMenu.element,
    );
    this.element.dataset.resident = resident.id;
    this.element.setAttribute("aria-label", `${resident.name}さんの電話`);
  }

  /** Everything as the simulator said it was at the moment `now`. */
  restore(resident, now) {
    Object.assign(this.resident, resident);
    // What the bot writes is in the resident's language: the glyphs and the reading voice follow it.
    this.timeline.element.lang = this.quick.lang = resident.language;
    this.showFollowing();
    this.richMenu.show(resident.richMenu);
    this.timeline.restore(resident.messages ?? [], now);
    this.showQuickReplies();
    // The first measure is taken before the page has laid anything out.
    requestAnimationFrame(() => this.timeline.toEnd());
  }

  /** Something happened to this resident. */
  hear(event) {
    const heard = {
      message: () => this.receive(event),
      unsent: () => this.unsent(event.messageId),
      loading: () => this.timeline.startLoading(event.seconds ?? event.loadingSeconds ?? 20),
      read: () => this.timeline.markRead(),
      richmenu: () => this.richMenu.show(event.richMenu),
      resident: () => this.change(event),
      webhook: () => (this.trouble.hidden = isTaken(event)),
    };
    heard[event.type]?.();
  }

  receive(event) {
    // The message may come spread out in the event, or whole under `message`.
    const message = event.from ? event : event.message;
    const { id, from, at, isSilent } = message;
    this.timeline.add({ id, from, at, isSilent, message: message.message });
    this.showQuickReplies();
    if (message.from === "bot") this.onNews();
  }

  unsent(id) {
    this.timeline.unsend(id);
    this.usedQuickReplies = null;
    this.showQuickReplies();
  }

  change({ name, language, isFollowing }) {
    if (name) this.resident.name = name;
    if (language) this.resident.language = language;
    if (isFollowing !== undefined) this.resident.isFollowing = isFollowing;
    this.showFollowing();
  }

  /** Quick replies belong to the newest message only, and go when one of them was used. */
  showQuickReplies() {
    const last = this.timeline.last();
    const shows = last?.from === "bot" && last.id !== this.usedQuickReplies;
    const drawn = shows ? drawQuickReplies(last.message, { onAction: (action) => this.useQuickReply(action, last.id) }) : null;
    this.quick.replaceChildren(...(drawn ? [drawn] : []));
    if (drawn) this.timeline.toEnd();
  }

  useQuickReply(action, id) {
    if (VANISHES_AT_ONCE.has(action.type)) {
      this.usedQuickReplies = id;
      this.showQuickReplies();
    }
    this.perform(action);
  }

  perform(action) {
    if (!this.resident.isFollowing) return toast("ブロック中です。");
    return perform(action, this);
  }

  /** Does something at the simulator; a refusal is said, not thrown. */
  async act(deed, said) {
    try {
      return await act(this.resident.id, deed, said);
    } catch (error) {
      toast(error.message);
      return null;
    }
  }

  openMessageMenu(message, button) {
    const entries = [["送信取消", () => this.act("unsend", { messageId: message.id })]];
    const words = message.message.text;
    if (words) entries.push(["コピー", () => perform({ type: "clipboard", clipboardText: words }, this)]);
    openMenu(this.element, button, entries);
  }

  drawHead() {
    const more = element("button", "icon-button", icon("more"));
    more.type = "button";
    more.setAttribute("aria-label", "トークの操作");
    more.setAttribute("aria-haspopup", "menu");
    more.addEventListener("click", () => openMenu(this.element, more, [this.followEntry()]));
    const whose = element("p", "phone-whose", `${this.resident.name}さんの電話 ・ ${languageName(this.resident.language)}`);
    this.trouble = element("p", "phone-trouble", "ボットが応答していません");
    this.trouble.setAttribute("role", "status");
    this.trouble.hidden = true;
    const title = element("div", "phone-title", element("h2", "", this.bot.name), whose, this.trouble);
    return element("header", "phone-head", title, more);
  }

  followEntry() {
    if (this.resident.isFollowing) return ["ブロック", () => this.act("block")];
    return ["ブロックを解除", () => this.act("unblock")];
  }

  drawBlocked() {
    const again = element("button", "plain-button", "ブロックを解除");
    again.type = "button";
    again.addEventListener("click", () => this.act("unblock"));
    return element("div", "blocked", element("span", "", "ブロック中です。何も届きません。"), again);
  }

  showFollowing() {
    const follows = this.resident.isFollowing !== false;
    this.element.classList.toggle("is-blocked", !follows);
    this.blocked.hidden = follows;
    this.composer.enable(follows);
    if (!follows) this.timeline.stopLoading();
  }
}

// The bot must answer a webhook with 2xx; anything else, or nothing, is a bot that did not take it.
function isTaken({ status }) {
  return status >= 200 && status < 300;
}

function languageName(code) {
  try {
    return new Intl.DisplayNames(["ja"], { type: "language" }).of(code);
  } catch {
    return code;
  }
}
