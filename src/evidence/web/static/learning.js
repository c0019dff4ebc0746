// A learner's online learning is read from the class's files: it comes after the page itself.
const link = document.getElementById("learning-link");
const place = document.getElementById("learning-place");

async function show() {
  place.setAttribute("aria-busy", "true");
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const learning = page.getElementById("learning");
  if (answer.ok && learning) place.replaceChildren(learning);
  place.removeAttribute("aria-busy");
}

if (link) show();
