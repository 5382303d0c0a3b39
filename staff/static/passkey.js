// Asks the browser for a passkey or a security key, and tells the desk what it said.

const token = document.querySelector("meta[name=csrf-token]").content;
const REFUSED = "鍵で確認できませんでした。もう一度試すか、別の方法を使ってください。";

async function post(address, body) {
  const answer = await fetch(address, { method: "POST", body, headers: headersFor(body), redirect: "error" });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.sentence ?? REFUSED);
  return said;
}

function headersFor(body) {
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  return typeof body === "string" ? { ...headers, "Content-Type": "application/json" } : headers;
}

function complain(trouble, sentence) {
  trouble.hidden = !sentence;
  trouble.textContent = sentence;
}

async function trying(trouble, work) {
  complain(trouble, "");
  try {
    await work();
  } catch (error) {
    complain(trouble, error instanceof DOMException ? REFUSED : error.message);
  }
}

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const described = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function spoken(credential) {
  const said = credential.response;
  const response = { clientDataJSON: words(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = words(said[name]);
  }
  const rawId = words(credential.rawId);
  return JSON.stringify({ id: rawId, rawId, type: credential.type, response, clientExtensionResults: {} });
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  const trouble = document.querySelector("[data-passkey-trouble]");
  button.addEventListener("click", () => trying(trouble, async () => {
    const options = await post(button.dataset.passkey);
    const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: described(options.allowCredentials) };
    const credential = await navigator.credentials.get({ publicKey });
    const goal = new URLSearchParams({ next: button.dataset.next });
    location.assign((await post(`${button.dataset.answer}?${goal}`, spoken(credential))).next);
  }));
}

for (const form of document.querySelectorAll("[data-new-passkey]")) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    trying(trouble, async () => {
      const asked = new FormData();
      asked.set("password", form.querySelector("#key-password")?.value ?? "");
      const options = await post(form.dataset.options, asked);
      const publicKey = {
        ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: described(options.excludeCredentials),
      };
      const credential = await navigator.credentials.create({ publicKey });
      const name = new URLSearchParams({ name: form.querySelector("#key-name").value });
      location.assign((await post(`${form.dataset.add}?${name}`, spoken(credential))).next);
    });
  });
}
