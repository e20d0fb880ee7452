/**
 * A one-time code makes this browser a tablet of a library, or the same tablet again after the endpoint forgot it. Runs in the page.
 * The outbox is kept whatever happens; the base of another library is not.
 */
import type { Desk } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns } from '../desk-state/disk-turns.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import { enrolTablet, noEpoch } from './enrol-tablet.ts'

export interface TakeIdentityPorts extends Pick<DeskPorts, 'storage' | 'transport' | 'enrolledAs' | 'randomHex' | 'tabs'> {
  readonly mirror: TabletMirror
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  /** Called once the identity is on the disk and in the mirror. */
  readonly onTaken: () => void
}

export const createEnrol = (ports: TakeIdentityPorts): Desk['enrol'] => {
  const { storage, transport, enrolledAs, randomHex, tabs, mirror, shown, disk, onTaken } = ports
  return async (code, name) => {
    const erased = shown.life.lost === 'storage-erased' ? enrolledAs.read() : undefined
    const enrolled = await enrolTablet(transport, { code, name, erased }, randomHex(16))
    if (enrolled.kind === 'refused') return enrolled
    const { identity } = enrolled
    const former = mirror.identity
    const formerNames = [former?.libraryName, shown.snapshot.state.get('settings', 'settings')?.libraryName]
    const isSameLibrary = former !== undefined && formerNames.includes(identity.libraryName)
    if (!isSameLibrary) await disk.eraseBase()
    // Whatever made the endpoint forget this tablet, the next exchange hands everything over again, the oldest first.
    await storage.keepIdentity(isSameLibrary ? { ...identity, epoch: noEpoch } : identity)
    await disk.reload()
    tabs.tell(undefined)
    onTaken()
    return { kind: 'enrolled' }
  }
}
