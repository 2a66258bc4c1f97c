/** What hands and ears hear of a scan, in a cold room with the eyes on the shelf. */

export type Signal = "good" | "warning" | "refused";

const VIBRATION_MS: Readonly<Record<Signal, number[]>> = {
  good: [40],
  warning: [60, 60, 60],
  refused: [160, 80, 160],
};
/** Hertz, and how long each tone lasts: rising is good, falling is refused. */
const TONES: Readonly<Record<Signal, readonly { hertz: number; seconds: number }[]>> = {
  good: [{ hertz: 1320, seconds: 0.08 }],
  warning: [
    { hertz: 880, seconds: 0.09 },
    { hertz: 880, seconds: 0.09 },
  ],
  refused: [
    { hertz: 440, seconds: 0.14 },
    { hertz: 262, seconds: 0.22 },
  ],
};
const LOUDNESS = 0.25;

export interface Feedback {
  /** Call it once from a tap: browsers give no sound to a page nobody has touched. */
  unlock(): void;
  give(signal: Signal): void;
}

export function feedback(sound: () => AudioContext | null = newAudio): Feedback {
  let audio: AudioContext | null = null;
  return {
    unlock() {
      audio ??= sound();
      void audio?.resume();
    },
    give(signal) {
      if ("vibrate" in navigator && isTouched()) navigator.vibrate(VIBRATION_MS[signal]);
      if (audio !== null) play(audio, signal);
    },
  };
}

/** The one device there is. */
export const deviceFeedback = feedback();

/** Browsers refuse to vibrate, and say so, on a page that nobody has touched. */
function isTouched(): boolean {
  return !("userActivation" in navigator) || navigator.userActivation.hasBeenActive;
}

function newAudio(): AudioContext | null {
  return typeof AudioContext === "undefined" ? null : new AudioContext();
}

function play(audio: AudioContext, signal: Signal): void {
  let start = audio.currentTime;
  for (const { hertz, seconds } of TONES[signal]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = LOUDNESS;
    tone.frequency.value = hertz;
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + seconds);
    start += seconds;
  }
}
