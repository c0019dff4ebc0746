// The player of an hour: one clock for all its recordings, the axis that seeks, and the keys.
import { isWriting } from "./keys.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
const KEPT = "evidence-speed";
const LEFT = 170, RIGHT = 930, WIDTH = 960; // as lanes.py draws it

const video = document.getElementById("video");
const axis = document.getElementById("axis");
const speed = document.getElementById("speed");
const loop = document.getElementById("loop");
const clock = document.getElementById("clock");
const clips = [...document.querySelectorAll("[data-clip]")].map((link) => ({
  link, source: link.dataset.source, start: Number(link.dataset.start), end: Number(link.dataset.end),
}));
const findings = [...document.querySelectorAll("[data-finding]")]
  .map((link) => ({ start: Number(link.dataset.at), end: Number(link.dataset.end) }))
  .sort((one, other) => one.start - other.start);
const offset = Number(video.dataset.offset); // seconds that the classroom's clock is ahead of UTC
let base = Number(video.dataset.base);

const now = () => base + video.currentTime;

/** Shows a moment of the wall clock, in whichever recording holds it. */
function seek(at) {
  const playing = clips.find((clip) => clip.start === base && clip.start <= at && at < clip.end);
  const clip = playing ?? clips.find((each) => each.start <= at && at < each.end)
    ?? clips.find((each) => each.start > at);
  if (!clip) return;
  const inside = Math.max(0, at - clip.start);
  if (clip.start === base && video.currentSrc.includes(clip.source)) {
    video.currentTime = inside;
    return;
  }
  const running = !video.paused;
  base = clip.start;
  video.src = `${clip.source}#t=${inside}`;
  for (const each of clips) each.link.toggleAttribute("aria-current", each === clip);
  setSpeed(Number(speed.value));
  if (running) video.play();
}

function setSpeed(rate) {
  const held = Math.min(16, Math.max(0.25, rate));
  video.defaultPlaybackRate = held;
  video.playbackRate = held;
  speed.value = String(held);
  localStorage.setItem(KEPT, String(held));
}

const finding = () =>
  findings.find((each) => each.start <= now() && now() < each.end) ??
  findings.find((each) => each.start > now()) ?? findings.at(-1);

function nextFinding() {
  const next = findings.find((each) => each.start > now() + 0.5) ?? findings[0];
  if (next) seek(next.start);
}

const toggle = () => (video.paused ? video.play() : video.pause());
const faster = () => (video.paused ? video.play() : setSpeed(video.playbackRate * 2));
const KEYS = {
  k: toggle, " ": toggle, l: faster, n: nextFinding,
  j: () => seek(now() - 10),
  J: () => setSpeed(video.playbackRate / 2),
  "[": () => finding() && seek(finding().start),
  "]": () => finding() && seek(finding().end),
};

document.addEventListener("keydown", (event) => {
  if (isWriting(event) || (event.key === " " && event.target !== document.body)) return;
  const step = event.shiftKey ? 1 : 5;
  const act = KEYS[event.key] ?? KEYS[event.key.toLowerCase()] ??
    { ArrowLeft: () => seek(now() - step), ArrowRight: () => seek(now() + step) }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-at], [data-clip]");
  if (!link) return;
  event.preventDefault();
  seek(Number(link.dataset.at ?? link.dataset.start));
});

const start = Number(axis?.dataset.start), end = Number(axis?.dataset.end);

/** The moment of the wall clock below the pointer. */
function pointed(event) {
  const box = axis.querySelector("svg").getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * WIDTH;
  const share = Math.min(1, Math.max(0, (x - LEFT) / (RIGHT - LEFT)));
  return start + share * (end - start);
}

axis?.addEventListener("pointerdown", (event) => {
  seek(pointed(event));
  axis.setPointerCapture(event.pointerId);
});
axis?.addEventListener("pointermove", (event) => event.buttons === 1 && seek(pointed(event)));

function follow() {
  const cursor = axis?.querySelector(".cursor");
  const share = Math.min(1, Math.max(0, (now() - start) / (end - start)));
  const x = LEFT + share * (RIGHT - LEFT);
  cursor?.setAttribute("x1", x);
  cursor?.setAttribute("x2", x);
  clock.value = new Date((now() + offset) * 1000).toISOString().slice(11, 19);
  const here = loop.checked && findings.find((each) => each.start - 1 <= now() && now() < each.end + 1);
  if (here && now() >= here.end) seek(here.start);
}

video.addEventListener("timeupdate", follow);
video.addEventListener("seeked", follow);
video.addEventListener("ended", () => {
  const next = clips.find((clip) => clip.start > base);
  if (next) { seek(next.start); video.play(); }
});
speed.addEventListener("change", () => setSpeed(Number(speed.value)));
document.getElementById("controls").hidden = false;
setSpeed(Number(localStorage.getItem(KEPT)) || 1);
