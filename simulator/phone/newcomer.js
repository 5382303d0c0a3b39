// A new resident: name and the language their telephone speaks.
import { askIn, choice, field, input } from "./dialog.js";

const LANGUAGES = [
  ["ja", "日本語"],
  ["en", "English"],
  ["zh-Hans", "中文（简体）"],
  ["zh-Hant", "中文（繁體）"],
  ["pt", "Português"],
  ["vi", "Tiếng Việt"],
  ["ko", "한국어"],
  ["id", "Bahasa Indonesia"],
];

/** Asks for a name and a language; null when nobody comes after all. */
export function askWhoComes() {
  const name = input("text", { required: true, maxLength: 20, autocomplete: "off" });
  const language = choice(LANGUAGES);
  const fields = [field("名前", name), field("電話の言語", language)];
  return askIn("住民を増やす", fields, {
    send: "友だちに追加",
    read: () => ({ name: name.value.trim() || "住民", language: language.value }),
  });
}
