/**
 * A message in its language: the library's template or the one that it started from, filled with what its blanks hold, and what stands under
 * it (MSG-10). Runs on the endpoint, which sends it, and on the manager's tablet, which shows it: one function, so that a preview is true.
 */
import { type BlankSources, buildBlanks, type SayBlanks } from '../domain/message/build-blanks.ts'
import type { MessageKind, MessageLanguage } from '../domain/message/message.ts'
import { asLines, fillTemplate, type Letter, type Template } from '../domain/message/template.ts'
import { ownWords, pageDoorOf, type Settings } from '../domain/settings/settings.ts'
import { messages as en } from './en/messages.ts'
import { formatsByLanguage } from './formats.ts'
import { messages as fr, type MessageWords } from './fr/messages.ts'

export const messageWords: Readonly<Record<MessageLanguage, MessageWords>> = { fr, en }

const sayIn = (language: MessageLanguage): SayBlanks => {
  const format = formatsByLanguage[language]
  const { documents, at, backBefore } = messageWords[language]
  return { day: format.date, hour: format.time, documents, at, own: (said) => ownWords(language, said).text, backBefore }
}

export const templateOf = (
  { messageTemplates }: Pick<Settings, 'messageTemplates'>,
  language: MessageLanguage,
  kind: MessageKind,
): Template => messageTemplates?.[language]?.[kind] ?? messageWords[language].templates[kind]

/** Kinds after which somebody may still be unable to come, or want to see the order (PAGE-14). */
const mayBeHindered: readonly MessageKind[] = ['received', 'ready', 'missing', 'reminder', 'moved']

/** Kinds that say what is waiting, or will be. */
const tellsTitles: readonly MessageKind[] = ['received', 'ready', 'reminder', 'moved']

/** A letter with what is written under it: what to do when one cannot come, who writes, and why. */
export interface SignedLetter extends Letter {
  /** Around the library's telephone, where there is one. */
  readonly closing: { readonly before: string; readonly telephone: string | undefined; readonly after: string } | undefined
  readonly service: string
  readonly library: string
  /** Whoever has ordered nothing yet is told no why. */
  readonly why: string | undefined
}

export const writeLetter = (template: Template, language: MessageLanguage, kind: MessageKind, sources: BlankSources): SignedLetter => {
  const words = messageWords[language]
  const { serviceName, libraryName, publicPage, titlesInMail } = sources.settings
  const telephone = publicPage?.telephone
  const filled = fillTemplate(template, words.blanks, buildBlanks(sources, sayIn(language)))
  const areNamed = titlesInMail === true && tellsTitles.includes(kind) && sources.titles.length > 0
  const titles = asLines(words.yourTitles, ...sources.titles.map((title) => `–\u00a0${title}`))
  return {
    ...filled,
    paragraphs: areNamed ? [...filled.paragraphs, titles] : filled.paragraphs,
    closing: {
      telephone,
      ...words.answer(
        words.closing[mayBeHindered.includes(kind) ? 'hindered' : kind === 'no-show' ? 'missed' : 'other'],
        telephone !== undefined,
      ),
    },
    service: serviceName,
    library: libraryName,
    why: areNamed || kind === 'receipt' ? words.why : `${words.why} ${words.noTitles}`,
  }
}

/** On the day, its page begins with « Je suis là » (ARR-1). */
const saysHere: readonly MessageKind[] = ['ready', 'reminder']

/** With the order's own address below, as mails bear it. Never what is closed: a link that leads nowhere is worse than none. */
export const withOrderLink = (
  letter: SignedLetter,
  language: MessageLanguage,
  kind: MessageKind,
  { publicPage }: Pick<Settings, 'publicPage'>,
  link: string,
): SignedLetter =>
  pageDoorOf(publicPage) === 'open' && mayBeHindered.includes(kind)
    ? {
        ...letter,
        paragraphs: [
          ...letter.paragraphs,
          asLines(messageWords[language].yourOrder, link),
          asLines(messageWords[language].keepIt, ...(saysHere.includes(kind) ? [messageWords[language].onArrival] : [])),
        ],
      }
    : letter
