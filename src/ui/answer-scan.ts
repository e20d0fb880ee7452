/**
 * The answer to a scan, for the ear and the hand. Runs in the browser. The screen always says it too: sound may be off, and iPads do
 * not vibrate. Sounds are decoded once and played from memory: a tablet that reads twice a second answers twice a second.
 */
import { sound } from './preferences.ts'
import { bell, type ScanAnswer, scanAnswers } from './scan-answers.ts'

export type { ScanAnswer } from './scan-answers.ts'

let context: AudioContext | undefined
const bufferOfFile = new Map<string, Promise<AudioBuffer>>()

// A page may sound only after a touch or a key; a camera's scan is neither. So the first one of the day opens the ear.
const openEar = (): AudioContext => {
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
  return context
}
for (const type of ['pointerdown', 'keydown'] as const) window.addEventListener(type, openEar, { capture: true, passive: true })

const play = async (file: string): Promise<void> => {
  const ear = openEar()
  const load = async (): Promise<AudioBuffer> => ear.decodeAudioData(await (await fetch(file)).arrayBuffer())
  const buffer = bufferOfFile.get(file) ?? load()
  bufferOfFile.set(file, buffer)
  const source = ear.createBufferSource()
  source.buffer = await buffer
  source.connect(ear.destination)
  source.start()
}

const give = ({ file, vibration }: { readonly file: string; readonly vibration: readonly number[] }): void => {
  if ('vibrate' in navigator) navigator.vibrate([...vibration])
  // A sound that cannot be had is tried again at the next scan: the screen has said it.
  if (sound.value === 'on') play(file).catch(() => bufferOfFile.delete(file))
}

export const answerScan = (answer: ScanAnswer): void => give(scanAnswers[answer])

export const ringBell = (): void => give(bell)
