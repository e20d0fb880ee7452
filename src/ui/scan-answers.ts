/**
 * What a scan sounds and feels like, by its answer: told apart by the ear alone and by the hand alone. Runs in the browser.
 * The rhythm says it, the pitch repeats it (public/sounds); the screen always says it too.
 */

export type ScanAnswer = 'accepted' | 'already-scanned' | 'order-complete' | 'refused' | 'unknown'

/** Rings once: a patron said « Je suis là » on their own telephone (ARR-3). No scan sounds like it. */
export const bell = { file: '/sounds/arrivee.wav', vibration: [200, 100, 40] } as const

/** Milliseconds of vibration and pause, in turn: one short, two short, short and a long, two long, three of a kind. */
export const scanAnswers: Readonly<Record<ScanAnswer, { readonly file: string; readonly vibration: readonly number[] }>> = {
  accepted: { file: '/sounds/accepte.wav', vibration: [40] },
  'already-scanned': { file: '/sounds/deja-vu.wav', vibration: [40, 120, 40] },
  'order-complete': { file: '/sounds/complet.wav', vibration: [40, 80, 200] },
  refused: { file: '/sounds/refuse.wav', vibration: [250, 120, 250] },
  unknown: { file: '/sounds/inconnu.wav', vibration: [90, 90, 90, 90, 90] },
}
