/**
 * A one-time code makes this browser a tablet of a library, or the same tablet again after the endpoint forgot it. Runs in the page.
 * What waits is kept whatever happens, apart where it is for another library; the base of another library is not.
 */
import { identityBytes } from '../../domain/ids.ts'
import type { Desk } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns, ShownDesk } from '../desk-state/shown-desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'

export interface TakeIdentityPorts extends Pick<DeskPorts, 'storage' | 'transport' | 'enrolledAs' | 'randomHex' | 'tabs' | 'load'> {
  readonly mirror: TabletMirror
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  /** Called once the identity is on the disk and in the mirror. */
  readonly onTaken: () => void
}

/** A chunk that did not come is a mere Error or TypeError, and says nothing of the disk. */
const problemOf = (failure: unknown): string =>
  failure instanceof Error && [Error, TypeError].some((kind) => kind === failure.constructor) ? 'unreachable' : 'no-storage'

export const createEnrol = (ports: TakeIdentityPorts): Desk['enrol'] => {
  const { storage, transport, enrolledAs, randomHex, tabs, load, mirror, shown, disk, onTaken } = ports
  return async (code, name) => {
    const erased = shown.life.lost === 'storage-erased' ? enrolledAs.read() : undefined
    const chunk = await load.askEnrolment().catch(() => undefined)
    if (chunk === undefined) return { kind: 'refused', problem: 'unreachable' }
    // A tablet never used has no database yet: made here, before the one-time code is spent for what cannot be kept.
    const problem = await storage.probe().then(() => undefined, problemOf)
    if (problem !== undefined) return { kind: 'refused', problem }
    const enrolled = await chunk.askEnrolment(transport, { code, name, erased }, randomHex(identityBytes))
    if (enrolled.kind === 'refused') return enrolled
    const { identity } = enrolled
    const former = mirror.identity
    const libraryName = shown.snapshot.state.get('settings', 'settings')?.libraryName ?? former?.libraryName ?? ''
    const isSame = former?.library === identity.library
    if (!isSame) mirror.unkept = []
    // It names no epoch: the next exchange hands everything over again, the oldest first.
    await storage.keepIdentity(identity, isSame ? undefined : libraryName)
    await disk.reload()
    tabs.tell(undefined)
    onTaken()
    return { kind: 'enrolled' }
  }
}
