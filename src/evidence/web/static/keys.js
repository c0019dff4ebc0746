// Keys that every page of an item knows; everything they do can be done with links too.

/** Whether somebody is writing, so that letters are letters. */
export function isWriting(event) {
  const at = event.target;
  return event.ctrlKey || event.metaKey || event.altKey ||
    (at instanceof Element && at.closest("input, textarea, select, [contenteditable]") !== null);
}

document.addEventListener("keydown", (event) => {
  if (isWriting(event)) return;
  const to = { ">": "a[rel=next]", "<": "a[rel=prev]", "?": 'a[href="/keys"]' }[event.key];
  const link = to && document.querySelector(to);
  if (link) link.click();
  if (event.key.toLowerCase() === "d") {
    const first = document.querySelector("#decision button, #decision summary");
    if (first) {
      event.preventDefault();
      first.focus();
      first.closest("section").scrollIntoView({ block: "nearest" });
    }
  }
});
