/**
 * The library's own templates beside those that it starts from (MSG-10): which one counts, which blanks each kind may have and cannot do
 * without, and every fault of those that somebody wants to keep. Runs everywhere, with the same answer at the field and at the endpoint.
 */
import { blankWords } from './blank-words.ts'
import { type MessageKind, type MessageLanguage, messageKinds } from './message.ts'
import { type BlankName, checkTemplate, type Template, type TemplateFault } from './template.ts'

export const messageLanguages = ['fr', 'en'] as const satisfies readonly MessageLanguage[]

/** By language and kind, those that a library wrote itself; of the others the locale's stand. */
export type MessageTemplates = {
  readonly [L in MessageLanguage]?: { readonly [K in MessageKind]?: Template | undefined } | undefined
}

const always = ['library', 'service'] as const
const ofOrder = ['number', 'documents', 'day', 'hour', 'place', ...always] as const

/** What a blank of each kind can hold; another one would always be empty. */
export const blanksOf: Readonly<Record<MessageKind, readonly BlankName[]>> = {
  received: ofOrder,
  ready: [...ofOrder, 'missing'],
  missing: [...ofOrder, 'missing'],
  reminder: ofOrder,
  moved: [...ofOrder, 'former'],
  cancelled: ofOrder,
  'no-show': [...ofOrder, 'next', 'kept'],
  receipt: ['loans', ...always],
}

/** Blanks without which a message of a kind says nothing. */
export const requiredBlanks: Readonly<Record<MessageKind, readonly BlankName[]>> = {
  received: ['day', 'hour'],
  ready: ['day', 'hour', 'place'],
  missing: ['missing'],
  reminder: ['day', 'hour'],
  moved: ['day', 'hour'],
  cancelled: ['number'],
  'no-show': ['number'],
  receipt: ['loans'],
}

/** Blanks that may be empty: outside of an optional sentence they would leave a hole. */
const mayBeEmpty: readonly BlankName[] = ['former', 'missing', 'next', 'kept']

/** What keeps a template of that kind from being kept, in its subject and in its text. */
export const checkMessageTemplate = (kind: MessageKind, language: MessageLanguage, template: Template) =>
  checkTemplate(template, blankWords[language], {
    known: blanksOf[kind],
    required: requiredBlanks[kind],
    // The message of what is missing is written where something is.
    mayBeEmpty: kind === 'missing' ? [] : mayBeEmpty,
  })

export interface PlacedFault {
  readonly language: MessageLanguage
  readonly kind: MessageKind
  readonly part: 'subject' | 'text'
  readonly fault: TemplateFault
}

/** Every fault of a library's own templates, and where it is. */
export const checkTemplates = (templates: MessageTemplates): readonly PlacedFault[] =>
  messageLanguages.flatMap((language) =>
    messageKinds.flatMap((kind) => {
      const template = templates[language]?.[kind]
      if (template === undefined) return []
      const found = checkMessageTemplate(kind, language, template)
      return (['subject', 'text'] as const).flatMap((part) => found[part].map((fault) => ({ language, kind, part, fault })))
    }),
  )

/** The same templates with one of them replaced; undefined: the one that the library started from. */
export const withTemplate = (
  templates: MessageTemplates | undefined,
  language: MessageLanguage,
  kind: MessageKind,
  template: Template | undefined,
): MessageTemplates | undefined => {
  const { [kind]: _, ...others } = templates?.[language] ?? {}
  const own = template === undefined ? others : { ...others, [kind]: template }
  const { [language]: __, ...rest } = templates ?? {}
  const all = Object.keys(own).length === 0 ? rest : { ...rest, [language]: own }
  return Object.keys(all).length === 0 ? undefined : all
}
