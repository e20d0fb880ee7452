/**
 * What both kinds of crash have in common: the report, a tablet that is watched, and the last comparison, when everything is up again and
 * silent. Runs in Node, from `npm test` and from `npm run bench -- faults`.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, expect } from '@playwright/test'
import Database from 'better-sqlite3'
import type { PushAnswer } from '../../src/protocol/push.ts'
import { launchTablet } from '../benchmarks/busy-day.ts'
import type { Chance } from '../convergence/chance.ts'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { pressesReceived, receivedBy } from '../journeys/received-operations.ts'
import type { RunningLibrary } from '../journeys/running-library.ts'
import { Tablet } from '../journeys/tablet.ts'
import type { Hand } from './hand.ts'
import { findFaults } from './ledger.ts'
import type { Act, Aim, Moments } from './moments.ts'
import { watchScreen } from './watched-screen.ts'

export interface CrashOptions {
  /** Deals aims, instants and gestures. The machine's own pace is not of the seed: the same seed comes close, not identical. */
  readonly seed: string
  readonly kills: number
}

export interface CrashReport {
  readonly kills: number
  /** What was under way when a kill fell; several may be. */
  readonly struck: ReadonlyMap<Aim, number>
  readonly pressed: number
  readonly said: number
  readonly received: number
  /** A line each; none when all is well. */
  readonly faults: readonly string[]
}

/** Deals what to aim at, one pack after the other, and counts what was struck. */
export class Strikes {
  readonly struck = new Map<Aim, number>()
  readonly #kills: number
  readonly #pack: readonly Aim[]
  readonly #chance: Chance
  readonly #left: Aim[] = []
  #count = 0

  constructor(kills: number, pack: readonly Aim[], chance: Chance) {
    this.#kills = kills
    this.#pack = pack
    this.#chance = chance
  }

  /** undefined: enough. What a slow machine never let us strike is aimed at again, as many times more at most. */
  next(): Aim | undefined {
    if (this.#count >= this.#kills) {
      return this.#count < 2 * this.#kills ? this.#pack.find((aim) => aim !== 'anywhere' && !this.struck.has(aim)) : undefined
    }
    if (this.#left.length === 0) this.#left.push(...this.#chance.shuffle(this.#pack))
    return this.#left.pop()
  }

  /** After a kill; `hit` was under way. */
  note(hit: readonly Act[]): void {
    this.#count++
    for (const aim of hit.length === 0 ? (['anywhere'] as const) : hit) this.struck.set(aim, (this.struck.get(aim) ?? 0) + 1)
  }

  get count(): number {
    return this.#count
  }
}

/** Network failures are what crashes make; anything else on the console is a defect. */
const isOfTheNetwork = (text: string): boolean => text.startsWith('Failed to load resource')

/** The tablet in `library`'s folder, switched on, watched from its first page on. */
export const switchOn = async (
  library: RunningLibrary,
  name: string,
  hand: Hand,
  moments: Moments,
  onAlarm: (words: string) => void,
  address: string = library.url,
): Promise<{ readonly context: BrowserContext; readonly tablet: Tablet }> => {
  const context = await launchTablet(join(library.folder, `tablet-${name}`))
  context.setDefaultTimeout(30_000)
  moments.follow(context)
  context.on('console', (message) => {
    if (message.type() === 'error' && !isOfTheNetwork(message.text())) onAlarm(`tablet ${name}: ${message.text()}`)
  })
  context.on('weberror', (error) => onAlarm(`tablet ${name}: ${error.error().message}`))
  const { ledger } = hand
  await watchScreen(context, { ledger, handing: () => hand.handing, onTouch: () => hand.touch(), onSaid: () => hand.notice(), onAlarm })
  return { context, tablet: await Tablet.over(context, address) }
}

/** Finds the process of a browser; answers what kills it, at once and without a goodbye. */
export const findKiller = async (context: BrowserContext): Promise<() => Promise<void>> => {
  const session = await context.browser()?.newBrowserCDPSession()
  const processes = (await session?.send('SystemInfo.getProcessInfo'))?.processInfo ?? []
  const main = processes.find(({ type }) => type === 'browser')
  if (main === undefined) throw new Error('Chromium does not tell its process')
  return async () => {
    const closed = context.waitForEvent('close')
    // Its whole group: nothing is left that could write one more page.
    process.kill(-main.id, 'SIGKILL')
    await closed
  }
}

export const signIn = async (tablet: Tablet): Promise<void> => {
  // A disk that does not answer is given up after 20 s, and asked once more.
  await tablet.page.getByRole('button', { name: 'Awa Diop' }).waitFor({ timeout: 45_000 })
  await tablet.signIn('Awa Diop', tilleuls.pins['Awa Diop'])
}

/** The operations that the endpoint answered for to the pages of `context`, as far as whole answers came: they may be told « transmis ». */
export const gatherReceipts = (context: BrowserContext): (() => Promise<readonly string[]>) => {
  const answers: Promise<readonly string[]>[] = []
  context.on('response', (response) => {
    if (!response.url().includes('/sync/v1/push') || !response.ok()) return
    const ids = response.json().then(({ results }: PushAnswer) => results.map(({ operationId }) => operationId))
    // An answer cut by the kill was never one.
    answers.push(ids.catch(() => []))
  })
  return async () => (await Promise.all(answers)).flat()
}

interface KilledDisk {
  readonly integrity: string
  /** As `pressesReceived` writes them. */
  readonly received: readonly string[]
  readonly operationIds: readonly string[]
}

/** The endpoint's file as the kill left it, read from a copy: what repairs itself at the next start has not done so yet. */
export const readKilledDisk = (library: RunningLibrary): KilledDisk => {
  const folder = mkdtempSync(join(library.folder, 'killed-'))
  for (const name of ['desk.db', 'desk.db-wal']) {
    if (existsSync(join(library.dataDir, name))) cpSync(join(library.dataDir, name), join(folder, name))
  }
  try {
    const database = new Database(join(folder, 'desk.db'))
    const integrity = String(database.pragma('integrity_check', { simple: true }))
    database.close()
    const dataDir = folder
    return {
      integrity,
      received: pressesReceived({ dataDir }),
      operationIds: receivedBy({ dataDir }).map(({ operationId }) => operationId),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface TabletDisk {
  readonly pending: number
  /** « item 3000010000 17 »: kind, id, version. */
  readonly rows: readonly string[]
}

const readTabletDisk = (tablet: Tablet): Promise<TabletDisk> =>
  tablet.page.evaluate(
    () =>
      new Promise<TabletDisk>((resolve, reject) => {
        const opening = indexedDB.open('desk')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const database = opening.result
          const transaction = database.transaction(['outbox', 'base'])
          const pending = transaction.objectStore('outbox').count()
          const base: IDBRequest<{ kind: string; id: string; version: number }[]> = transaction.objectStore('base').getAll()
          transaction.oncomplete = () => {
            database.close()
            resolve({ pending: pending.result, rows: base.result.map(({ kind, id, version }) => `${kind} ${id} ${version}`).sort() })
          }
        }
      }),
  )

const readEndpointRows = (library: RunningLibrary): readonly string[] => {
  const database = new Database(join(library.dataDir, 'desk.db'), { readonly: true })
  const rows = database.prepare("SELECT kind || ' ' || id || ' ' || version FROM row WHERE json IS NOT NULL").pluck().all()
  database.close()
  return rows.map(String).sort()
}

/** Everything is up: waits until all is handed over, then compares presses, screens, tablets and the endpoint's disk. */
export const compareAll = async (
  library: RunningLibrary,
  tablets: readonly { readonly hand: Hand; readonly tablet: Tablet }[],
): Promise<readonly string[]> => {
  for (const { tablet } of tablets) {
    await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 90_000 })
    await expect(tablet.bar.getByText('aucune anomalie')).toBeVisible()
    // Exchanges go on, each with a row of its own: the two are compared between two of them.
    await expect
      .poll(
        async () => {
          const { pending, rows } = await readTabletDisk(tablet)
          const theirs = new Set(readEndpointRows(library))
          return { pending, differing: rows.filter((row) => !theirs.has(row)), missing: theirs.size - rows.length }
        },
        { timeout: 120_000 },
      )
      .toEqual({ pending: 0, differing: [], missing: 0 })
  }
  await library.stop()
  const { integrity, received } = readKilledDisk(library)
  return [
    ...findFaults(
      tablets.map(({ hand }) => hand.ledger),
      received,
    ),
    ...(integrity === 'ok' ? [] : [`integrity_check: ${integrity}`]),
  ]
}
