/**
 * Somebody who comes for another (HO-12): what they showed or said, and the order's note that keeps it, with nobody's name. Runs everywhere.
 * The note is the team's own text: only the desk's sentence is added to it, and only that one leaves with an undo.
 */

/** What the person who comes for another showed or said. */
export type CollectorProof = 'card' | 'number' | 'told'

const between = ' · '

/** HO-12: the team's note, then the sentence that says how the pile was collected. */
export const withCollector = (note: string, sentence: string): string => [note, sentence].filter(Boolean).join(between)

/** HO-7, HO-12: the note without the last of these sentences that it holds, for the handover that left it is undone. */
export const withoutCollector = (note: string, sentences: readonly string[]): string => {
  const parts = note.split(between)
  const at = parts.findLastIndex((part) => sentences.includes(part))
  return at < 0 ? note : parts.filter((_, n) => n !== at).join(between)
}
