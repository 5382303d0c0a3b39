// Quick replies: the row of round buttons under the newest message.
import { actionButton, labelOf } from "./acting.js";
import { element, mediaAt, picture } from "./dom.js";
import { hasIcon, icon } from "./icons.js";

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
    ? picture(mediaAt(imageUrl, options), "", "lm-quick-icon")
    : hasIcon(action.type) && element("span", "lm-quick-icon", icon(action.type));
  return actionButton(action, options, "lm-quick-reply", sign || null, labelOf(action));
}
