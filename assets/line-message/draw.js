// Draws a LINE message as a phone shows it. Knows nothing of chats: no time, no sender, no sending.
import { element } from "./dom.js";
import { drawFlex } from "./flex/container.js";
import { drawImagemap } from "./imagemap.js";
import { drawAudio, drawFile, drawImage, drawLocation, drawSticker, drawVideo } from "./media.js";
import { drawTemplate } from "./templates.js";
import { drawText, drawTextV2 } from "./text.js";

export { drawQuickReplies } from "./quick-replies.js";

const DRAWN = {
  text: drawText,
  textV2: drawTextV2,
  sticker: drawSticker,
  image: drawImage,
  video: drawVideo,
  audio: drawAudio,
  file: drawFile,
  location: drawLocation,
  imagemap: drawImagemap,
  template: drawTemplate,
  flex: drawFlex,
  coupon: (message) => element("div", "lm-text", `クーポン ${message.couponId ?? ""}`),
};

/**
 * The message as an element.
 * onAction(action, element): somebody tapped something (without it nothing happens, as in a preview).
 * contentUrl(id): where the content of a resident's own picture or voice lies.
 * mediaUrl(url): where to load a sender's address from; the address itself if not given.
 */
export function drawMessage(message, options = {}) {
  const draw = DRAWN[message?.type] ?? drawUnknown;
  const drawn = element("div", `lm lm-of-${draw === drawUnknown ? "unknown" : message.type}`, draw(message, options));
  return drawn;
}

function drawUnknown(message) {
  return element("div", "lm-text lm-unknown", message?.altText || `この形式は表示できません（${message?.type ?? "?"}）`);
}
