/**
 * Finds the Chromium that the browser journeys drive. Runs in Node, before Playwright.
 * Playwright's own download is not used: it comes from a host that a library's or a build machine's network may not reach. In order:
 * PTE_CHROMIUM, the system's, then Debian's package where it may be installed.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'

const systemPaths = [
  ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Path of a Chromium or Chrome already there; undefined where there is none. Throws when PTE_CHROMIUM names no program. */
export const findChromium = () => {
  const asked = process.env.PTE_CHROMIUM
  if (asked !== undefined && asked !== '') {
    if (!isExecutable(asked)) throw new Error(`PTE_CHROMIUM is ${asked}, which is no program that can be run.`)
    return asked
  }
  return systemPaths.find(isExecutable)
}

/** Installs Debian's Chromium where we are root and apt works; answers its path, or undefined. */
export const installChromium = () => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('No Chromium here: installing Debian’s (apt-get install chromium)…')
  const apt = (...words) =>
    spawnSync('apt-get', words, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0
  const install = () => apt('install', '-y', '--no-install-recommends', 'chromium')
  if (!install() && !(apt('update') && install())) return undefined
  return findChromium()
}
