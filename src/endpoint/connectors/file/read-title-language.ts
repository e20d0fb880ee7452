/**
 * In which language a title is written, as lists of documents say it: by a code of ISO 639, of two letters or three, of MARC's too. Runs in the
 * endpoint's commands. What is no language (several, none, unknown) is not told.
 */

/** Codes of ISO 639-2 that name no language: unknown, several, none, uncoded. */
const nameNone = ['und', 'mul', 'zxx', 'mis']
const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

/** As html has it (BCP 47): « fre » is « fr »; undefined: it is not known. */
export const readTitleLanguage = (text: string): string | undefined => {
  const code = text.trim().toLowerCase()
  if (!/^[a-z]{2,3}$/.test(code) || nameNone.includes(code)) return undefined
  const [tag] = Intl.getCanonicalLocales(code)
  return tag === undefined || names.of(tag) === undefined ? undefined : tag
}
