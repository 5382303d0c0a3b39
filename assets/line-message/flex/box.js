// The box: horizontal, vertical or along a baseline, with all it may wear.
import { actsOn } from "../acting.js";
import { element } from "../dom.js";
import { drawButton, drawFiller, drawIcon, drawImage, drawSeparator } from "./parts.js";
import { place, spaceBefore } from "./placing.js";
import { borderWidth, colour, gap } from "./sizes.js";
import { drawText } from "./words.js";

const DRAWN = {
  box: drawBox,
  text: drawText,
  button: drawButton,
  image: drawImage,
  icon: drawIcon,
  separator: drawSeparator,
  filler: drawFiller,
  spacer: drawFiller,
};

/** A box and everything in it. */
export function drawBox(box, options) {
  const drawn = element("div", `lf-box lf-${box.layout}`);
  (box.contents ?? []).forEach((component, index) => {
    const draw = DRAWN[component?.type];
    if (!draw) return;
    const part = draw(component, options, box);
    place(part, component, box);
    if (component.position !== "absolute") spaceBefore(part, component, box, index === 0);
    drawn.append(part);
  });
  arrange(drawn, box);
  paint(drawn, box);
  measure(drawn, box);
  return actsOn(drawn, box.action, options);
}

function arrange(drawn, box) {
  if (box.justifyContent) drawn.style.justifyContent = box.justifyContent;
  if (box.alignItems && box.layout !== "baseline") drawn.style.alignItems = box.alignItems;
  pad(drawn, box);
}

function pad(drawn, box) {
  const all = gap(box.paddingAll);
  if (all !== null) drawn.style.padding = all;
  const sides = [
    ["paddingTop", box.paddingTop], ["paddingBottom", box.paddingBottom],
    ["paddingInlineStart", box.paddingStart], ["paddingInlineEnd", box.paddingEnd],
  ];
  for (const [side, value] of sides) {
    const space = gap(value);
    if (space !== null) drawn.style[side] = space;
  }
}

function paint(drawn, box) {
  drawn.style.backgroundColor = colour(box.backgroundColor);
  const corner = gap(box.cornerRadius);
  if (corner) {
    drawn.style.borderRadius = corner;
    drawn.style.overflow = "hidden";
  }
  const border = borderWidth(box.borderWidth);
  if (border && border !== "0px") drawn.style.border = `${border} solid ${colour(box.borderColor) || "#000000"}`;
  if (box.background?.type === "linearGradient") drawn.style.backgroundImage = gradient(box.background);
}

function gradient({ angle, startColor, centerColor, centerPosition, endColor }) {
  const turn = /^\d+(\.\d+)?deg$/.test(angle ?? "") ? angle : "0deg";
  const middle = /^\d+(\.\d+)?%$/.test(centerPosition ?? "") ? centerPosition : "50%";
  const stops = [colour(startColor), colour(centerColor) && `${colour(centerColor)} ${middle}`, colour(endColor)];
  return `linear-gradient(${[turn, ...stops.filter(Boolean)].join(", ")})`;
}

function measure(drawn, box) {
  for (const side of ["width", "maxWidth", "height", "maxHeight"]) {
    const size = /^\d+(\.\d+)?(px|%)$/.test(box[side] ?? "") ? box[side] : null;
    if (!size) continue;
    drawn.style[side] = size;
    drawn.style.overflow = "hidden";
  }
}
