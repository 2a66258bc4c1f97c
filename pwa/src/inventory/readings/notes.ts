/** The findings of a reader in words: what calls for a look at the box, what is only worth knowing, why nothing was read. */
import type { Note } from "@scanners/answer";
import type { PlainKey } from "@/i18n";

/** The reading may not be what the box says. */
const TO_COMPARE: Readonly<Record<string, PlainKey>> = {
  separator_missing: "readings.separatorMissing",
  separator_doubtful: "readings.separatorDoubtful",
  separator_doubled: "readings.separatorDoubled",
  bracket_in_value: "readings.bracketInValue",
  expiry_dates_differ: "readings.expiryDatesDiffer",
  production_dates_differ: "readings.productionDatesDiffer",
  made_after_expiry: "readings.madeAfterExpiry",
  dates_turned_round: "readings.datesTurnedRound",
  expiry_words_differ: "readings.expiryWordsDiffer",
  expiry_word_unconfirmed: "readings.expiryWordUnconfirmed",
  letter_of_old_rules: "readings.letterOfOldRules",
  check_not_verified: "readings.checkNotVerified",
  product_length: "readings.productLength",
  unknown_identifier: "readings.unknownIdentifier",
  not_an_attribute: "readings.notAnAttribute",
  several_codes_inside_link: "readings.severalCodes",
  carrier_says_gs1: "readings.carrierSaysGs1",
  key_in_stem: "readings.keyInStem",
  old_name_left_out: "readings.oldNameLeftOut",
  code_left_in_link: "readings.codeLeftInLink",
};

const TO_KNOW: Readonly<Record<string, PlainKey>> = {
  add_on_left_out: "readings.addOnLeftOut",
  day_not_stated: "readings.dayNotStated",
  hour_left_out: "readings.hourLeftOut",
  product_in_other_code: "readings.productInOtherCode",
  brackets_in_code: "readings.bracketsInCode",
  full_width: "readings.fullWidth",
  check_digit_only: "readings.checkDigitOnly",
  repeated: "readings.repeated",
  old_name: "readings.oldName",
  code_inside_link: "readings.codeInsideLink",
  missing_partner: "readings.missingPartner",
  excluded_partner: "readings.excludedPartner",
  restricted_circulation: "readings.restrictedCirculation",
  link_is_compressed: "readings.compressedLink",
  beyond_standard: "readings.beyondStandard",
  link_without_identifiers: "readings.linkOnly",
};

const NOT_READ: Readonly<Record<string, PlainKey>> = {
  check: "readings.notReadCheck",
  check_character: "readings.notReadCheck",
  check_pair: "readings.notReadCheck",
  date: "readings.notReadDate",
  exact_date: "readings.notReadDate",
  long_date: "readings.notReadDate",
  characters: "readings.notReadContent",
  too_long: "readings.notReadContent",
  too_short: "readings.notReadContent",
  contradiction: "readings.notReadTwice",
  symbology_contradiction: "readings.notReadTwice",
  two_meanings: "readings.notReadTwice",
  letter_case_flipped: "readings.notReadCase",
  scheme_unconfirmed: "readings.notReadScheme",
};

export interface SpokenNote {
  readonly says: PlainKey;
  /** The identifiers it is about, "17+7003"; empty when about the whole. */
  readonly field: string;
}

export interface SpokenNotes {
  readonly compare: readonly SpokenNote[];
  readonly know: readonly SpokenNote[];
}

/** What has no words of its own yet is still said, and calls for a look. */
export function spokenNotes(notes: readonly Note[]): SpokenNotes {
  return {
    compare: notes.filter(({ what }) => !(what in TO_KNOW)).map((one) => spoken(TO_COMPARE, one)),
    know: notes.filter(({ what }) => what in TO_KNOW).map((one) => spoken(TO_KNOW, one)),
  };
}

/** Why a code that looks like one of ours, or of a standard, was not read; null for a text that is no such code. */
export function whyNotRead(reason: string): PlainKey | null {
  return NOT_READ[reason] ?? null;
}

function spoken(table: Readonly<Record<string, PlainKey>>, { what, field }: Note): SpokenNote {
  return { says: table[what] ?? "readings.other", field };
}
