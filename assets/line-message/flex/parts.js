// The components that hold no others: button, image, icon, separator, filler, video.
import { actionButton, actsOn } from "../acting.js";
import { element, mediaAt, picture } from "../dom.js";
import { film } from "../media.js";
import { shrinkToFit } from "./fitting.js";
import { aspectRatio, colour, fontSize, pictureWidth } from "./sizes.js";

/** A button; its colour is the ground of a filled one and the words of a link. */
export function drawButton(component, options) {
  const style = ["primary", "secondary"].includes(component.style) ? component.style : "link";
  const height = component.height === "sm" ? "sm" : "md";
  const words = element("span", "lf-button-words", component.action?.label ?? "");
  const button = actionButton(component.action, options, `lf-button-face lf-button-${style} lf-button-${height}`, words);
  const own = colour(component.color);
  if (own) button.style[style === "link" ? "color" : "backgroundColor"] = own;
  words.style.fontSize = "16px";
  if (component.adjustMode === "shrink-to-fit") shrinkToFit(words);
  const drawn = element("div", "lf-button", button);
  if (component.gravity) drawn.classList.add(`lf-gravity-${component.gravity}`);
  return drawn;
}

/** An image of a width and a ratio, fitted into it or covering it. */
export function drawImage(component, options) {
  const frame = element("div", "lf-frame");
  const shown = picture(mediaAt(component.url, options), component.action?.label ?? "");
  frame.style.aspectRatio = aspectRatio(component.aspectRatio);
  frame.style.width = pictureWidth(component.size);
  frame.style.backgroundColor = colour(component.backgroundColor);
  shown.style.objectFit = component.aspectMode === "cover" ? "cover" : "contain";
  frame.append(shown);
  const drawn = element("div", `lf-image lf-align-${component.align ?? "center"}`, frame);
  if (component.gravity) drawn.classList.add(`lf-gravity-${component.gravity}`);
  return actsOn(drawn, component.action, options);
}

/** An icon beside words, as tall as words of its size. */
export function drawIcon(component, options) {
  const icon = picture(mediaAt(component.url, options), "", "lf-icon");
  icon.style.height = fontSize(component.size);
  icon.style.aspectRatio = aspectRatio(component.aspectRatio);
  return icon;
}

/** A line between components, across the way they run. */
export function drawSeparator(component) {
  const line = element("div", "lf-separator");
  line.setAttribute("role", "separator");
  line.style.backgroundColor = colour(component.color);
  return line;
}

/** Empty room. */
export function drawFiller() {
  return element("div", "lf-filler");
}

/** A film in the hero. */
export function drawVideo(component, options) {
  const frame = element("div", "lf-video", film(component, "url", "previewUrl", options));
  frame.style.aspectRatio = aspectRatio(component.aspectRatio);
  if (!component.action) return frame;
  return element("div", "", frame, actionButton(component.action, options, "lf-video-action"));
}
