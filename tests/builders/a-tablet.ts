/**
 * A tablet in the domain's terms only: rows, and presses that become envelopes based on what it has seen. For tests.
 * Two of them that do not hear each other, and then do, are enough to tell most stories of the desk.
 */
import { apply } from '../../src/domain/desk/apply.ts'
import { basedOf } from '../../src/domain/desk/based.ts'
import { decide } from '../../src/domain/desk/decide.ts'
import type { DecideContext } from '../../src/domain/desk/kind.ts'
import { type OperationId, toBootId, toDeviceId, toLibrarianId, toOperationId } from '../../src/domain/ids.ts'
import type { LocalMoment } from '../../src/domain/local-date.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import type { Refusal } from '../../src/domain/operation/refusal.ts'
import type { Result } from '../../src/domain/result.ts'
import type { DeskState, Row, RowKind } from '../../src/domain/row/desk-state.ts'
import { toInstantAt } from '../../src/domain/to-instant-at.ts'
import { aDesk } from './a-desk.ts'
import { toUtc } from './a-moment.ts'

const rowKinds: readonly RowKind[] = ['settings', 'librarian', 'device', 'patron', 'record', 'order', 'item', 'slot', 'claim', 'case']

export interface TestTablet {
  readonly state: DeskState
  rows(): readonly Row[]
  /** Asks `decide`, as the desk would before a commit. */
  ask(operation: Operation, now?: LocalMoment, takesOver?: OperationId): Result<undefined, Refusal>
  /** Presses: the operation becomes a fact or a request of this tablet, and is applied to its own rows. */
  press(operation: Operation): Envelope
  /** What came from elsewhere, in this order. */
  learn(...envelopes: readonly Envelope[]): void
}

/** `letter` names the tablet and makes its operation ids readable in a failure ("A1", "A2"…). `now` is the default moment. */
export const aTablet = (letter: string, rows: Iterable<Row>, now: LocalMoment): TestTablet => {
  const state = aDesk(...rows)
  let n = 0
  const learn = (...envelopes: readonly Envelope[]): void => {
    for (const envelope of envelopes) for (const row of apply(state, envelope).rows) state.put(row)
  }
  const context: DecideContext = { now, librarian: { id: toLibrarianId(`librarian-${letter}`) }, end: 'tablet' }
  return {
    state,
    rows: () => rowKinds.flatMap((kind): readonly Row[] => [...state.all(kind)].sort((a, b) => (a.id < b.id ? -1 : 1))),
    ask: (operation, at = now, takesOver = undefined) => decide(state, operation, { ...context, now: at, takesOver }),
    press: (operation) => {
      n++
      const envelope: Envelope = {
        operationId: toOperationId(`${letter}${n}`),
        bootId: toBootId(`boot-${letter}`),
        n,
        deviceId: toDeviceId(`device-${letter}`),
        librarianId: context.librarian.id,
        type: operation.kind,
        typeVersion: 1,
        payload: operation,
        based: basedOf(state, operation),
        // The library lives in UTC, as in all that is about rules alone.
        at: 'happened' in operation ? toInstantAt(operation.happened, toUtc) : toInstantAt(now, toUtc),
        clockOffset: 0,
        build: 'test',
      }
      learn(envelope)
      return envelope
    },
    learn,
  }
}
