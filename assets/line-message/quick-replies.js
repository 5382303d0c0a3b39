// Quick replies: the row of round buttons under the newest message.
import { actionButton, labelOf } from "./acting.js";
import { element, picture } from "./dom.js";

const SIGNS = { camera: "📷", cameraRoll: "🖼", location: "📍", datetimepicker: "🗓" };

/** The row of a message's quick replies, or null when it has none. */
export function drawQuickReplies(message, options) {
  const items = message?.quickReply?.items ?? [];
  if (!items.length) return null;
  const row = element("div", "lm-quick", ...items.map((item) => quickReply(item, options)));
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "返事の候補");
  return row;
}

function quickReply({ action, imageUrl }, options) {
  const sign = imageUrl
    ? picture(options.mediaUrl?.(imageUrl) ?? imageUrl, "", "lm-quick-icon")
    : SIGNS[action.type] && element("span", "lm-quick-icon", SIGNS[action.type]);
  return actionButton(action, options, "lm-quick-reply", sign || null, labelOf(action));
}
