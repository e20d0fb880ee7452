/**
 * What the blanks of a template are called in each language. Runs everywhere. They are how templates are written, and a library's own
 * templates keep them: a name that is in use stays.
 */
import type { MessageLanguage } from './message.ts'
import type { BlankWords } from './template.ts'

export const blankWords: Readonly<Record<MessageLanguage, BlankWords>> = {
  fr: {
    number: 'numéro',
    documents: 'documents',
    day: 'jour',
    hour: 'heure',
    place: 'lieu',
    former: 'ancienne heure',
    missing: 'ce qui manque',
    next: 'prochains créneaux',
    kept: 'date limite',
    loans: 'documents à rendre',
    library: 'bibliothèque',
    service: 'service',
  },
  en: {
    number: 'number',
    documents: 'items',
    day: 'day',
    hour: 'hour',
    place: 'place',
    former: 'former hour',
    missing: 'what is missing',
    next: 'next hours',
    kept: 'kept until',
    loans: 'to bring back',
    library: 'library',
    service: 'service',
  },
}
