/**
 * Entries that this build's tablet would not write by itself, put into its outbox as a newer build, or a broken disk, leaves them. Runs in
 * the simulator.
 */
import { createHash } from 'node:crypto'
import { decide } from '../../src/domain/desk/decide.ts'
import { type OperationId, toBootId, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { type Fact, isFact } from '../../src/domain/operation/operation.ts'
import { type Author, composeEntry } from '../../src/tablet/outbox/compose-entry.ts'
import type { NewOutboxEntry } from '../../src/tablet/storage/tablet-storage.ts'
import type { Chance } from './chance.ts'
import { asNewerTablet } from './newer-build.ts'
import { nextPress } from './presses.ts'
import type { SimulatedTab } from './simulated-tablet.ts'
import { librarians } from './small-library.ts'

/** The entry with another text, and the hash of it. */
export const withText = (entry: NewOutboxEntry, text: string): NewOutboxEntry => ({
  ...entry,
  text,
  hash: createHash('sha256').update(text).digest('hex'),
})

/** A fact that somebody may press on this tablet now. */
const nextFact = ({ desk }: SimulatedTab, chance: Chance, suits: (fact: Fact) => boolean): Fact | undefined => {
  const { state } = desk.snapshot
  const context = { now: desk.now(), librarian: { id: librarians[0].id }, end: 'tablet' } as const
  for (let tries = 30; tries > 0; tries--) {
    const operation = nextPress(desk, chance)
    if (operation !== undefined && isFact(operation) && suits(operation) && decide(state, operation, context).ok) return operation
  }
  return undefined
}

/** Who presses on this tablet, in a boot of its own; undefined where it has no identity. */
export const authorAt = ({ tablet }: SimulatedTab, chance: Chance, now: number): Author | undefined => {
  const { identity, clockOffset, mark } = tablet.disk.image
  return (
    identity && {
      bootId: toBootId(chance.hex(16)),
      n: 1,
      deviceId: identity.deviceId,
      library: identity.library,
      librarianId: librarians[0].id,
      base: mark && { epoch: mark.epoch, version: mark.version },
      at: toInstant(now),
      clockOffset,
      build: 'simulated',
    }
  )
}

/** Composed as the tablet does, at `now` by its own clock; undefined where nothing suits. */
const composeFact = async (tab: SimulatedTab, chance: Chance, now: number, operationId: string, suits: (fact: Fact) => boolean) => {
  const fact = tab.tablet.disk.image.identity === undefined ? undefined : nextFact(tab, chance, suits)
  const author = fact && authorAt(tab, chance, now)
  if (fact === undefined || author === undefined) return undefined
  const composed = await composeEntry(tab.desk.snapshot.state, fact, operationId, author)
  return composed.ok ? composed.value : undefined
}

/** What a newer build writes of a press: mostly version 2, else this version with members to come. */
export const newerEntry = async (tab: SimulatedTab, chance: Chance, now: number): Promise<NewOutboxEntry | undefined> => {
  const composed = await composeFact(tab, chance, now, chance.hex(16), () => true)
  return composed && withText(composed.entry, asNewerTablet(composed.envelope, chance.happens(0.7)))
}

/** Something else under an id that another tablet has given away; never a handover, of which the ILS is told by its id. */
export const otherContent = async (tab: SimulatedTab, chance: Chance, now: number, id: OperationId): Promise<NewOutboxEntry | undefined> =>
  (await composeFact(tab, chance, now, id, ({ kind }) => kind !== 'hand-over-order' && kind !== 'undo-handover'))?.entry

/** A plain press of this tablet. */
export const plainEntry = async (tab: SimulatedTab, chance: Chance, now: number): Promise<NewOutboxEntry | undefined> =>
  (await composeFact(tab, chance, now, toOperationId(chance.hex(16)), () => true))?.entry
