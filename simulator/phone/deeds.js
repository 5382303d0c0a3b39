// What LINE's actions do on a telephone.
import { safeLink } from "/assets/line-message/dom.js";
import { askWhen } from "./moments.js";
import { sendPlace } from "./place-picker.js";
import { toast } from "./toast.js";

/** Actions whose quick replies go when tapped; the others stay until what they ask for was sent. */
export const VANISHES_AT_ONCE = new Set(["message", "postback", "uri", "clipboard", "richmenuswitch"]);

const DEEDS = {
  message: (action, phone) => phone.act("text", { text: action.text }),
  postback,
  uri: openAddress,
  datetimepicker: pickMoment,
  richmenuswitch: ({ richMenuAliasId, data }, phone) => phone.act("richmenuswitch", { richMenuAliasId, data }),
  clipboard: copy,
  camera: (action, phone) => phone.composer.takePhoto(),
  cameraRoll: (action, phone) => phone.composer.choosePhotos(),
  location: (action, phone) => sendPlace(phone),
};

/** Does an action on a telephone. */
export function perform(action, phone) {
  const deed = DEEDS[action.type];
  return deed ? deed(action, phone) : toast(`この操作はできません（${action.type}）`);
}

async function postback(action, phone) {
  const { data, displayText, text, inputOption, fillInText } = action;
  if (inputOption === "closeRichMenu") phone.richMenu.open(false);
  if (inputOption === "openRichMenu") phone.richMenu.open(true);
  if (inputOption === "openKeyboard") phone.composer.openKeyboard(fillInText);
  if (inputOption === "openVoice") phone.composer.speak();
  await phone.act("postback", { data, ...(displayText ?? text ? { displayText: displayText ?? text } : {}) });
}

async function pickMoment(action, phone) {
  const moment = await askWhen(action);
  if (moment) await phone.act("postback", { data: action.data, params: { [action.mode]: moment } });
}

// Addresses by which LINE opens parts of itself.
const INSIDE_LINE = [
  [/^(https:\/\/line\.me\/R|line:\/)\/nv\/location/, "location"],
  [/^(https:\/\/line\.me\/R|line:\/)\/nv\/cameraRoll/, "cameraRoll"],
  [/^(https:\/\/line\.me\/R|line:\/)\/nv\/camera/, "camera"],
];

function openAddress({ uri = "" }, phone) {
  const [, inside] = INSIDE_LINE.find(([pattern]) => pattern.test(uri)) ?? [];
  if (inside) return DEEDS[inside]({}, phone);
  if (uri.startsWith("tel:")) return toast(`電話: ${uri.slice(4)}`);
  const address = safeLink(uri);
  if (!address?.startsWith("http")) return toast(`開けません: ${uri}`);
  window.open(address, "_blank", "noopener,noreferrer");
  return toast(`開きました: ${uri}`);
}

async function copy({ clipboardText }) {
  try {
    await navigator.clipboard.writeText(clipboardText);
    toast(`コピーしました: ${clipboardText}`);
  } catch {
    toast(`コピーできません。手で写してください: ${clipboardText}`);
  }
}
