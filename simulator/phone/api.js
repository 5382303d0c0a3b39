// What the page asks of the simulator. Every failure becomes an Error with one sentence.

const ROOT = "/phone/api";

/** Everybody's telephone as it stands now. */
export function readState() {
  return ask("/state");
}

/** Somebody new adds the bot. */
export function addResident(name, language) {
  return tell("/residents", { name, language });
}

/** A resident does something: text, postback, location, sticker, audio, unsend, block, unblock, richmenuswitch. */
export function act(resident, deed, said = {}) {
  return tell(`/residents/${encodeURIComponent(resident)}/${deed}`, said);
}

/** A resident sends photos; several at once are a set. */
export function sendPhotos(resident, files) {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name || "photo.jpg");
  return ask(`/residents/${encodeURIComponent(resident)}/image`, { method: "POST", body: form });
}

/** Where the content of a resident's own message lies. */
export function contentUrl(messageId) {
  return `${ROOT}/content/${encodeURIComponent(messageId)}`;
}

/** Calls `onHappening` for each thing that happens, and `onOpen` when the line stands, at first and after it was lost. */
export function follow(onHappening, onOpen) {
  const stream = new EventSource(`${ROOT}/stream`);
  stream.addEventListener("message", (event) => onHappening(JSON.parse(event.data)));
  stream.addEventListener("open", onOpen);
  return stream;
}

function tell(path, said) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(said) });
}

async function ask(path, request) {
  let answer;
  try {
    answer = await fetch(ROOT + path, request);
  } catch {
    throw new Error("模擬LINEにつながりません。動いているか確かめてください。");
  }
  const written = await answer.text();
  const body = asObject(written);
  if (!answer.ok) throw new Error(`できませんでした（${answer.status}）${body.message ?? ""}`);
  return body;
}

function asObject(written) {
  try {
    return JSON.parse(written);
  } catch {
    return {};
  }
}
