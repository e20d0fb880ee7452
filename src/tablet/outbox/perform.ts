/**
 * From a press to its answer: judged by the domain, given its identity and its causal base, committed, shown, then sent. Runs in the page.
 * One press at a time: the second is judged by what the first left.
 */
import { decide } from '../../domain/desk/decide.ts'
import { identityBytes, toBootId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { Desk, PerformResult, SaveFailure } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns, ShownDesk } from '../desk-state/shown-desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { SignInSession } from '../enrolment/sign-in-session.ts'
import type { NewOutboxEntry } from '../storage/tablet-storage.ts'
import { composeEntry } from './compose-entry.ts'
import { keepReceivedDirectly } from './keep-received-directly.ts'

interface CommitPorts extends Pick<DeskPorts, 'storage' | 'transport' | 'randomHex' | 'onDefect' | 'load'> {
  readonly mirror: TabletMirror
}

/**
 * The disk first. Where it fails twice, the operation is pushed directly, for the endpoint's disk is as good, and kept here as received
 * once this disk answers (PROTOCOL.md, The tablet). undefined: saved, here or there, and shown.
 */
const commitOperation = async (ports: CommitPorts, entry: NewOutboxEntry, envelope: Envelope): Promise<SaveFailure | undefined> => {
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

export interface PerformPorts extends Pick<DeskPorts, 'storage' | 'transport' | 'clock' | 'randomHex' | 'build' | 'load' | 'onDefect'> {
  readonly mirror: TabletMirror
  readonly session: SignInSession
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  /** Called after each operation that was saved and shown. */
  readonly onSaved: () => void
}

export const createPerform = (ports: PerformPorts): Desk['perform'] => {
  const { clock, randomHex, mirror, session, shown, disk, onSaved } = ports
  const { state } = shown.snapshot
  const bootId = toBootId(randomHex(identityBytes))
  let n = 0
  return (operation, takesOver) =>
    // Judged by what the disk holds, where the disk answers.
    disk.inTurnAfterReading(async (): Promise<PerformResult> => {
      const librarian = session.librarian(state)
      const { identity } = mirror
      if (librarian === undefined || identity === undefined) throw new Error('nobody is signed in')
      const decision = decide(state, operation, { now: shown.toLocal(shown.now()), librarian, end: 'tablet', takesOver })
      if (!decision.ok) return { kind: 'refused', refusal: decision.refusal }
      const author = {
        bootId,
        n: n + 1,
        deviceId: identity.deviceId,
        library: identity.library,
        librarianId: librarian.id,
        base: mirror.mark && { epoch: mirror.mark.epoch, version: mirror.mark.version },
        at: toInstant(clock()),
        clockOffset: mirror.clockOffset,
        build: ports.build,
      }
      const composed = await composeEntry(state, operation, randomHex(identityBytes), author)
      if (!composed.ok) return { kind: 'refused', refusal: composed.refusal }
      n++
      const { entry, envelope } = composed.value
      const failure = await commitOperation(ports, entry, envelope)
      if (failure !== undefined) return { kind: 'failed', failure }
      shown.showState()
      onSaved()
      return { kind: 'saved', operationId: envelope.operationId }
    })
}
