// The sticker palette: numbers of stickers LINE lets everybody send, with faces of ours.
import { element } from "/assets/line-message/dom.js";
import { face } from "/assets/line-message/media.js";

const SETS = [
  ["446", 1988, 8],
  ["789", 10855, 8],
  ["11537", 52002734, 8],
];

/** A drawer of stickers. */
export function drawStickers(onChoose) {
  const buttons = SETS.flatMap(([packageId, first, count]) =>
    Array.from({ length: count }, (_, index) => stickerButton(packageId, String(first + index), onChoose)),
  );
  const palette = element("div", "palette", ...buttons);
  palette.hidden = true;
  return palette;
}

function stickerButton(packageId, stickerId, onChoose) {
  const button = element("button", "palette-button", face(Number(stickerId)));
  button.type = "button";
  button.setAttribute("aria-label", `スタンプ ${packageId}-${stickerId}`);
  button.title = `${packageId}-${stickerId}`;
  button.addEventListener("click", () => onChoose(packageId, stickerId));
  return button;
}
