// Text of a Flex Message: wrapping, lines, spans, and shrinking to fit.
import { actsOn } from "../acting.js";
import { element } from "../dom.js";
import { shrinkToFit } from "./fitting.js";
import { colour, fontSize, gap } from "./sizes.js";

const LINE_HEIGHT = 1.4;

/** A text component; spans in `contents` win over `text`. */
export function drawText(component, options) {
  const words = element("div", "lf-words");
  if (component.contents?.length) words.append(...component.contents.map(drawSpan));
  else words.append(component.text ?? "");
  const drawn = element("div", "lf-text", words);
  dress(words, component);
  words.style.fontSize = fontSize(component.size);
  words.style.textAlign = component.align ?? "";
  breakLines(words, component);
  if (component.gravity) drawn.classList.add(`lf-gravity-${component.gravity}`);
  if (component.adjustMode === "shrink-to-fit" && !component.wrap) shrinkToFit(words);
  return actsOn(drawn, component.action, options);
}

function drawSpan(span) {
  const drawn = element("span", "", span.text ?? "");
  dress(drawn, span);
  if (span.size) drawn.style.fontSize = fontSize(span.size);
  return drawn;
}

function dress(drawn, { color, weight, style, decoration }) {
  drawn.style.color = colour(color);
  if (weight === "bold" || weight === "regular") drawn.style.fontWeight = weight === "bold" ? "700" : "400";
  if (style === "italic" || style === "normal") drawn.style.fontStyle = style;
  if (decoration && decoration !== "none") drawn.style.textDecoration = decoration;
}

function breakLines(words, component) {
  if (component.wrap) words.classList.add("lf-wrap");
  if (component.wrap && component.maxLines > 0) {
    words.classList.add("lf-clamp");
    words.style.webkitLineClamp = String(component.maxLines);
  }
  const between = gap(component.lineSpacing);
  // LINE puts the space between lines only: what a taller line adds above and below is taken back.
  if (between) {
    words.style.lineHeight = `calc(${LINE_HEIGHT}em + ${between})`;
    words.style.marginBlock = `calc(${between} / -2)`;
  }
}
