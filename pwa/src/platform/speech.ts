/** Results said aloud, for eyes that are on the shelf. Nothing is spoken where the phone has no voice for the language. */

export interface Speech {
  readonly isThere: boolean;
  /** The last sentence matters: one that is still being said is cut off. */
  say(sentence: string, language: string): void;
}

export function speech(synthesis: SpeechSynthesis | undefined = globalThis.speechSynthesis): Speech {
  return {
    isThere: synthesis !== undefined,
    say(sentence, language) {
      if (synthesis === undefined) return;
      synthesis.cancel();
      const said = new SpeechSynthesisUtterance(sentence);
      said.lang = language;
      synthesis.speak(said);
    },
  };
}

/** The one device there is. */
export const deviceSpeech = speech();
