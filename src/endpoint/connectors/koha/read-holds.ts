/**
 * Reads the holds that wait for their patrons at our site in a Koha, and when these said that they would come (ILS-13). Runs on the endpoint.
 * Whole, or not at all: what a list leaves out is cancelled.
 */
import * as v from 'valibot'
import { type LocalMoment, parseLocalDate, parseLocalTime } from '../../../domain/local-date.ts'
import { accept, type Result } from '../../../domain/result.ts'
import type { IlsHold } from '../../ils/ils-says.ts'
import type { Wire } from '../../ils/wire.ts'
import { holdLine, itemLine, patronLine, pickupLine, policyLine } from './koha-lines.ts'
import { type KohaFault, KohaLink } from './koha-link.ts'
import type { KohaSettings } from './read-settings.ts'

/** What each of these numbers stands for; asked once each. */
const namedBy =
  <T>(known: Map<number, T>, ask: (id: number) => Promise<Result<T, KohaFault>>) =>
  async (id: number): Promise<Result<T, KohaFault>> => {
    const before = known.get(id)
    if (before !== undefined) return accept(before)
    const asked = await ask(id)
    if (asked.ok) known.set(id, asked.value)
    return asked
  }

type Pickups = NonNullable<IlsHold['pickups']>

/** What was asked of one patron or document each: a reading that is ended leaves it to the next one. */
const nothingKnown = () => ({
  cards: new Map<number, string>(),
  barcodes: new Map<number, string>(),
  pickups: new Map<number, Pickups>(),
})

/** Where Koha tells of appointments (curbside pickups): by a plugin alone, its own interface has none. */
const plugin = '/contrib/curbsidepickup'

/**
 * A Koha without that plugin knows of no appointment, and one that does not let the account read them gives none: some versions of the plugin
 * tell each patron's to that patron alone. The holds are read all the same.
 */
const orNone = <T>(read: Result<T | undefined, KohaFault>): Result<T | 'not-told' | undefined, KohaFault> => {
  if (read.ok || (read.refusal !== 'not-permitted' && read.refusal !== 'garbled')) return read
  return accept(read.refusal === 'garbled' ? undefined : 'not-told')
}

const hasPickups = async ({ branch }: KohaSettings, link: KohaLink): Promise<Result<boolean | 'not-told', KohaFault>> => {
  const policies = orNone(await link.ask(`${plugin}/libraries/policies`, v.array(policyLine)))
  if (!policies.ok) return policies
  const { value } = policies
  return accept(value === 'not-told' ? value : value?.some((one) => one.branchcode === branch && one.enabled === 1) === true)
}

/** Those at our site that the patron has not come to. */
const readPickups = async ({ branch }: KohaSettings, link: KohaLink, patronId: number): Promise<Result<Pickups, KohaFault>> => {
  const read = orNone(await link.ask(`${plugin}/patrons/${patronId}/pickups`, v.array(pickupLine)))
  if (!read.ok || read.value === 'not-told') return read.ok ? accept('not-told') : read
  const open = (read.value ?? []).filter(({ branchcode, delivered_datetime: done }) => branchcode === branch && done === '')
  return accept(
    open.flatMap(({ scheduled_pickup_datetime: at }): LocalMoment[] => {
      // On the library's clock, whatever stands behind.
      const [, day = '', hour = ''] = /^(\S{10})[ T](\d\d:\d\d)/.exec(at) ?? []
      const [date, time] = [parseLocalDate(day), parseLocalTime(hour)]
      return date === undefined || time === undefined ? [] : [{ date, time }]
    }),
  )
}

/** Whole, or not at all: what a list leaves out is cancelled (ILS-13). */
const readHolds = async (
  settings: KohaSettings,
  link: KohaLink,
  known: ReturnType<typeof nothingKnown>,
): Promise<Result<readonly IlsHold[], KohaFault>> => {
  const asked = { status: 'W', pickup_library_id: settings.branch, _match: 'exact' }
  const listed = await link.list('/holds', asked, holdLine)
  if (!listed.ok) return listed
  const cardOf = namedBy(known.cards, async (id) => {
    const patron = await link.ask(`/patrons/${id}`, patronLine)
    return patron.ok ? accept(patron.value?.cardnumber ?? '') : patron
  })
  const barcodeOf = namedBy(known.barcodes, async (id) => {
    const item = await link.ask(`/items/${id}`, itemLine)
    return item.ok ? accept(item.value?.external_id ?? '') : item
  })
  const mayHavePickup = listed.value.length === 0 ? accept(false) : await hasPickups(settings, link)
  if (!mayHavePickup.ok) return mayHavePickup
  const { value: mayHave } = mayHavePickup
  const pickupsOf = namedBy(known.pickups, (id) =>
    mayHave === true ? readPickups(settings, link, id) : Promise.resolve(accept(mayHave === false ? [] : mayHave)),
  )
  const holds: IlsHold[] = []
  for (const { hold_id, patron_id, item_id, biblio_id, pickup_library_id, status } of listed.value) {
    if (status !== 'W' || pickup_library_id !== settings.branch) continue
    const card = await cardOf(patron_id)
    if (!card.ok) return card
    const barcode = item_id === null || item_id === undefined ? accept('') : await barcodeOf(item_id)
    if (!barcode.ok) return barcode
    const pickups = await pickupsOf(patron_id)
    if (!pickups.ok) return pickups
    holds.push({ id: `${hold_id}`, card: card.value, barcode: barcode.value, record: `${biblio_id ?? ''}`, pickups: pickups.value })
  }
  return accept(holds)
}

/** A reader that remembers what a reading that was ended had read. */
export const holdsReader = (settings: KohaSettings, now: () => number): Wire<KohaFault>['readHolds'] => {
  let known = nothingKnown()
  return async (signal) => {
    const read = await readHolds(settings, new KohaLink(settings, now, signal), known)
    if (read.ok) known = nothingKnown()
    return read
  }
}
