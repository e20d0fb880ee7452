/**
 * An address to which a message may go, and the language it is written in: read from what an ILS says of a patron (MSG-7). Runs everywhere,
 * and is only ever kept on the endpoint. One plain address and nothing else: no name, no list, no quoted part, so that nothing in it can
 * become a header or a second recipient.
 */
import { foldText } from '../fold-text.ts'

declare const brand: unique symbol
export type MailAddress = string & { readonly [brand]: 'MailAddress' }

export type MessageLanguage = 'fr' | 'en'

/** RFC 5321, 4.5.3.1: characters of what stands before the @, and of the whole. Apart from the other lengths: the first screen needs it not. */
const longestLocal = 64
export const longestAddress = 254
/** Before the @: letters without accents, as relays that know no SMTPUTF8 take them; dots single and inside. */
const local = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?'
const domain = new RegExp(`^(?:${label}\\.)+(?:\\p{L}{2,}|xn--[a-z0-9-]+)$`, 'u')

/** The address of a cell; of several, the first; undefined where it holds none. */
export const readMailAddress = (text: string): MailAddress | undefined => {
  const [first = ''] = text
    .trim()
    .replace(/^mailto:/i, '')
    .split(/[\s,;]+/)
  const at = first.lastIndexOf('@')
  const [before, after] = [first.slice(0, at), first.slice(at + 1).toLowerCase()]
  const isOne = at > 0 && before.length <= longestLocal && first.length <= longestAddress && local.test(before) && domain.test(after)
  return isOne ? (`${before}@${after}` as MailAddress) : undefined
}

const languages: Readonly<Record<string, MessageLanguage>> = {
  fr: 'fr',
  fra: 'fr',
  fre: 'fr',
  francais: 'fr',
  french: 'fr',
  en: 'en',
  eng: 'en',
  english: 'en',
  anglais: 'en',
}

/** "fr-FR", « Français », "eng"…; undefined: another language, or none said. */
export const readMessageLanguage = (text: string): MessageLanguage | undefined => {
  const [said = ''] = foldText(text)
    .trim()
    .split(/[^a-z]/)
  return Object.hasOwn(languages, said) ? languages[said] : undefined
}
