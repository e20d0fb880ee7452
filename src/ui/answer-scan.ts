/**
 * The answer to a scan, for the ear and the hand: its rhythm says it, its pitch repeats it (public/sounds). Runs in the browser.
 * The screen always says it too: sound may be off, and iPads do not vibrate.
 */
import { sound } from './preferences.ts'

export type ScanAnswer = 'accepted' | 'already-scanned' | 'order-complete' | 'refused' | 'unknown'

/** Milliseconds of vibration and pause, in turn. */
const answers: Readonly<Record<ScanAnswer, { readonly file: string; readonly vibration: readonly number[] }>> = {
  accepted: { file: '/sounds/accepte.wav', vibration: [40] },
  'already-scanned': { file: '/sounds/deja-vu.wav', vibration: [] },
  'order-complete': { file: '/sounds/complet.wav', vibration: [40, 60, 40, 60, 120] },
  refused: { file: '/sounds/refuse.wav', vibration: [200, 80, 200] },
  unknown: { file: '/sounds/inconnu.wav', vibration: [60, 80, 60] },
}

export const answerScan = (answer: ScanAnswer): void => {
  const { file, vibration } = answers[answer]
  if (vibration.length > 0 && 'vibrate' in navigator) navigator.vibrate([...vibration])
  // A browser that wants a touch before its first sound refuses: the screen has said it.
  if (sound.value === 'on') new Audio(file).play().catch(() => {})
}
