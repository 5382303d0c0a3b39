// Small line drawings for buttons, all of one weight.
import { drawing } from "./dom.js";

const LINES = {
  plus: "M12 5v14M5 12h14",
  send: "M4 12l16-8-6 16-3-6z",
  camera: "M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 0 .01 0",
  cameraRoll: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  location: "M12 21c-5-6-7-8.5-7-11.5a7 7 0 0 1 14 0c0 3-2 5.5-7 11.5zM12 7a2.5 2.5 0 1 0 .01 0",
  datetimepicker: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  sticker: "M12 4a8 8 0 1 0 .01 0M9 10h.01M15 10h.01M8.5 14q3.5 3.5 7 0",
  voice: "M12 4a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0v-5A2.5 2.5 0 0 0 12 4zM6.5 11a5.5 5.5 0 0 0 11 0M12 17v4",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  open: "M6 14l6-6 6 6",
  shut: "M6 10l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  bellOff: "M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5zM10 19.5a2 2 0 0 0 4 0M4 4l16 16",
};

/** The drawing of a name, in the colour of the words around it. */
export function icon(name) {
  return drawing("lm-icon", "0 0 24 24", [
    [
      "path",
      {
        d: LINES[name],
        fill: name === "play" ? "currentColor" : "none",
        stroke: "currentColor",
        "stroke-width": name === "more" ? 3 : 1.8,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
      },
    ],
  ]);
}

/** Whether there is a drawing of that name. */
export function hasIcon(name) {
  return Object.hasOwn(LINES, name);
}
