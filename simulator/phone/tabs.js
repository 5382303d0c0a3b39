// On a narrow screen one telephone is seen at a time; tabs turn to another.
import { element } from "/assets/line-message/dom.js";

const REMEMBERED = "phone-shown";

/** The row of tabs; on wide screens it is hidden and every telephone stands side by side. */
export class Tabs {
  constructor(row, place) {
    this.row = row;
    this.place = place;
    this.chosen = sessionStorage.getItem(REMEMBERED);
  }

  /** A tab for a telephone; the first one is shown until another is chosen. */
  add(phone) {
    const tab = element("button", "tab", phone.resident.name, element("span", "tab-new"));
    tab.type = "button";
    tab.dataset.resident = phone.resident.id;
    tab.addEventListener("click", () => this.choose(phone.resident.id));
    phone.onNews = () => tab.classList.toggle("has-news", tab.getAttribute("aria-current") !== "true");
    this.row.append(tab);
    const known = [...this.row.children].some((one) => one.dataset.resident === this.chosen);
    this.show(known ? this.chosen : this.row.firstElementChild.dataset.resident);
  }

  /** Turn to a resident's telephone, and remember it for the next reload. */
  choose(resident) {
    this.chosen = resident;
    sessionStorage.setItem(REMEMBERED, resident);
    this.show(resident);
  }

  show(resident) {
    for (const tab of this.row.children) {
      const isShown = tab.dataset.resident === resident;
      tab.setAttribute("aria-current", String(isShown));
      if (isShown) tab.classList.remove("has-news");
    }
    for (const phone of this.place.querySelectorAll(".phone")) {
      phone.classList.toggle("is-shown", phone.dataset.resident === resident);
    }
  }
}
