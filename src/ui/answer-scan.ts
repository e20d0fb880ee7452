/**
 * The answer to a scan, for the ear and the hand: its rhythm says it, its pitch repeats it (public/sounds). Runs in the browser.
 * The screen always says it too: sound may be off, and iPads do not vibrate.
 */
import { sound } from './preferences.ts'
import { type ScanAnswer, scanAnswers } from './scan-answers.ts'

export type { ScanAnswer } from './scan-answers.ts'

export const answerScan = (answer: ScanAnswer): void => {
  const { file, vibration } = scanAnswers[answer]
  if ('vibrate' in navigator) navigator.vibrate([...vibration])
  // A browser that wants a touch before its first sound refuses: the screen has said it.
  if (sound.value === 'on') new Audio(file).play().catch(() => {})
}
