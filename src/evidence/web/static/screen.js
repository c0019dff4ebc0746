// A screen: a <video> that shows any moment of a clip, by its file or, where that can't be played, by
// proxies of a minute each. Times are seconds from the clip's first picture.

const MINUTE = 60; // how long a proxy is: analyzers/viewing/proxy.py

export class Screen {
  /** A video element; `moved` is called whenever another moment is shown. */
  constructor(video, moved = () => {}) {
    this.video = video;
    this.clip = null;
    this.begin = 0; // where in the clip the opened source begins
    this.rate = 1;
    video.addEventListener("timeupdate", moved);
    video.addEventListener("seeked", moved);
    video.addEventListener("loadeddata", moved);
    video.addEventListener("ended", () => this.#goOn());
    video.addEventListener("error", () => this.#fallBack());
  }

  /** Takes over what the page has opened already. */
  adopt(clip, begin) {
    this.clip = clip;
    this.begin = begin;
    if (this.video.error) this.#fallBack();
  }

  get at() {
    return this.begin + this.video.currentTime;
  }

  /** Shows a moment of a clip; it goes on playing if it played. */
  show(clip, at, playing = !this.video.paused) {
    const inside = Math.max(0, at);
    if (clip === this.clip && this.#holds(inside)) {
      this.video.currentTime = inside - this.begin;
    } else {
      this.clip = clip;
      this.begin = clip.played ? 0 : Math.floor(inside);
      this.video.src = clip.played
        ? `${clip.source}#t=${inside}` : `${clip.proxies}&begin=${this.begin}`;
      this.speed = this.rate;
    }
    if (playing) this.play();
  }

  set speed(rate) {
    this.rate = rate;
    this.video.defaultPlaybackRate = rate;
    this.video.playbackRate = rate;
  }

  play() {
    // A browser refuses where nothing was clicked yet, and breaks off where another moment is asked for.
    this.video.play().catch(() => {});
  }

  /** Whether the opened source has a moment at hand: of a proxy in the making only what came already. */
  #holds(inside) {
    if (this.clip.played) return true;
    const wanted = inside - this.begin;
    const ready = this.video.buffered;
    return [...Array(ready.length).keys()].some(
      (each) => ready.start(each) <= wanted && wanted < Math.min(ready.end(each), MINUTE));
  }

  #goOn() {
    if (!this.clip || this.clip.played) return this.over?.();
    const next = this.begin + MINUTE;
    if (next >= this.clip.end - this.clip.start) return this.over?.();
    this.show(this.clip, next, true);
  }

  /** A file that can't be played after all is shown by its proxies. */
  #fallBack() {
    if (!this.clip?.played) return;
    const at = this.wanted ?? this.at;
    this.clip.played = false;
    this.show(this.clip, at, false);
  }
}
