// The row one writes in, and the tray behind its plus sign.
import { element } from "/assets/line-message/dom.js";
import { icon } from "/assets/line-message/icons.js";
import { sendPhotos } from "./api.js";
import { askIn, field, input } from "./dialog.js";
import { smaller } from "./photos.js";
import { sendPlace } from "./place-picker.js";
import { drawStickers } from "./stickers.js";
import { toast } from "./toast.js";

const SMALL = window.matchMedia("(width < 800px)");
const MOST_CHARACTERS = 5000;

/** Where a resident writes and sends. */
export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.words = Object.assign(element("textarea", "words"), { rows: 1, maxLength: MOST_CHARACTERS, placeholder: "メッセージ" });
    this.words.setAttribute("aria-label", "メッセージ");
    this.album = this.photoInput({ multiple: true });
    this.lens = this.photoInput({ capture: "environment" });
    this.tray = this.drawTray();
    this.palette = drawStickers((packageId, stickerId) => this.sendSticker(packageId, stickerId));
    this.plus = this.button("plus", "写真・位置情報など", () => this.toggle(this.tray, this.plus));
    this.faces = this.button("sticker", "スタンプ", () => this.toggle(this.palette, this.faces));
    const send = Object.assign(element("button", "send", icon("send")), { type: "submit" });
    send.setAttribute("aria-label", "送信");
    this.form = element("form", "write", this.plus, this.words, this.faces, send);
    this.element = element("div", "composer", this.form, this.tray, this.palette, this.album, this.lens);
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendWords();
    });
    this.words.addEventListener("keydown", (event) => {
      // Enter also ends the conversion of kana to kanji; only a bare Enter sends.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.sendWords();
    });
    this.words.addEventListener("focus", () => this.makeRoom());
    this.words.addEventListener("input", () => this.grow());
  }

  /** Nothing can be sent to a bot one has blocked. */
  enable(isEnabled) {
    for (const part of this.form.elements) part.disabled = !isEnabled;
    if (!isEnabled) this.fold();
  }

  async sendWords() {
    const text = this.words.value.trim();
    if (!text) return;
    this.words.value = "";
    this.grow();
    const sent = await this.phone.act("text", { text });
    if (!sent && !this.words.value) this.words.value = text;
  }

  // On a small screen the keyboard takes the menu's place, as in LINE.
  makeRoom() {
    if (SMALL.matches) this.phone.richMenu.open(false);
  }

  grow() {
    this.words.style.height = "auto";
    this.words.style.height = `${Math.min(this.words.scrollHeight, 120)}px`;
  }

  sendSticker(packageId, stickerId) {
    this.fold();
    this.phone.act("sticker", { packageId, stickerId });
  }

  async sendPhotos(files) {
    if (!files.length) return;
    this.fold();
    try {
      await sendPhotos(this.phone.resident.id, await Promise.all([...files].map(smaller)));
    } catch (error) {
      toast(error.message);
    }
  }

  /** The camera; on a machine without one, the browser offers files. */
  takePhoto() {
    this.lens.click();
  }

  choosePhotos() {
    this.album.click();
  }

  /** A voice message: the simulator makes silence of the length chosen here. */
  async speak() {
    this.fold();
    const seconds = input("number", { min: 1, max: 300, value: 5, required: true });
    const chosen = await askIn("音声メッセージ", [field("長さ（秒）。声のかわりに無音を送ります", seconds)], {
      read: () => Number(seconds.value),
    });
    if (chosen) await this.phone.act("audio", { duration: chosen * 1000 });
  }

  openKeyboard(words = "") {
    if (words) this.words.value = words;
    this.grow();
    this.words.focus();
  }

  toggle(drawer, button) {
    const opens = drawer.hidden;
    this.fold();
    drawer.hidden = !opens;
    button.setAttribute("aria-expanded", String(opens));
    if (opens) this.makeRoom();
    if (opens) drawer.querySelector("button")?.focus();
    this.phone.timeline.toEnd();
  }

  fold() {
    for (const drawer of [this.tray, this.palette]) drawer.hidden = true;
    for (const button of [this.plus, this.faces]) button.setAttribute("aria-expanded", "false");
  }

  drawTray() {
    const entries = [
      ["camera", "カメラ", () => this.takePhoto()],
      ["cameraRoll", "写真", () => this.choosePhotos()],
      ["location", "位置情報", () => (this.fold(), sendPlace(this.phone))],
      ["voice", "音声", () => this.speak()],
    ];
    const tray = element("div", "tray", ...entries.map(([sign, name, deed]) => this.trayButton(sign, name, deed)));
    tray.hidden = true;
    return tray;
  }

  trayButton(sign, name, deed) {
    const button = element("button", "tray-button", icon(sign), element("span", "", name));
    button.type = "button";
    button.addEventListener("click", deed);
    return button;
  }

  button(sign, name, deed) {
    const button = element("button", "icon-button", icon(sign));
    button.type = "button";
    button.setAttribute("aria-label", name);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", deed);
    return button;
  }

  photoInput(more) {
    const chooser = input("file", { accept: "image/*", hidden: true, ...more });
    chooser.addEventListener("change", async () => {
      await this.sendPhotos(chooser.files);
      chooser.value = "";
    });
    return chooser;
  }
}
