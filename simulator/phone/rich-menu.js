// The rich menu: a picture with areas, folded away by the bar under it.
import { actsOn, labelOf } from "/assets/line-message/acting.js";
import { element, picture } from "/assets/line-message/dom.js";
import { icon } from "/assets/line-message/icons.js";
import { at } from "/assets/line-message/imagemap.js";

/** The rich menu of one telephone. */
export class RichMenu {
  constructor(onAction) {
    this.onAction = onAction;
    this.shown = null;
    this.bar = element("button", "menu-bar");
    this.bar.type = "button";
    this.bar.addEventListener("click", () => this.open(this.face.hidden));
    this.face = element("div", "menu-face");
    this.element = element("div", "rich-menu", this.bar, this.face);
    this.element.hidden = true;
  }

  /** The menu the resident sees now, or none. The same one again stays as folded as it is. */
  show(menu) {
    const isOther = JSON.stringify(menu ?? null) !== JSON.stringify(this.shown);
    if (!isOther) return;
    // Turned over by a tab inside it, a menu stays open; a first one opens if it says so.
    const staysOpen = this.shown && !this.face.hidden;
    this.shown = menu ?? null;
    this.element.hidden = !menu;
    if (!menu) return;
    this.face.style.aspectRatio = `${menu.size.width} / ${menu.size.height}`;
    this.face.replaceChildren(picture(menu.imageUrl, menu.name ?? ""), ...menu.areas.map((area) => this.areaOf(area, menu)));
    this.open(Boolean(staysOpen || menu.selected));
  }

  /** Unfolds or folds it. */
  open(isOpen) {
    this.face.hidden = !isOpen;
    this.bar.setAttribute("aria-expanded", String(isOpen));
    this.bar.replaceChildren(this.shown?.chatBarText ?? "メニュー", icon(isOpen ? "shut" : "open"));
  }

  areaOf({ bounds, action }, { size }) {
    const button = element("button", "menu-area");
    button.type = "button";
    button.setAttribute("aria-label", labelOf(action));
    button.title = labelOf(action);
    return at(bounds, size.width, size.height, actsOn(button, action, { onAction: this.onAction }));
  }
}
