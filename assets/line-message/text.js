// Text bubbles: plain text with emojis, textV2 with its substitutions, and links inside the words.
import { element, safeLink } from "./dom.js";

const LINKS = /(https?:\/\/[^\s<>"「」『』（）。、]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|0\d{1,4}-\d{1,4}-\d{3,4})/g;

/** A message of type text. */
export function drawText(message, options) {
  return bubbleOf(emojisIn(message.text ?? "", message.emojis ?? []), options);
}

/** A message of type textV2: {name} stands for an emoji or a mention, {{ and }} for braces. */
export function drawTextV2(message, options) {
  const parts = [];
  let end = 0;
  const text = message.text ?? "";
  for (const found of text.matchAll(/\{\{|\}\}|\{([0-9a-zA-Z_]{1,20})\}/g)) {
    parts.push(text.slice(end, found.index), meaningOf(found, message.substitution ?? {}));
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return bubbleOf(parts, options);
}

function meaningOf(found, substitution) {
  if (found[1] === undefined) return found[0][0];
  const meaning = substitution[found[1]];
  if (meaning?.type === "emoji") return emoji(meaning);
  if (meaning?.type === "mention") {
    return element("span", "lm-mention", meaning.mentionee?.type === "all" ? "@全員" : "@メンバー");
  }
  return found[0];
}

function bubbleOf(parts, options) {
  const bubble = element("div", "lm-text");
  for (const part of parts) bubble.append(...(typeof part === "string" ? withLinks(part, options) : [part]));
  return bubble;
}

function emojisIn(text, emojis) {
  const parts = [];
  let end = 0;
  for (const one of [...emojis].sort((a, b) => a.index - b.index)) {
    if (text[one.index] !== "$" || one.index < end) continue;
    parts.push(text.slice(end, one.index), emoji(one));
    end = one.index + 1;
  }
  return [...parts, text.slice(end)];
}

// LINE's emojis are LINE's: a neutral face stands where one would be, with its numbers to check them by.
function emoji({ productId, emojiId }) {
  const face = element("span", "lm-emoji", "☺");
  face.title = `絵文字 ${productId} / ${emojiId}`;
  face.setAttribute("role", "img");
  face.setAttribute("aria-label", "絵文字");
  return face;
}

/** The words, with addresses, mail addresses and telephone numbers made tappable. */
export function withLinks(text, options) {
  // Splitting at a captured pattern leaves the links at the odd places.
  return text.split(LINKS).map((part, index) => (index % 2 ? link(part, options) : part)).filter(Boolean);
}

function link(words, { onAction }) {
  const uri = addressOf(words);
  const anchor = element("a", "lm-link", words);
  const href = safeLink(uri);
  if (!href) return words;
  anchor.href = href;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.addEventListener("click", (event) => {
    if (!onAction) return;
    event.preventDefault();
    onAction({ type: "uri", label: words, uri }, anchor);
  });
  return anchor;
}

function addressOf(words) {
  if (/^https?:/.test(words)) return words;
  return words.includes("@") ? `mailto:${words}` : `tel:${words}`;
}
