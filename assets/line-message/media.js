// Pictures, films, voices, places and stickers.
import { drawing, element, mediaAt, picture, safeLink, safePicture } from "./dom.js";
import { icon } from "./icons.js";

/** Where a medium is: held by LINE under the message's id, or at an address of the sender. */
function sourceOf(message, property, options) {
  if (message[property]) return mediaAt(message[property], options);
  return options.contentUrl && message.id ? options.contentUrl(message.id) : null;
}

/** A message of type image; tapping opens it whole. */
export function drawImage(message, options) {
  const whole = safeLink(sourceOf(message, "originalContentUrl", options) ?? "");
  const small = picture(sourceOf(message, "previewImageUrl", options), "写真");
  if (!whole) return element("div", "lm-image", small);
  const anchor = element("a", "lm-image", small);
  anchor.href = whole;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.setAttribute("aria-label", "写真を大きく見る");
  return anchor;
}

/** A message of type video, with the browser's own controls. */
export function drawVideo(message, options) {
  return element("div", "lm-video", film(message, "originalContentUrl", "previewImageUrl", options));
}

/** A film with its still picture. */
export function film(holder, urlName, previewName, options) {
  const video = element("video");
  video.controls = true;
  video.preload = "none";
  video.playsInline = true;
  video.setAttribute("aria-label", "動画");
  const source = safePicture(sourceOf(holder, urlName, options) ?? "");
  const poster = safePicture(sourceOf(holder, previewName, options) ?? "");
  if (source) video.src = source;
  if (poster) video.poster = poster;
  return video;
}

/** A message of type audio: a play button, a wave and how long it is. */
export function drawAudio(message, options) {
  const source = safePicture(sourceOf(message, "originalContentUrl", options) ?? "");
  const button = element("button", "lm-play", icon("play"));
  const sound = source ? new Audio() : null;
  button.type = "button";
  button.setAttribute("aria-label", "音声を再生");
  button.addEventListener("click", () => togglePlay(sound, source, button));
  sound?.addEventListener("ended", () => button.replaceChildren(icon("play")));
  return element("div", "lm-audio", button, wave(), element("span", "lm-duration", minutes(message.duration ?? 0)));
}

function togglePlay(sound, source, button) {
  if (!sound) return;
  if (!sound.src) sound.src = source;
  if (sound.paused) sound.play().catch(() => button.classList.add("lm-broken"));
  else sound.pause();
  button.replaceChildren(icon(sound.paused ? "play" : "pause"));
}

function wave() {
  const heights = [6, 12, 18, 10, 22, 14, 8, 18, 24, 12, 16, 8, 14, 6];
  const bars = heights.map((height, index) => [
    "rect", { x: index * 6, y: 14 - height / 2, width: 3, height, rx: 1.5, fill: "currentColor" },
  ]);
  return drawing("lm-wave", "0 0 84 28", bars);
}

function minutes(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A message of type location: a small drawn map with its pin, the title and the address. */
export function drawLocation(message) {
  const place = `${Number(message.latitude).toFixed(5)}, ${Number(message.longitude).toFixed(5)}`;
  const words = [element("div", "lm-place-title", message.title || "位置情報")];
  if (message.address) words.push(element("div", "lm-place-address", message.address));
  words.push(element("div", "lm-place-address", place));
  return element("div", "lm-location", smallMap(), element("div", "lm-place", ...words));
}

function smallMap() {
  return drawing("lm-map", "0 0 240 100", [
    ["rect", { width: 240, height: 100, fill: "#e6ecdf" }],
    ["path", { d: "M-5 84C50 70 70 96 130 78S210 60 246 72V110H-5Z", fill: "#b9d6e8" }],
    ["path", { d: "M0 34L240 16M52-4L84 106M170-4L150 106", stroke: "#fff", "stroke-width": 7, fill: "none" }],
    ["path", { d: "M120 62c-12-15-17-22-17-30a17 17 0 0 1 34 0c0 8-5 15-17 30z", fill: "#d8453b" }],
    ["circle", { cx: 120, cy: 32, r: 6.5, fill: "#fff" }],
  ]);
}

/** A message of type sticker: LINE's drawings are LINE's, so a face of ours stands there with the numbers. */
export function drawSticker(message) {
  const words = message.text || (message.keywords ?? []).slice(0, 3).join("・");
  const figure = element("div", "lm-sticker", face(Number(message.stickerId) || 0));
  if (words) figure.append(element("div", "lm-sticker-words", words));
  figure.append(element("div", "lm-sticker-ids", `スタンプ ${message.packageId}-${message.stickerId}`));
  return figure;
}

/** The face of a sticker; its hue and its mouth follow from the number. */
export function face(number) {
  const mouths = ["M38 62q12 12 24 0", "M38 66q12-10 24 0", "M40 64h20", "M42 60q8 16 16 0z"];
  const hue = (number * 47) % 360;
  return drawing("lm-face", "0 0 100 100", [
    ["circle", { cx: 50, cy: 50, r: 40, fill: `hsl(${hue} 70% 85%)`, stroke: `hsl(${hue} 35% 45%)`, "stroke-width": 3 }],
    ["circle", { cx: 37, cy: 44, r: 4.5, fill: "#333" }],
    ["circle", { cx: 63, cy: 44, r: 4.5, fill: "#333" }],
    ["path", { d: mouths[number % mouths.length], stroke: "#333", "stroke-width": 3, fill: "none", "stroke-linecap": "round" }],
  ]);
}

/** A file somebody sent. */
export function drawFile(message) {
  const size = message.fileSize ? `${Math.ceil(message.fileSize / 1024)} KB` : "";
  return element("div", "lm-text lm-file", icon("file"), message.fileName || "ファイル", element("div", "lm-place-address", size));
}
