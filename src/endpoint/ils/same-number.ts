/**
 * Whether an ILS means this number: its case and the blanks around it differ from one of its messages to the next. Pure; runs on the endpoint.
 * Seen on servers that were asked: `abc-77` finds `AbC-77`, and one message gives it back as it was asked, another as it is written there;
 * an `É` comes back as the two signs that its bytes are where no one knows of UTF-8.
 */
const folded = (number: string): string => number.trim().toUpperCase()

/** `said` by the ILS, where we `asked`. */
export const isSameNumber = (said: string, asked: string): boolean =>
  folded(said) === folded(asked) || folded(said) === folded(Buffer.from(asked.trim()).toString('latin1'))
