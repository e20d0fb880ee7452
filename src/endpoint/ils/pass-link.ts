/**
 * The link of one pass over a wire: opened where something is to be asked, and anew where it broke. Runs on the endpoint.
 * A movement at which it breaks while others pass holds up no other; after some times in a row a person sees to it (ILS-38). A link that
 * carries nothing counts against nobody.
 */
import type { Instant } from '../../domain/instant.ts'
import type { IlsJourney } from '../storage/journeys.ts'
import { type Movement, movementKey } from './movement.ts'
import type { Wire, WireSession } from './wire.ts'

/** So often in a row it may break at one movement. */
const mostBreaks = 3
/** How often in a row it broke at each, by wire, as this process saw it. */
const breaksByWire = new WeakMap<object, Map<string, number>>()

export class PassLink {
  readonly #wire: Wire
  readonly #breaks: Map<string, number>
  #session: WireSession | undefined
  /** Where it broke, and which of these are proved to break it: something was carried after. */
  #broke: readonly IlsJourney[] = []
  #brokeAlone: readonly IlsJourney[] = []
  /** Why nothing more is asked in this pass. */
  fault: string | undefined
  wasReached = false
  cameOn = false

  constructor(wire: Wire) {
    this.#wire = wire
    this.#breaks = breaksByWire.get(wire) ?? new Map()
    breaksByWire.set(wire, this.#breaks)
  }

  async open(): Promise<WireSession | undefined> {
    if (this.#session !== undefined || this.fault !== undefined) return this.#session
    const opened = await this.#wire.open()
    if (!opened.ok) this.fault = opened.refusal
    else [this.#session, this.wasReached] = [opened.value, true]
    return this.#session
  }

  close(): void {
    this.#session?.close()
    this.#session = undefined
  }

  /** The ILS answered about it. */
  carried(movement: Pick<Movement, 'operationId' | 'barcode' | 'movement'>): void {
    this.cameOn = true
    this.#brokeAlone = this.#broke
    this.#breaks.delete(movementKey(movement))
  }

  /** The next movement is tried over a new link; where that one breaks it too, it is the fault of neither. */
  breakAt(journey: IlsJourney): void {
    // Shut to every movement, it is broken by none.
    this.fault = this.#session?.shut
    this.close()
    if (this.fault !== undefined) return
    this.#broke = [...this.#broke, journey]
    if (this.#broke.length > this.#brokeAlone.length + 1) this.fault = 'cut'
  }

  /** At the end of a pass: what broke it too often, for a person. Of what was asked before nobody knows whether it is done. */
  brokeOften(now: Instant): readonly IlsJourney[] {
    if (this.#broke.length > 0) this.fault ??= 'cut'
    return this.#brokeAlone.flatMap((journey): readonly IlsJourney[] => {
      const times = (this.#breaks.get(movementKey(journey)) ?? 0) + 1
      this.#breaks.set(movementKey(journey), times % mostBreaks)
      const state = journey.state === 'unknown' ? 'unknown' : 'to-decide'
      return times < mostBreaks ? [] : [{ ...journey, state, reason: 'breaks-link', since: now, readAt: now }]
    })
  }
}
