/**
 * What every journey starts from: a running library with its files imported, and tablets taken from the shelf. Runs in Playwright.
 * Everything is opened for one test and closed after it, so that no journey knows another.
 */
import { join } from 'node:path'
import { type BrowserContext, test as base } from '@playwright/test'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { FaultyNetwork } from './faulty-network.ts'
import { PlainWindow } from './plain-window.ts'
import { RunningLibrary } from './running-library.ts'
import { Tablet } from './tablet.ts'

/** Today on the library's wall clock, YYYY-MM-DD. */
export const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: tilleuls.settings.zone }).format(new Date())

interface Journey {
  /** Imported, and its endpoint running. */
  readonly library: RunningLibrary
  /** Where tablets find it: the endpoint itself, unless a journey puts something between. */
  readonly address: string
  /** A tablet never used before; the same name again is the same one, switched on again. */
  readonly takeTablet: (name: string) => Promise<Tablet>
  /** The same, enrolled, and somebody signed in. */
  readonly takeReadyTablet: (name: string, librarian?: keyof typeof tilleuls.pins) => Promise<Tablet>
  /** The same, started as a person starts it: of its tabs only one is in front, and one that is not can be frozen. */
  readonly takeReadyTabletOfOneWindow: (librarian?: keyof typeof tilleuls.pins) => Promise<Tablet>
}

export const importFiles = async (library: RunningLibrary): Promise<void> => {
  const result = await library.command(
    'import',
    ...['--settings', library.file('reglages.json', JSON.stringify(tilleuls.settings))],
    ...['--catalogue', library.file('exemplaires.csv', tilleuls.catalogueFile())],
    ...['--patrons', library.file('usagers.csv', tilleuls.patronsFile())],
    ...['--orders', library.file('commandes.csv', tilleuls.ordersFile(today()))],
  )
  if (result.code !== 0) throw new Error(`npm run import ended with ${result.code}:\n${result.stdout}${result.stderr}`)
}

const makeReady = async (
  library: RunningLibrary,
  tablet: Tablet,
  librarian: keyof typeof tilleuls.pins = 'Luc Perrin',
): Promise<Tablet> => {
  await tablet.enrol(await library.enrolmentCode())
  await tablet.signIn(librarian, tilleuls.pins[librarian])
  return tablet
}

export const test = base.extend<Journey>({
  library: async ({ browserName: _ }, use) => {
    const library = new RunningLibrary()
    await library.start()
    await importFiles(library)
    await use(library)
    await library.close()
  },

  address: ({ library }, use) => use(library.url),

  takeTablet: async ({ playwright, library, address, launchOptions, viewport, locale, timezoneId }, use) => {
    const contexts = new Map<string, BrowserContext>()
    await use(async (name) => {
      await contexts.get(name)?.close()
      const settings = { ...launchOptions, viewport, locale: locale ?? 'fr-FR', timezoneId: timezoneId ?? 'Europe/Paris' }
      const context = await playwright.chromium.launchPersistentContext(join(library.folder, `tablet-${name}`), settings)
      context.setDefaultTimeout(30_000)
      contexts.set(name, context)
      return Tablet.over(context, address)
    })
    for (const context of contexts.values()) await context.close()
  },

  takeReadyTablet: async ({ library, takeTablet }, use) => {
    await use(async (name, librarian) => makeReady(library, await takeTablet(name), librarian))
  },

  takeReadyTabletOfOneWindow: async ({ library, address, launchOptions }, use) => {
    let window: PlainWindow | undefined
    await use(async (librarian) => {
      window = await PlainWindow.open(join(library.folder, 'tablet-of-one-window'), launchOptions)
      return makeReady(library, await Tablet.over(window.context, address), librarian)
    })
    await window?.close()
  },
})

/** The same, with a network between that can be spoilt. */
export const testOnFaultyNetwork = test.extend<{ readonly network: FaultyNetwork; readonly address: string }>({
  network: async ({ library }, use, { title }) => {
    const network = await FaultyNetwork.before(library.port, title)
    await use(network)
    await network.close()
  },
  address: ({ network }, use) => use(network.url),
})

export const { expect } = test
