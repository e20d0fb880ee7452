/**
 * The commit: from a press to "Enregistré", or to an honest "not saved". Runs in the page.
 * The disk first. Where the disk fails twice, the operation is pushed directly, for the endpoint's disk is as good, and kept here as
 * received once this disk answers; where neither has it, the person is told, and by how much we know (PROTOCOL.md, The tablet).
 */

import type { Envelope } from '../../domain/operation/operation.ts'
import type { SaveFailure } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { NewOutboxEntry } from '../storage/tablet-storage.ts'
import { keepReceivedDirectly } from './keep-received-directly.ts'

export interface CommitPorts extends Pick<DeskPorts, 'storage' | 'transport' | 'randomHex' | 'onDefect' | 'load'> {
  readonly mirror: TabletMirror
}

/** undefined: saved, here or there, and shown. */
export const commitOperation = async (ports: CommitPorts, entry: NewOutboxEntry, envelope: Envelope): Promise<SaveFailure | undefined> => {
  const { storage, mirror, onDefect } = ports
  try {
    await keepReceivedDirectly(storage, mirror).catch(() => undefined)
    mirror.committed(await storage.append(entry, envelope.payload.kind === 'hand-over-order' ? envelope.payload : undefined), envelope)
    return undefined
  } catch (error) {
    onDefect(`the disk refused an operation: ${error instanceof Error ? error.name : 'unknown'}`)
  }
  const late = await ports.load.directPush().catch(() => undefined)
  return late === undefined ? { kind: 'not-saved' } : late.pushDirectly(ports, entry, envelope)
}
