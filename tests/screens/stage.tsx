/**
 * The stage: the app's real screens on a staged desk, chosen by `?scene=`. Served to a browser by the tests of screens and screenshots.
 */
import { render } from 'preact'
import { createGunScanner } from '../../src/tablet/scanner/gun-scanner.ts'
import { App } from '../../src/ui/app.tsx'
import { startRehearsal } from '../../src/ui/rehearsal/start-rehearsal.tsx'
import { type SceneName, sceneByName } from './scenes.ts'
import type { StagedDesk } from './staged-desk.ts'

declare global {
  interface Window {
    /** What a test holds in hand: the gun, the network, the disk. */
    stage: StagedDesk
  }
}

const name = new URLSearchParams(location.search).get('scene') ?? 'today'
const isScene = (text: string): text is SceneName => text in sceneByName
if (!isScene(name)) throw new Error(`no scene ${name}`)
window.stage = sceneByName[name]()
if (name.startsWith('rehearsal')) await startRehearsal(window.stage)
// The real gun, for tests that type as one: real keys, by their own times.
if (new URLSearchParams(location.search).has('gun')) {
  createGunScanner().listen(
    ({ text }) => window.stage.scan(text),
    () => window.stage.cutShort(),
  )
}
const root = document.getElementById('app')
if (root !== null) {
  await document.fonts.load('1em "Atkinson PAE"')
  render(<App desk={window.stage} />, root)
}
