// Large files in pieces, resumable: a client of the tus protocol 1.0 for the forms of class "send".

const VERSION = { "Tus-Resumable": "1.0.0" };
const PIECE = 4 * 1024 * 1024;
const PAUSES = [1000, 3000, 5000, 10000, 20000];

/** Why a file can't be sent, in words that the server chose. */
class Refused extends Error {}

/** Text in base64, as UTF-8. */
function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let at = 0;
  while (bytes >= 1000 && at < units.length - 1) [bytes, at] = [bytes / 1000, at + 1];
  return `${at ? bytes.toFixed(1) : bytes} ${units[at]}`;
}

class Upload {
  constructor(form, file) {
    this.form = form;
    this.file = file;
    this.fields = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "proof") this.fields[name] = value;
    }
    this.fields.filename = file.name;
    this.headers = { ...VERSION, "X-Evidence-Proof": form.elements.proof.value };
    const which = [file.name, file.size, file.lastModified, this.fields.purpose, this.fields.class ?? "", this.fields.part ?? ""];
    this.memory = `upload:${form.dataset.upload}:${JSON.stringify(which)}`;
    this.paused = false;
  }

  /** Where the upload is, begun anew unless it is known from before. */
  async place() {
    const known = localStorage.getItem(this.memory);
    if (known) {
      const offset = await this.offset(known);
      if (offset !== null) return [known, offset];
      localStorage.removeItem(this.memory);
    }
    const told = Object.entries(this.fields).filter(([, value]) => value !== "");
    const answer = await fetch(this.form.dataset.upload, {
      method: "POST",
      headers: {
        ...this.headers,
        "Upload-Length": String(this.file.size),
        "Upload-Metadata": told.map(([name, value]) => `${name} ${base64(value)}`).join(","),
      },
    });
    if (answer.status !== 201) throw new Refused(answer.status === 413 ? await answer.text() : String(answer.status));
    const place = answer.headers.get("Location");
    localStorage.setItem(this.memory, place);
    return [place, 0];
  }

  /** How far an upload is; null where there is none any more. */
  async offset(place) {
    const answer = await fetch(place, { method: "HEAD", headers: this.headers });
    return answer.ok ? Number(answer.headers.get("Upload-Offset")) : null;
  }

  /** Sends all of it, and tells where it went. */
  async send(told) {
    let [place, offset] = await this.place();
    let failed = 0;
    while (offset < this.file.size) {
      while (this.paused) await new Promise((go) => setTimeout(go, 200));
      told(offset);
      try {
        offset = await this.piece(place, offset);
        failed = 0;
      } catch (error) {
        if (error instanceof Refused || failed >= PAUSES.length) throw error;
        await new Promise((go) => setTimeout(go, PAUSES[failed]));
        failed += 1;
        offset = (await this.offset(place).catch(() => offset)) ?? offset;
      }
    }
    told(offset);
    localStorage.removeItem(this.memory);
    return place.split("/").at(-1);
  }

  async piece(place, offset) {
    const answer = await fetch(place, {
      method: "PATCH",
      headers: { ...this.headers, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) },
      body: this.file.slice(offset, offset + PIECE),
    });
    if (answer.status === 204) return Number(answer.headers.get("Upload-Offset"));
    if (answer.status === 409 || answer.status === 423 || answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
    throw new Refused(String(answer.status));
  }
}

for (const form of document.querySelectorAll("form.send")) {
  const shown = form.querySelector(".progress");
  const bar = shown.querySelector("progress");
  const output = shown.querySelector("output");
  const pause = shown.querySelector(".pause");
  let upload = null;

  pause.addEventListener("click", () => {
    upload.paused = !upload.paused;
    pause.textContent = upload.paused ? form.dataset.on : form.dataset.pause;
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = form.elements.file.files[0];
    const button = form.querySelector("button.main");
    upload = new Upload(form, file);
    shown.hidden = false;
    button.disabled = true;
    try {
      const key = await upload.send((offset) => {
        bar.value = file.size ? (100 * offset) / file.size : 0;
        output.textContent = form.dataset.sending.replace("{done}", size(offset)).replace("{all}", size(file.size));
      });
      location.assign(`${form.dataset.deliveries}/${key}`);
    } catch (error) {
      button.disabled = false;
      output.textContent = error instanceof Refused ? form.dataset.failed.replace("{why}", error.message) : form.dataset.broken;
    }
  });
}
