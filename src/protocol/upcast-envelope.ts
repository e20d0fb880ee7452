/**
 * An envelope of an older build in the words of this one; of a newer build, none. Runs on both ends: the endpoint reads so what it receives
 * and what it kept, a tablet what waits in its outbox. Only the reading changes: the text that is kept, hashed and sent stays what it was.
 */
import { isFactByKind } from '../domain/operation/operation.ts'

/** What differs from one version to the next. */
interface Versioned {
  readonly type: string
  readonly typeVersion: number
  readonly payload: unknown
}

/** From one version to the next, for whichever kinds it changes; what it cannot read it leaves as it is, for the schema to refuse. */
export type Upcast = (older: Pick<Versioned, 'type' | 'payload'>) => Pick<Versioned, 'type' | 'payload'>

/** The first goes from version 1 to 2, the next on to 3. One is added with each change of a payload, beside its schema; none is ever edited. */
const upcasts: readonly Upcast[] = []

/** The `typeVersion` that this build writes, and the newest that it reads; of every kind. */
export const newestTypeVersion = upcasts.length + 1

/** The envelope as this build would have written it; undefined for a kind or a version to come, which is kept and never guessed at. */
export const upcastEnvelope = <E extends Versioned>(envelope: E, steps: readonly Upcast[] = upcasts): E | undefined => {
  const newest = steps.length + 1
  if (envelope.typeVersion > newest) return undefined
  const read = steps.slice(envelope.typeVersion - 1).reduce<Pick<Versioned, 'type' | 'payload'>>((older, step) => step(older), envelope)
  return Object.hasOwn(isFactByKind, read.type) ? { ...envelope, type: read.type, payload: read.payload, typeVersion: newest } : undefined
}
