/**
 * Whether an ILS means this number: its case and the blanks around it differ from one of its messages to the next. Pure; runs on the endpoint.
 * Seen on servers that were asked: `abc-77` finds `AbC-77`, and one message gives it back as it was asked, another as it is written there.
 */
export const isSameNumber = (a: string, b: string): boolean => a.trim().toUpperCase() === b.trim().toUpperCase()
