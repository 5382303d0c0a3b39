// Imagemaps: one picture with tappable areas, measured on a width of 1040.
import { actsOn } from "./acting.js";
import { element, mediaAt, picture } from "./dom.js";
import { film } from "./media.js";

const WIDTHS = [240, 300, 460, 700, 1040];
const SHOWN_WIDTH = 300;

/** A message of type imagemap. */
export function drawImagemap(message, options) {
  const { width = 1040, height = 1040 } = message.baseSize ?? {};
  const size = WIDTHS.find((one) => one >= SHOWN_WIDTH * (window.devicePixelRatio || 1)) ?? 1040;
  const address = `${message.baseUrl}/${size}`;
  const map = element("div", "lm-imagemap", picture(mediaAt(address, options), message.altText ?? ""));
  map.style.aspectRatio = `${width} / ${height}`;
  if (message.video) map.append(at(message.video.area, width, height, playerOf(message.video, options)));
  for (const action of message.actions ?? []) map.append(areaOf(action, width, height, options));
  return map;
}

function areaOf(action, width, height, options) {
  const button = element("button", "lm-area");
  button.type = "button";
  const meaning = { ...action, uri: action.linkUri };
  button.setAttribute("aria-label", action.label || action.text || action.linkUri || "選ぶ");
  return at(action.area, width, height, actsOn(button, meaning, options));
}

function playerOf(video, options) {
  return element("div", "lm-imagemap-video", film(video, "originalContentUrl", "previewImageUrl", options));
}

/** Lays an element over its area, in parts of the whole so that it fits every screen. */
export function at(area, width, height, target) {
  target.style.left = `${(100 * area.x) / width}%`;
  target.style.top = `${(100 * area.y) / height}%`;
  target.style.width = `${(100 * area.width) / width}%`;
  target.style.height = `${(100 * area.height) / height}%`;
  return target;
}
