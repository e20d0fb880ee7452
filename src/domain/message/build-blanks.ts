/**
 * What the blanks of a message hold, from the rows as they are when it leaves (MSG-1). Runs on the endpoint, and on the manager's tablet for
 * a preview. How a day, an hour and a number of documents are said comes from the locale.
 */
import type { LocalDate, LocalTime } from '../local-date.ts'
import { documentsToCome, missingDocuments, type Order } from '../order/order.ts'
import type { OwnWords, Settings } from '../settings/settings.ts'
import { isSameSlot, type SlotKey } from '../slot/slot.ts'
import type { Blanks } from './template.ts'

export interface SayBlanks {
  readonly day: (date: LocalDate) => string
  readonly hour: (time: LocalTime) => string
  readonly documents: (n: number) => string
  readonly at: (day: string, hour: string) => string
  /** The library's own text. */
  readonly own: (said: OwnWords | undefined) => string
  readonly backBefore: (title: string, day: string) => string
}

export interface LentLine {
  readonly title: string
  readonly dueOn: LocalDate
}

/** Beside the order: its titles, the hour of before, free hours after a no-show, until when its pile waits, what was lent. */
export interface BlankSources {
  readonly settings: Pick<Settings, 'libraryName' | 'serviceName' | 'sites' | 'publicPage' | 'titlesInMail'>
  readonly order: Order | undefined
  /** Of the lines that are not missing, as they are called. */
  readonly titles: readonly string[]
  /** What its patron was told last; undefined: nothing. */
  readonly heard: SlotKey | undefined
  readonly next: readonly SlotKey[]
  readonly keptUntil: LocalDate | undefined
  readonly loans: readonly LentLine[]
}

export const buildBlanks = ({ settings, order, heard, next, keptUntil, loans }: BlankSources, say: SayBlanks): Blanks => {
  const missing = order === undefined ? 0 : missingDocuments(order).length
  const site = settings.sites.find(({ id }) => id === order?.slot.siteId)?.name ?? ''
  const isFormer = heard !== undefined && order !== undefined && !isSameSlot(heard, order.slot)
  const place = say.own(settings.publicPage?.place)
  return {
    library: settings.libraryName,
    service: settings.serviceName,
    next: next.map(({ date, time }) => say.at(say.day(date), say.hour(time))).join('\n'),
    kept: keptUntil === undefined ? '' : say.day(keptUntil),
    loans: loans.map(({ title, dueOn }) => say.backBefore(title, say.day(dueOn))).join('\n'),
    ...(order === undefined
      ? {}
      : {
          number: order.number,
          documents: say.documents(documentsToCome(order)),
          day: say.day(order.slot.date),
          hour: say.hour(order.slot.time),
          // As the page says it: which of several sites, and where there.
          place: place === '' ? site : settings.sites.length > 1 ? `${site}, ${place}` : place,
          former: isFormer ? say.at(say.day(heard.date), say.hour(heard.time)) : '',
          missing: missing === 0 ? '' : say.documents(missing),
        }),
  }
}
