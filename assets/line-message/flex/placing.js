// Where a component stands in its box: share of the room, space before it, offsets.
import { gap } from "./sizes.js";

/** The share a component takes of its box: 1 side by side, 0 one below the other, as LINE's defaults are. */
export function shareOf(component, layout) {
  if (component.type === "separator" || component.type === "icon") return 0;
  if (typeof component.flex === "number") return component.flex;
  if (component.type === "filler") return 1;
  if (layout === "vertical") return 0;
  // A box that says how wide it is no longer shares the rest.
  return component.type === "box" && (component.width || component.height) ? 0 : 1;
}

/** Applies share, margin and position to a drawn component. */
export function place(drawn, component, box) {
  if (component.position === "absolute") return offset(drawn, component, "absolute");
  const share = shareOf(component, box.layout);
  if (share === 0) drawn.style.flex = "0 0 auto";
  else drawn.style.flex = box.layout === "vertical" ? `${share} 0 auto` : `${share} 0 0`;
  if (share === 0 && box.layout !== "vertical") drawn.classList.add("lf-natural");
  return offset(drawn, component, "relative");
}

/** The space before a component: its own margin, or the box's spacing if it is not the first. */
export function spaceBefore(drawn, component, box, isFirst) {
  const space = gap(component.margin) ?? (isFirst ? null : gap(box.spacing));
  if (!space) return;
  drawn.style[box.layout === "vertical" ? "marginTop" : "marginInlineStart"] = space;
}

function offset(drawn, component, position) {
  if (position === "absolute") drawn.style.position = "absolute";
  const sides = [
    ["top", component.offsetTop], ["bottom", component.offsetBottom],
    ["insetInlineStart", component.offsetStart], ["insetInlineEnd", component.offsetEnd],
  ];
  for (const [side, value] of sides) {
    const distance = gap(value);
    if (distance === null) continue;
    drawn.style[side] = distance;
    if (position === "relative") drawn.style.position = "relative";
  }
  return drawn;
}
