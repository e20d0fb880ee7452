/**
 * Whether a manager's passphrase would be guessed among the first (PRIV-5). Runs on the endpoint; pure.
 * It is long rather than strange: nothing is asked but eight signs, that it be none of the commonest passwords, and four letters that are in
 * no word which everybody tries, nor in a name that whoever holds a tablet reads on it.
 */
import { foldText } from '../fold-text.ts'
import { textLengths } from '../text-lengths.ts'
import { guessableWords } from './guessable-words.ts'

export type PassphraseFault = 'passphrase-too-short' | 'passphrase-too-common'

/** Letters that must be left once known words and digits are taken out, and signs that must differ. */
const [leftAtLeast, differentAtLeast] = [4, 5]
/** Shorter words of a name ("de", "le") are no name. */
const shortestName = 3

/** What is hashed: one text however a keyboard composes its accents, and without the space that a suggestion adds. */
export const normalisePassphrase = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim()

const bare = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]/gu, '')
const figures: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '0': 'o', $: 's', '5': 's', '7': 't' }
/** "p@ssw0rd" as it is read. */
const spelled = (text: string): string => text.replace(/[@4310$57]/g, (sign) => figures[sign] ?? sign)

/** "2002corvette!" is no other than "corvette". */
const undressed = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
const isOneOf = (commonest: ReadonlySet<string>, text: string): boolean =>
  [text, undressed(text)].flatMap((worn) => [worn, bare(worn), bare(spelled(worn))]).some((form) => commonest.has(form))

/** `names`: the library's, the service's, the librarians'. `commonest`: the passwords that are tried first, in small letters. */
export const judgePassphrase = (
  passphrase: string,
  names: readonly string[],
  commonest: ReadonlySet<string>,
): PassphraseFault | undefined => {
  const text = normalisePassphrase(passphrase)
  if ([...text].length < textLengths.shortestPassphrase) return 'passphrase-too-short'
  const ofNames = names.flatMap((name) => foldText(name).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= shortestName)
  const known = [...guessableWords, ...ofNames].sort((a, b) => b.length - a.length)
  const leftOf = (whole: string): number => known.reduce((rest, word) => rest.replaceAll(word, ''), whole).replace(/\p{N}/gu, '').length
  const isPoor = new Set(text).size < differentAtLeast || isOneOf(commonest, foldText(text))
  return isPoor || Math.min(leftOf(bare(text)), leftOf(bare(spelled(text)))) < leftAtLeast ? 'passphrase-too-common' : undefined
}
