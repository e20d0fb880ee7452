/**
 * What the endpoint accepted, in the order in which it took effect, and the files of the ILS between. Runs in the simulator.
 * Read from the receipts' envelopes, which are what the tablets wrote; what waited in quarantine stands where it was let out.
 */
import type { Envelope } from '../../src/domain/operation/operation.ts'
import type { LoggedReceipt } from './endpoint-process.ts'
import { upcast } from './newer-build.ts'
import type { SeenImport } from './oracle.ts'

/** One line of what happened: an operation, or a file of the ILS. */
export type Told = Envelope | SeenImport
export const isImport = (event: Told): event is SeenImport => 'rows' in event

export const readLog = (imports: readonly SeenImport[], receipts: readonly LoggedReceipt[]): readonly Told[] => {
  const importsAt = (place: number): readonly { readonly version: number; readonly event: Told }[] =>
    imports
      .filter((one) => one.receipts === place || (place === receipts.length && one.receipts > place))
      .map((event) => ({ version: event.head, event }))
  const told = receipts.flatMap(({ outcome, envelope, deviceId, version }, place) => [
    ...importsAt(place),
    // What was accepted was read as an envelope; who speaks is said by the credential.
    ...(outcome.startsWith('accepted')
      ? [{ version, event: { ...(upcast(JSON.parse(envelope)) as Envelope), deviceId } as Envelope }]
      : []),
  ])
  return [...told, ...importsAt(receipts.length)].sort((a, b) => a.version - b.version).map(({ event }) => event)
}
