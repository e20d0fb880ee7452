/**
 * The folders of a network's libraries, each its own in the watched one. Runs in vitest on real folders, with the real import into a
 * real SQLite base.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { toLibraryId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { Passes } from '../../src/endpoint/clock/passes.ts'
import { readWatchPlan, watchFolders } from '../../src/endpoint/watched-folder.ts'
import { aSettings } from '../builders/a-settings.ts'
import { catalogueText, importTrial, now } from './import-trial.ts'

const minute = 60_000

describe('the folders of a network’s libraries', () => {
  const trial = importTrial()
  let clock: number
  let watch: Passes
  let done: readonly (string | undefined)[]
  let defects: unknown[]
  const depot = (...parts: readonly string[]): string => join(trial.folder, 'depot', ...parts)
  const kept = (...parts: readonly string[]): string => join(trial.folder, 'data', 'watched', ...parts)
  const start = (...options: readonly string[]): Passes => {
    const faults: string[] = []
    const said: Record<string, string> = { WATCH_DIR: depot(), DATA_DIR: join(trial.folder, 'data'), WATCH_OPTIONS: options.join(' ') }
    const plan = readWatchPlan((name) => said[name], faults)
    if (plan === undefined) throw new Error(faults.join())
    return watchFolders(plan, trial.store, {
      now: () => clock as Instant,
      runImport: async (words) => {
        const code = await trial.run(...words)
        return { code, report: `${trial.said}${trial.complained}` }
      },
      onDone: ({ library: whose }, { kind, outcome }) => {
        done = [...done, `${whose}: ${kind} ${outcome}`]
      },
      reportDefect: (defect) => defects.push(defect),
    })
  }
  const later = async (): Promise<void> => {
    clock += minute
    await watch.pass()
  }
  beforeEach(async () => {
    for (const slug of ['gare', 'rives']) {
      const id = toLibraryId(slug)
      await trial.store.createLibrary({ id, slug, name: slug, isDemo: false })
      await trial.store.transact(id, (transaction) => transaction.writeRow(aSettings(), now))
      mkdirSync(depot(slug), { recursive: true })
    }
    clock = now
    done = []
    defects = []
    watch = start('--lang', 'en')
  })
  const known = (slug: string) => trial.store.read(toLibraryId(slug), async (reader) => [...(await reader.catalogue())].length)

  it('a file goes to the library whose slug its folder bears, and its report with it', async () => {
    writeFileSync(depot('gare', 'catalogue.csv'), catalogueText('Un', 'Deux'))
    writeFileSync(depot('rives', 'catalogue.csv'), catalogueText('Un'))
    mkdirSync(depot('elsewhere'))
    writeFileSync(depot('elsewhere', 'catalogue.csv'), catalogueText('Un'))
    await watch.pass()
    await later()
    expect([await known('gare'), await known('rives')]).toEqual([2, 1])
    expect(done).toEqual(['gare: catalogue archived', 'rives: catalogue archived'])
    expect(readdirSync(kept('gare', 'archive'))).toHaveLength(2)
    expect(readdirSync(kept('rives', 'archive'))).toHaveLength(2)
    expect(readdirSync(depot('elsewhere'))).toEqual(['catalogue.csv'])
  })

  it('above them nobody knows whose a file is: it changes nothing, and its report names the libraries', async () => {
    writeFileSync(depot('catalogue.csv'), catalogueText('Un'))
    await watch.pass()
    await later()
    expect([await known('gare'), await known('rives')]).toEqual([0, 0])
    expect(done).toEqual(['undefined: catalogue refused'])
    const [report = ''] = readdirSync(kept('refused')).filter((name) => name.endsWith('.txt'))
    expect(readFileSync(kept('refused', report), 'utf8')).toContain('rives')
  })

  it('one whose own folder is a link stops no other', async () => {
    mkdirSync(kept('gare'), { recursive: true })
    symlinkSync(depot(), kept('gare', 'archive'))
    writeFileSync(depot('gare', 'catalogue.csv'), catalogueText('Un'))
    writeFileSync(depot('rives', 'catalogue.csv'), catalogueText('Un'))
    await watch.pass()
    await later()
    expect(done).toEqual(['rives: catalogue archived'])
    expect(readdirSync(depot('gare'))).toEqual(['catalogue.csv'])
    expect(String(defects[0])).toContain('archive is a link')
  })

  it('a link that bears a slug is taken away unread', async () => {
    rmSync(depot('gare'), { recursive: true })
    mkdirSync(join(trial.folder, 'elsewhere'))
    writeFileSync(join(trial.folder, 'elsewhere', 'catalogue.csv'), catalogueText('Un'))
    symlinkSync(join(trial.folder, 'elsewhere'), depot('gare'))
    await watch.pass()
    await later()
    await later()
    expect(done).toEqual(['undefined: undefined refused'])
    expect(readdirSync(join(trial.folder, 'elsewhere'))).toEqual(['catalogue.csv'])
    expect(readdirSync(depot())).toEqual(['rives'])
  })

  it.skipIf(process.geteuid === undefined)(
    'where other accounts may change the folders nothing in them is read, and that is said once',
    async () => {
      chmodSync(depot(), 0o777)
      writeFileSync(depot('gare', 'catalogue.csv'), catalogueText('Un'))
      await watch.pass()
      await later()
      expect([await known('gare'), done, defects.map(String)]).toEqual([0, [], [expect.stringContaining('is open to other accounts')]])
      chmodSync(depot(), 0o755)
      await later()
      await later()
      expect(await known('gare')).toBe(1)
    },
  )

  it('where the options name the library of all files no folder is looked into', async () => {
    watch = start('--library', 'rives')
    writeFileSync(depot('gare', 'catalogue.csv'), catalogueText('Un', 'Deux'))
    writeFileSync(depot('catalogue.csv'), catalogueText('Un'))
    await watch.pass()
    await later()
    expect([await known('gare'), await known('rives'), done]).toEqual([0, 1, ['rives: catalogue archived']])
  })

  it('stopped, begins no other folder’s files', async () => {
    writeFileSync(depot('gare', 'catalogue.csv'), catalogueText('Un'))
    await watch.pass()
    await watch.stop()
    await later()
    expect([await known('gare'), done]).toEqual([0, []])
  })
})
