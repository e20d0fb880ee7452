/**
 * How long a text that a person writes may be, in characters: where it is typed, judged and received. Runs everywhere.
 * A field takes less than an operation does: it asks for a sentence, and a page that came all the same is kept. What an ILS sends has bounds
 * of its own, in its connector.
 */
export const textLengths = {
  /** Each text of an operation: a note, a reason (PROTOCOL.md, Facts and requests). */
  ofOperation: 2000,
  /** The note of an order, where it is written. */
  note: 500,
  /** A reason, where it is written. */
  reason: 200,
  /** A wish in words, and a number to call back, on the telephone. */
  wish: 200,
  callBackNumber: 40,
  /** Where a patron waits, in their own words (ARR-2). */
  place: 60,
  /** What stands on a bin of the returns. */
  bin: 40,
  /** A card's number, where a patron types it and where a manager tries a right. What an ILS sends may be longer. */
  shortestCard: 3,
  card: 40,
  /** Digits of a PIN: enough not to be typed by accident, few enough to be typed fifty times a day. */
  shortestPin: 4,
  pin: 12,
  /** A manager's passphrase (PRIV-5). */
  shortestPassphrase: 8,
  passphrase: 200,
  /** A code of enrolment, with the spaces and dashes somebody may type. */
  enrolmentCode: 40,
  tabletName: 60,
  /** The name of a build of the app. */
  build: 100,
  /** What the settings name: a library, a site, a zone, a category, a librarian. */
  name: 100,
  siteId: 40,
  librarianId: 60,
  /** What a barcode gun is set to send before or after each code. */
  gunAffix: 10,
} as const

/** Bytes of a file that a manager brings in (IMP-1). */
export const longestFile = 64 * 1024 * 1024
