// A page that looks again while something is under way.

const EVERY = 3000;

async function look() {
  const answer = await fetch(location.href, { headers: { "Cache-Control": "no-cache" } }).catch(() => null);
  if (answer && answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-under-way]");
    const here = document.querySelector("[data-under-way]");
    if (!now || now.dataset.underWay === "no") return location.reload();
    if (here.innerHTML !== now.innerHTML) here.innerHTML = now.innerHTML;
  }
  setTimeout(look, EVERY);
}

if (document.querySelector("[data-under-way=yes]")) setTimeout(look, EVERY);
