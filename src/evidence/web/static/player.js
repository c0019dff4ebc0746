// The player of an hour: one clock for all its recordings, the axis that seeks, and the keys.
import { isWriting } from "./keys.js";
import { Screen } from "./screen.js";
import { follow as followTwin } from "./twin.js";

const KEPT = "evidence-speed";
const LEFT = 170, RIGHT = 930, WIDTH = 960; // as lanes.py draws it

const video = document.getElementById("video");
const speed = document.getElementById("speed");
const loop = document.getElementById("loop");
const clock = document.getElementById("clock");
let axis = document.getElementById("axis");
const clips = [...document.querySelectorAll("[data-clip]")].map((link) => ({
  link, source: link.dataset.source, proxies: link.dataset.proxies, camera: link.dataset.camera,
  played: "played" in link.dataset, start: Number(link.dataset.start), end: Number(link.dataset.end),
}));
const findings = [...document.querySelectorAll("[data-finding]")]
  .map((link) => ({ start: Number(link.dataset.at), end: Number(link.dataset.end) }))
  .sort((one, other) => one.start - other.start);
const thumbnails = [...document.querySelectorAll(".sheet [data-at]")];
const offset = Number(video.dataset.offset); // seconds that the classroom's clock is ahead of UTC
const screen = new Screen(video, follow);

const first = clips.find((clip) => clip.link.hasAttribute("aria-current")) ?? clips[0];
screen.adopt(first, Number(video.dataset.base) - first.start);
screen.over = () => {
  const later = clips.filter((clip) => clip.start > screen.clip.start);
  const next = later.find((clip) => clip.camera === screen.clip.camera) ?? later[0];
  if (next) show(next, 0, true);
};

const now = () => screen.clip.start + screen.at;
let late = 0;
let wanted = null; // the moment that is on its way
let repeated = null; // the finding that is played again and again

function show(clip, inside, playing) {
  screen.wanted = inside;
  screen.show(clip, inside, playing);
  for (const each of clips) each.link.toggleAttribute("aria-current", each === clip);
}

/** Shows a moment of the wall clock, in whichever recording holds it. */
function seek(at) {
  const holds = (clip) => clip.start <= at && at < clip.end;
  const same = (clip) => holds(clip) && clip.camera === screen.clip.camera;
  const clip = (holds(screen.clip) && screen.clip) || clips.find(same) || clips.find(holds)
    || clips.find((each) => each.start > at);
  if (!clip) return;
  wanted = at;
  repeated = null;
  show(clip, Math.max(0, at - clip.start));
  mark(at);
  followTwin(at, video);
}

function setSpeed(rate) {
  const held = Math.min(16, Math.max(0.25, rate));
  screen.speed = held;
  speed.value = String(held);
  localStorage.setItem(KEPT, String(held));
}

const shown = () => wanted ?? now();
const finding = () =>
  findings.find((each) => each.start - 0.5 <= shown() && shown() < each.end) ??
  findings.findLast((each) => each.end <= shown() + 0.5) ?? findings[0];

function nextFinding() {
  const next = findings.find((each) => each.start > shown() + 0.5) ?? findings[0];
  if (next) seek(next.start);
}

const toggle = () => (video.paused ? screen.play() : video.pause());
const faster = () => (video.paused ? screen.play() : setSpeed(screen.rate * 2));
const press = (id) => () => document.getElementById(id)?.click();
const KEYS = {
  k: toggle, " ": toggle, l: faster, n: nextFinding,
  j: () => seek(shown() - 10),
  J: () => setSpeed(screen.rate / 2),
  r: () => { loop.checked = !loop.checked; },
  "[": () => finding() && seek(finding().start),
  "]": () => finding() && seek(finding().end),
  "+": press("closer"), "=": press("closer"), "-": press("wider"),
};

document.addEventListener("keydown", (event) => {
  if (isWriting(event) || (event.key === " " && event.target !== document.body)) return;
  const step = event.shiftKey ? 1 : 5;
  const act = KEYS[event.key] ?? KEYS[event.key.toLowerCase()] ??
    { ArrowLeft: () => seek(shown() - step), ArrowRight: () => seek(shown() + step) }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-at], [data-clip]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  seek(Number(link.dataset.at ?? link.dataset.start));
  if ("play" in link.dataset) screen.play();
  if (link.closest(".sheet, table, .replay")) video.scrollIntoView({ block: "nearest" });
});

/** The moment of the wall clock below the pointer. */
function pointed(event) {
  const { start, end } = windowed();
  const box = axis.querySelector("svg").getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * WIDTH;
  const share = Math.min(1, Math.max(0, (x - LEFT) / (RIGHT - LEFT)));
  return start + share * (end - start);
}

const windowed = () => ({ start: Number(axis.dataset.start), end: Number(axis.dataset.end) });

document.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !event.target.closest?.("#axis")) return;
  seek(pointed(event));
  axis.setPointerCapture(event.pointerId);
});
document.addEventListener("pointermove", (event) => {
  if (event.buttons !== 1 || !axis?.hasPointerCapture(event.pointerId)) return;
  const at = pointed(event);
  clearTimeout(late);
  if (screen.clip.played) return seek(at);
  mark(at); // a proxy is only made where the hand comes to rest
  late = setTimeout(() => seek(at), 180);
});

/** Draws the axis anew, closer or wider, around what is shown. */
async function redraw(address) {
  const asked = new URL(address, location.href);
  asked.searchParams.set("at", shown().toFixed(3));
  const answer = await fetch(asked, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["axis", "zoom"]) {
    document.getElementById(id)?.replaceWith(page.getElementById(id));
  }
  axis = document.getElementById("axis");
  const zoom = asked.searchParams.get("zoom") ?? "";
  for (const link of document.querySelectorAll("a[rel=next], a[rel=prev]")) carry(link, "href", zoom);
  for (const field of document.querySelectorAll("input[name=go]")) carry(field, "value", zoom);
  const here = new URL(location.href);
  zoom ? here.searchParams.set("zoom", zoom) : here.searchParams.delete("zoom");
  history.replaceState(null, "", here);
  mark(shown());
}

/** Lets an address of ours keep the zoom. */
function carry(element, name, zoom) {
  const address = new URL(element.getAttribute(name), location.href);
  zoom ? address.searchParams.set("zoom", zoom) : address.searchParams.delete("zoom");
  element.setAttribute(name, address.pathname + address.search);
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("#closer, #wider");
  if (!link) return;
  event.preventDefault();
  redraw(link.href);
});

/** Marks a moment on the axis, the clock and the contact sheet. */
function mark(at) {
  const { start, end } = windowed();
  const share = Math.min(1, Math.max(0, (at - start) / (end - start)));
  const x = LEFT + share * (RIGHT - LEFT);
  const cursor = axis?.querySelector(".cursor");
  cursor?.setAttribute("x1", x);
  cursor?.setAttribute("x2", x);
  clock.value = new Date((at + offset) * 1000).toISOString().slice(11, 19);
  const minute = thumbnails.findLast((each) => Number(each.dataset.at) <= at);
  for (const each of thumbnails) each.toggleAttribute("aria-current", each === minute);
}

function follow() {
  if (wanted !== null && Math.abs(now() - wanted) < 1.5) wanted = null;
  mark(shown());
  followTwin(now(), video);
  repeat();
}

/** Goes back to where the finding begins once its end has gone by, however fast. */
function repeat() {
  const at = shown();
  const inside = findings.find((each) => each.start - 1 <= at && at < each.end);
  if (!loop.checked || wanted !== null) return;
  if (inside) repeated = inside;
  else if (repeated && at >= repeated.end) seek(repeated.start);
}

speed.addEventListener("change", () => setSpeed(Number(speed.value)));
document.getElementById("controls").hidden = false;
setSpeed(Number(localStorage.getItem(KEPT)) || 1);
mark(shown());
