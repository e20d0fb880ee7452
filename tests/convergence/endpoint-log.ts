/**
 * What the endpoint accepted, in the order in which it took effect, and the files of the ILS between. Runs in the simulator.
 * Read from the receipts' envelopes, which are what the tablets wrote; what waited in quarantine stands where it was let out.
 */
import { toInstant } from '../../src/domain/instant.ts'
import { asReceived } from '../../src/domain/operation/doubtful-dates.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { type LoggedReceipt, poison } from './endpoint-process.ts'
import { upcast } from './newer-build.ts'
import type { SeenImport } from './oracle.ts'

/** One line of what happened: an operation, or a file of the ILS. */
export type Told = Envelope | SeenImport
export const isImport = (event: Told): event is SeenImport => 'rows' in event

export const readLog = (imports: readonly SeenImport[], receipts: readonly LoggedReceipt[]): readonly Told[] => {
  const told = receipts
    .filter(({ outcome }) => outcome.startsWith('accepted'))
    // What was accepted was read as an envelope; who speaks is said by the credential.
    .map(({ envelope, deviceId, receivedAt, version, turn }): { readonly version: number; readonly turn: number; readonly event: Told } => {
      const read = { ...(upcast(JSON.parse(envelope)) as object), deviceId } as Envelope
      return { version, turn, event: asReceived(read, toInstant(receivedAt), wallClockOf(undefined)) }
    })
    // Accepted while its order was not here; the order that a list brought then never gets it, for a rule breaks on it each time.
    .filter(({ event }) => isImport(event) || event.payload.kind !== 'give-up-line' || event.payload.reason !== poison)
  // A list that changed anything moved the version itself.
  const lists = imports.map((event) => ({ version: event.head, turn: -1, event }))
  return [...lists, ...told].sort((a, b) => a.version - b.version || a.turn - b.turn).map(({ event }) => event)
}
