// The fixed cards of template messages: buttons, confirm, carousel and image carousel.
import { actionButton, actsOn, labelOf } from "./acting.js";
import { element, mediaAt, picture } from "./dom.js";

const DRAWN = {
  buttons: drawButtons,
  confirm: drawConfirm,
  carousel: drawCarousel,
  image_carousel: drawImageCarousel,
};

/** A message of type template; a kind we do not know shows its alternative text, as an old phone would. */
export function drawTemplate(message, options) {
  const draw = DRAWN[message.template?.type];
  const drawn = draw ? draw(message.template, options) : element("div", "lm-text", message.altText ?? "");
  drawn.setAttribute("aria-label", message.altText ?? "");
  drawn.setAttribute("role", "group");
  return drawn;
}

function drawButtons(template, options) {
  return card(template, template, options);
}

function drawConfirm(template, options) {
  const buttons = element("div", "lm-confirm-buttons", ...buttonsOf(template.actions, options));
  return element("div", "lm-card", element("div", "lm-card-text", template.text), buttons);
}

function drawCarousel(template, options) {
  return element("div", "lm-carousel", ...template.columns.map((column) => card(column, template, options)));
}

function card(column, look, options) {
  const drawn = element("div", "lm-card");
  if (column.thumbnailImageUrl) drawn.append(thumbnail(column, look, options));
  const words = element("div", "lm-card-words");
  if (column.title) words.append(element("div", "lm-card-title", column.title));
  words.append(element("div", "lm-card-text", column.text ?? ""));
  if (column.defaultAction) actsOn(words, column.defaultAction, options);
  drawn.append(words, element("div", "lm-card-buttons", ...buttonsOf(column.actions, options)));
  return drawn;
}

function thumbnail(column, look, options) {
  const frame = element("div", "lm-thumbnail", picture(mediaAt(column.thumbnailImageUrl, options), column.title ?? ""));
  if (look.imageAspectRatio === "square") frame.classList.add("lm-square");
  if (look.imageSize === "contain") frame.classList.add("lm-contain");
  if (column.imageBackgroundColor) frame.style.backgroundColor = column.imageBackgroundColor;
  return column.defaultAction ? actsOn(frame, column.defaultAction, options) : frame;
}

function buttonsOf(actions, options) {
  return (actions ?? []).map((action) => actionButton(action, options, "lm-card-button"));
}

function drawImageCarousel(template, options) {
  const columns = template.columns.map((column) => {
    const shown = picture(mediaAt(column.imageUrl, options), labelOf(column.action));
    const label = column.action?.label ? element("span", "lm-image-label", column.action.label) : null;
    return actionButton(column.action, options, "lm-image-column", shown, label);
  });
  return element("div", "lm-carousel", ...columns);
}
