/**
 * How a visitor shows whose card it is (PAGE-7). A port: the code by mail is its first adapter (`mail-proof.ts`), a password that the ILS checks
 * its second (`ils-proof.ts`). Runs on the endpoint. Whatever the card, what is answered is the same: whoever asks learns nothing of it.
 */
import type { CardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Language } from '../../locale/formats.ts'

/** What the asking browser holds, sealed, until the proof is given. */
export interface Asked {
  readonly id: string
  readonly card: CardNumber
  readonly until: Instant
  /** Absent: a code by mail. */
  readonly by?: 'ils' | undefined
  /** Until then nothing more is sent to whoever asks from there; absent: it is. */
  readonly heldUntil?: Instant | undefined
  /** `Asking.isKnown`; absent: a stranger. */
  readonly isKnown?: boolean | undefined
}

export type Proof =
  | 'proven'
  | 'wrong'
  /** Too many tries of this one: a new one is to be asked for. */
  | 'spent'
  /** Too many wrong ones of everybody, or of this network: for today only what cannot be guessed proves anything. */
  | 'links-only'
  /** Whoever judges it did not answer in time. */
  | 'silent'

export interface Asking {
  readonly card: CardNumber
  readonly network: string
  /** This browser showed the card before, or holds a link that came to its mailbox: what strangers use up is not its own. */
  readonly isKnown: boolean
}

export interface PatronProof {
  /** Until when nothing more is sent for this card to this place, by what was asked from there, or by browsers that showed it: what others ask is nobody's business. */
  heldUntil(asked: Asking): Promise<Instant | undefined>
  /** Begins a proof; looks nothing up, and writes nothing of the card, before it has answered. `isMachine`: it is answered, and sent nothing. */
  ask(asked: Asking & { readonly language: Language; readonly isMachine: boolean }): Asked
  /** `network`: where the try comes from. */
  prove(asked: Asked, typed: string, network: string): Promise<Proof>
}
