/**
 * Invented orders that show what a template becomes (MSG-10): one with all, one with something missing, one with the longest names. Runs on
 * the manager's tablet for the preview, and on the endpoint for a trial. Nobody's order.
 */
import { toCardNumber, toDeviceId, toLibrarianId, toLineId, toOperationId, toOrderId } from '../ids.ts'
import { toInstant } from '../instant.ts'
import { addDays, type LocalDate, type LocalTime } from '../local-date.ts'
import { newOrder } from '../order/new-order.ts'
import type { Order } from '../order/order.ts'
import type { Settings } from '../settings/settings.ts'
import type { BlankSources } from './build-blanks.ts'
import type { MessageKind, MessageLanguage } from './message.ts'

/** `english`: as `whole`, in English. */
export const samples = ['whole', 'missing', 'longest', 'english'] as const
export type Sample = (typeof samples)[number]

/** What became of a trial that was asked for: `written`, it waits in the queue; otherwise nothing was written. */
export const trialEnds = ['written', 'wrong-address', 'wrong-template', 'no-relay'] as const
export type TrialEnd = (typeof trialEnds)[number]

/** The language that a sample is read in, while a template of `language` is written. */
export const languageOf = (sample: Sample, language: MessageLanguage): MessageLanguage => (sample === 'english' ? 'en' : language)

/** As long as a name may be, or nearly. */
const longest = {
  libraryName: 'Médiathèque intercommunale Marguerite-Yourcenar de Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson',
  serviceName: 'Le retrait à la porte de la cour',
  site: 'Porte de la cour intérieure, au bout de l’allée des Tilleuls, derrière la salle du conseil municipal',
  title:
    'Les très riches heures et les fort longs voyages d’un bibliothécaire de campagne, racontés à ses lecteurs, tome douzième et dernier',
}
const [hour, laterHour] = ['10:15' as LocalTime, '14:00' as LocalTime]
/** Days after today: of the order, of the hours that are still free, and of what is to be brought back. */
const days = { order: 1, next: [2, 3, 4], due: [7, 21] }

const sampleOrder = (sample: Sample, siteId: Order['slot']['siteId'], today: LocalDate): Order => {
  const line = (n: number) => ({ id: toLineId(`${n}`), wanted: { kind: 'wish', text: `${n}` } }) as const
  const slot = { siteId, date: addDays(today, days.order), time: hour }
  const order = newOrder({
    id: toOrderId('sample'),
    number: 'A-127',
    ilsNumber: undefined,
    source: 'phone',
    card: toCardNumber(''),
    slot,
    note: '',
    callBackNumber: undefined,
    placedAt: toInstant(0),
    isUrgent: false,
    lines: [line(1), line(2), line(3)].slice(0, sample === 'longest' || sample === 'missing' ? 3 : 2),
  })
  if (sample !== 'missing' && sample !== 'longest') return order
  const by = { librarianId: toLibrarianId(''), deviceId: toDeviceId(''), at: toInstant(0), happened: { date: today, time: hour } }
  return {
    ...order,
    facts: [{ what: 'given-up', operationId: toOperationId('sample'), based: [], ...by, lineId: toLineId('3'), reason: '' }],
  }
}

export const sampleSources = (kind: MessageKind, sample: Sample, settings: Settings, today: LocalDate): BlankSources => {
  const [site] = settings.sites
  const isLongest = sample === 'longest'
  // What is missing is what this message is about.
  const order = site && sampleOrder(kind === 'missing' && !isLongest ? 'missing' : sample, site.id, today)
  const titles = isLongest ? [longest.title, longest.title] : ['Bérénice', 'Le Horla']
  return {
    settings: isLongest
      ? {
          libraryName: longest.libraryName,
          serviceName: longest.serviceName,
          sites: site === undefined ? [] : [{ ...site, name: longest.site }],
          titlesInMail: settings.titlesInMail,
        }
      : settings,
    order: kind === 'receipt' ? undefined : order,
    titles,
    heard: sample === 'missing' || site === undefined ? undefined : { siteId: site.id, date: addDays(today, days.order), time: laterHour },
    next:
      sample === 'missing' || site === undefined
        ? []
        : days.next.map((n) => ({ siteId: site.id, date: addDays(today, n), time: laterHour })),
    keptUntil: sample === 'missing' ? undefined : addDays(today, settings.keepDays),
    loans: titles.map((title, n) => ({ title, dueOn: addDays(today, days.due[n] ?? 0) })),
  }
}
