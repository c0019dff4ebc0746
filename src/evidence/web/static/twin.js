// The twin: the place that a replay shows again, in a second player that keeps step with the first.
import { Screen } from "./screen.js";

const DRIFT = 0.7; // seconds apart before it is set right

const video = document.getElementById("twin");
const screen = video && new Screen(video);
const clips = new Map(); // a file that is shown again in many pieces is one clip
const replays = [...document.querySelectorAll("[data-replay]")]
  .map(({ dataset }) => ({
    start: Number(dataset.from), end: Number(dataset.end), rate: Number(dataset.rate),
    there: Number(dataset.there),
    clip: clipOf(dataset),
  }));

function clipOf({ source, proxies, played }) {
  const clip = { source, proxies, played: played !== undefined, start: 0, end: 86400 };
  return clips.get(source) ?? clips.set(source, clip).get(source);
}

/** Shows beside the first player what the moment shows again, where it does. */
export function follow(at, first) {
  if (!screen) return;
  const replay = replays.find((each) => each.start <= at && at < each.end);
  video.closest(".screens").classList.toggle("two", Boolean(replay));
  if (!replay) {
    if (!video.paused) video.pause();
    return;
  }
  const there = replay.there + (at - replay.start) * replay.rate;
  if (screen.clip !== replay.clip || Math.abs(screen.at - there) > DRIFT) {
    screen.show(replay.clip, there, !first.paused);
  }
  screen.speed = Math.min(16, first.playbackRate * replay.rate);
  if (first.paused !== video.paused) first.paused ? video.pause() : screen.play();
}
