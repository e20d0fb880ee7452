/**
 * A person's name and first name, from the one cell or the two in which an ILS writes them. Runs in the endpoint's commands; pure.
 * « M. » or « Mme » is no name: whoever looks for DURAND types DURAND.
 */
export interface PersonName {
  readonly surname: string
  readonly firstName: string
}

const civility = /^\(?(?:monsieur|madame|mademoiselle|mme|mlle|melle|mr|mrs|miss|ms|m|dr|docteur)\)?(?:\.\s*|\s+)(?=\S)/i
const civilityLast = /\s+\(?(?:monsieur|madame|mademoiselle|mme|mlle|melle|mr|mrs|m\.)\)?$/i
const particles = new Set(['le', 'la', 'les', 'de', 'du', 'des', 'da', 'dos', 'van', 'von', 'der', 'den', 'el', 'al', 'ben', 'saint', 'st'])

/** The name without what stands for Mr or Mrs; the same text where nothing else would be left. */
export const withoutCivility = (name: string): string => name.replace(civility, '').replace(civilityLast, '')

const isCapital = (word: string): boolean => word === word.toUpperCase() && /\p{L}{2}/u.test(word)

/** "DUPONT Jean", "Dupont, Jean", "Mme Jeanne DUPONT", "Le Goff Yann": the surname is before the comma, or in capitals, or comes first. */
export const splitName = (full: string): PersonName => {
  const comma = full.indexOf(',')
  if (comma !== -1) {
    return { surname: withoutCivility(full.slice(0, comma).trim()), firstName: withoutCivility(full.slice(comma + 1).trim()) }
  }
  const words = withoutCivility(full).split(' ')
  const joined = (from: number, to?: number): string => words.slice(from, to).join(' ')
  const firstSmall = words.findIndex((word) => word !== word.toUpperCase())
  if (firstSmall > 0) return { surname: joined(0, firstSmall), firstName: joined(firstSmall) }
  const firstCapital = words.findIndex(
    (_, at) => words.slice(at).every((word) => word === word.toUpperCase()) && isCapital(words[at] ?? ''),
  )
  if (firstSmall === 0 && firstCapital > 0) return { surname: joined(firstCapital), firstName: joined(0, firstCapital) }
  let cut = 1
  while (cut < words.length - 1 && particles.has((words[cut - 1] ?? '').toLowerCase())) cut++
  return { surname: joined(0, cut), firstName: joined(cut) }
}
