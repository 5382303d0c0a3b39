// LINE's date picker, with the browser's own input.
import { askIn, field, input } from "./dialog.js";

const KINDS = {
  date: ["date", "日付を選ぶ"],
  time: ["time", "時刻を選ぶ"],
  datetime: ["datetime-local", "日時を選ぶ"],
};

/** Asks for a moment within the action's limits, in the form LINE sends; null when none was chosen. */
export function askWhen({ mode, initial, min, max, label }) {
  const [kind, title] = KINDS[mode] ?? KINDS.date;
  const moment = input(kind, { required: true, min: written(min), max: written(max), value: written(initial) });
  return askIn(label || title, [field(title, moment)], { send: "決める", read: () => moment.value });
}

function written(moment = "") {
  return moment.replace("t", "T");
}
