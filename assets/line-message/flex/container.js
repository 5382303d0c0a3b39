// A Flex Message: one bubble, or up to twelve side by side.
import { actsOn } from "../acting.js";
import { element } from "../dom.js";
import { drawBox } from "./box.js";
import { drawImage, drawVideo } from "./parts.js";
import { BUBBLE_WIDTHS, colour } from "./sizes.js";

const HEROES = { box: drawBox, image: drawImage, video: drawVideo };
const BLOCKS = ["header", "hero", "body", "footer"];

/** A message of type flex. */
export function drawFlex(message, options) {
  const container = message.contents ?? {};
  const drawn = container.type === "carousel" ? drawCarousel(container, options) : drawBubble(container, options);
  drawn.setAttribute("role", "group");
  drawn.setAttribute("aria-label", message.altText ?? "");
  return drawn;
}

function drawCarousel(carousel, options) {
  return element("div", "lm-carousel", ...(carousel.contents ?? []).map((bubble) => drawBubble(bubble, options)));
}

/** One bubble. */
export function drawBubble(bubble, options) {
  const size = Object.hasOwn(BUBBLE_WIDTHS, bubble.size) ? bubble.size : "mega";
  const drawn = element("div", `lf-bubble lf-size-${size}`);
  drawn.dir = bubble.direction === "rtl" ? "rtl" : "ltr";
  drawn.style.width = `${BUBBLE_WIDTHS[size]}px`;
  for (const name of BLOCKS) {
    if (bubble[name]) drawn.append(drawBlock(name, bubble, options));
  }
  return actsOn(drawn, bubble.action, options);
}

function drawBlock(name, bubble, options) {
  const part = bubble[name];
  const draw = name === "hero" ? HEROES[part.type] : drawBox;
  const block = element("div", `lf-block lf-${name}`, draw ? draw(part, options) : null);
  if (name === "body" && bubble.footer) block.classList.add("lf-above-footer");
  const style = bubble.styles?.[name] ?? {};
  block.style.backgroundColor = colour(style.backgroundColor);
  if (!style.separator) return block;
  // The line lies above the block and takes no part in its padding.
  const line = element("div", "lf-separator");
  line.style.backgroundColor = colour(style.separatorColor);
  return element("div", `lf-part lf-part-${name}`, line, block);
}
