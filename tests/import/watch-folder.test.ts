/**
 * The folder in which an ILS drops its files: whole ones only, each once, put away with its report. Runs in vitest on real folders, with
 * the real import into a real SQLite base.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Instant, msPerDay } from '../../src/domain/instant.ts'
import type { Passes } from '../../src/endpoint/clock/passes.ts'
import { createFolderWatch, type WatchPorts } from '../../src/endpoint/connectors/file/watch-folder.ts'
import { importApart, readWatchPlan } from '../../src/endpoint/watched-folder.ts'
import { cards, catalogueText, importTrial, library, now, ordersText, patronsText } from './import-trial.ts'
import { iso2709, unimarc } from './marc-file.ts'

const minute = 60_000

describe('a watched folder', () => {
  const trial = importTrial()
  let folder: string
  let own: string
  let clock: number
  let watch: Passes
  let done: Parameters<WatchPorts['onDone']>[0][]
  let imports: string[]

  const start = (importFile?: WatchPorts['importFile']): Passes =>
    createFolderWatch({
      folder,
      own,
      keepDays: 7,
      now: () => clock as Instant,
      importFile:
        importFile ??
        (async (kind, path) => {
          imports.push(kind)
          const code = await trial.run(`--${kind}`, path)
          return { code, report: `${trial.said}${trial.complained}` }
        }),
      onDone: (one) => done.push(one),
    })
  beforeEach(() => {
    folder = join(trial.folder, 'depot')
    own = join(trial.folder, 'data', 'watched')
    mkdirSync(folder)
    clock = now
    done = []
    imports = []
    watch = start()
  })
  const drop = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content)
  const names = (where?: string): readonly string[] => readdirSync(where === undefined ? folder : join(own, where))
  const later = async (ms = minute): Promise<void> => {
    clock += ms
    await watch.pass()
  }
  const known = () => trial.store.read(library, async (reader) => [...(await reader.catalogue())].length)

  it('takes the files of a night in their order, and archives each with its report', async () => {
    drop('commandes-du-jour.csv', ordersText(`A1,${cards[0]},2026-11-26,14:00,web,R0,,`))
    drop('Usagers.csv', patronsText())
    drop('catalogue.csv', catalogueText('Un', 'Deux'))
    await watch.pass()
    expect(imports).toEqual([])
    await later()
    expect(imports).toEqual(['catalogue', 'patrons', 'orders'])
    expect(await known()).toBe(2)
    expect((await trial.orderOf('A1')).lines).toHaveLength(1)
    expect(names()).toEqual([])
    expect(names('taken')).toEqual([])
    expect(names('archive')).toEqual([
      '2026-11-25T08-01-00-000Z_Usagers.csv',
      '2026-11-25T08-01-00-000Z_Usagers.csv.txt',
      '2026-11-25T08-01-00-000Z_catalogue.csv',
      '2026-11-25T08-01-00-000Z_catalogue.csv.txt',
      '2026-11-25T08-01-00-000Z_commandes-du-jour.csv',
      '2026-11-25T08-01-00-000Z_commandes-du-jour.csv.txt',
    ])
    const report = join(own, 'archive', '2026-11-25T08-01-00-000Z_catalogue.csv.txt')
    expect(readFileSync(report, 'utf8')).toContain('2\u00a0ajoutés')
    expect(statSync(report).mode & 0o077).toBe(0)
    expect(statSync(join(own, 'archive')).mode & 0o077).toBe(0)
    // Nothing is taken twice.
    await later()
    expect(imports).toHaveLength(3)
    expect(done.map(({ outcome }) => outcome)).toEqual(['archived', 'archived', 'archived'])
  })

  it('waits for a file that still grows, and for one whose sender has not given it its name', async () => {
    const bytes = iso2709(unimarc(0))
    drop('notices.mrc', bytes.subarray(0, 100))
    drop('catalogue.csv.part', catalogueText('Un'))
    await watch.pass()
    drop('notices.mrc', bytes.subarray(0, 150))
    await later()
    await later(30_000)
    expect(imports).toEqual([])
    drop('notices.mrc', bytes)
    await later()
    expect(imports).toEqual([])
    await later()
    expect(imports).toEqual(['catalogue'])
    expect(names()).toEqual(['catalogue.csv.part'])
    expect(await known()).toBe(1)
  })

  it('sets aside what is refused and what no name explains, with the reason; the others go in', async () => {
    drop('catalogue.csv', 'nom;prénom\nA;B\n')
    drop('export.csv', catalogueText('Un'))
    drop('usagers.csv', patronsText())
    symlinkSync('/etc/hostname', join(folder, 'usagers-lien.csv'))
    await watch.pass()
    await later()
    expect(names('archive')).toHaveLength(2)
    expect(names('refused')).toHaveLength(5)
    const reasonOf = (name: string): string => readFileSync(join(own, 'refused', `2026-11-25T08-01-00-000Z_${name}.txt`), 'utf8')
    expect(reasonOf('catalogue.csv')).toContain('Rien n’a été changé')
    expect(reasonOf('export.csv')).toContain('ne dit pas ce qu’il contient')
    expect(reasonOf('usagers-lien.csv')).toContain('C’est un lien')
    expect(imports).toEqual(['catalogue', 'patrons'])
    expect(names()).toEqual([])
  })

  it('takes nothing while one of its own folders is a link, and says which', async () => {
    const elsewhere = join(trial.folder, 'elsewhere')
    mkdirSync(elsewhere)
    mkdirSync(own)
    symlinkSync(elsewhere, join(own, 'archive'))
    drop('usagers.csv', patronsText())
    await expect(watch.pass()).rejects.toThrow(/archive is a link/)
    expect(names()).toEqual(['usagers.csv'])
    unlinkSync(join(own, 'archive'))
    await watch.pass()
    await later()
    expect(names('archive')).toHaveLength(2)
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('killed between taking and archiving, brings the file in at the next start, once', async () => {
    drop('catalogue.csv', catalogueText('Un', 'Deux'))
    watch = start(async () => {
      throw new Error('killed')
    })
    await watch.pass()
    await expect(later()).rejects.toThrow('killed')
    expect(names('taken')).toHaveLength(1)
    watch = start()
    await later()
    expect(await known()).toBe(2)
    expect(names('taken')).toEqual([])
    expect(names('archive')).toHaveLength(2)
    const head = await trial.head()
    // Killed after the import, before the archive: the same list again changes nothing.
    drop('catalogue.csv', catalogueText('Un', 'Deux'))
    await watch.pass()
    await later()
    expect(await trial.head()).toBe(head)
  })

  it('tries again what stopped unforeseen, and sets it aside in the end', async () => {
    drop('catalogue.csv', catalogueText('Un'))
    watch = start(async () => ({ code: 1, report: 'database is locked' }))
    await watch.pass()
    for (let i = 0; i < 4; i++) {
      await later()
      expect(done.at(-1)?.outcome).toBe('tried-again')
    }
    await later()
    expect(done.at(-1)?.outcome).toBe('refused')
    expect(names('refused')).toHaveLength(2)
  })

  it('a file that may not be taken is told once, is not read, and stops no other', async () => {
    drop('catalogue.csv', catalogueText('Un'))
    drop('usagers.csv', patronsText())
    // A file that is larger than what the disk has room for.
    truncateSync(join(folder, 'catalogue.csv'), 2 ** 42)
    await watch.pass()
    for (let i = 0; i < 3; i++) await later()
    expect(done.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['catalogue', 'not-taken'],
      ['patrons', 'archived'],
    ])
    expect(imports).toEqual(['patrons'])
    expect(names()).toEqual(['catalogue.csv'])
  })

  it('stopped in the middle, leaves the file for the next start', async () => {
    drop('catalogue.csv', catalogueText('Un'))
    let end: (() => void) | undefined
    watch = start(
      () =>
        new Promise((resolve) => {
          end = () => resolve({ code: 1, report: '' })
        }),
    )
    await watch.pass()
    clock += minute
    const passing = watch.pass()
    await expect.poll(() => end).toBeDefined()
    const stopped = watch.stop()
    end?.()
    await Promise.all([passing, stopped])
    expect(names('taken')).toHaveLength(1)
    expect(done).toEqual([])
  })

  it('a file that was put away goes after its days, for it holds names', async () => {
    drop('usagers.csv', patronsText())
    await watch.pass()
    await later()
    expect(names('archive')).toHaveLength(2)
    await later(6 * msPerDay)
    expect(names('archive')).toHaveLength(2)
    await later(2 * msPerDay)
    expect(names('archive')).toEqual([])
  })
})

describe('how it is switched on', () => {
  const trial = importTrial()
  const plan = (environment: Readonly<Record<string, string>>) => {
    const faults: string[] = []
    return { plan: readWatchPlan((name) => environment[name], faults), faults }
  }

  it('by a folder that is there, with options of reading only', () => {
    expect(plan({}).plan).toBeUndefined()
    const good = plan({ WATCH_DIR: trial.folder, WATCH_OPTIONS: '--marc-map koha --lang=en --mend --library aubin' })
    expect(good).toEqual({
      faults: [],
      plan: {
        folder: trial.folder,
        own: 'data/watched/aubin',
        options: ['--marc-map', 'koha', '--lang=en', '--mend', '--library', 'aubin'],
        library: 'aubin',
        keepDays: 7,
      },
    })
    expect(plan({ WATCH_DIR: trial.folder, WATCH_OPTIONS: '--library=rives --lang en' }).plan?.library).toBe('rives')
    expect(plan({ WATCH_DIR: trial.folder }).plan).toMatchObject({ library: undefined, own: 'data/watched' })
    for (const WATCH_OPTIONS of ['--whole', '--replace-demo', '--catalogue other.csv', 'koha']) {
      expect(plan({ WATCH_DIR: trial.folder, WATCH_OPTIONS }).faults).toHaveLength(1)
    }
    expect(plan({ WATCH_DIR: join(trial.folder, 'none'), WATCH_KEEP_DAYS: '0' }).faults).toHaveLength(2)
  })

  it('each file is imported by a process apart, which is ended with the endpoint', async () => {
    const script = join(trial.folder, 'import.cjs')
    writeFileSync(
      script,
      "console.log(process.argv.slice(2).join(' ')); console.error('10 %'); if (process.argv[3] === 'bad') process.exit(2); if (process.argv[3] === 'slow') setInterval(() => {}, 1000); if (process.argv[3] === 'low') setTimeout(() => console.log(require('node:os').getPriority()), 300)",
    )
    const apart = importApart(process.env, script)
    expect(await apart.run(['--catalogue', 'a.csv', '--lang', 'en'])).toEqual({ code: 0, report: '--catalogue a.csv --lang en\n' })
    expect(await apart.run(['--patrons', 'bad'])).toMatchObject({ code: 2, report: expect.stringContaining('10 %') })
    // Whoever stands at a desk comes first (NET-5), whatever the command does about it.
    const { report } = await apart.run(['--orders', 'low'])
    expect(Number(report.split('\n')[1])).toBeGreaterThanOrEqual(constants.priority.PRIORITY_BELOW_NORMAL)
    const slow = apart.run(['--orders', 'slow'])
    apart.stop()
    expect((await slow).code).toBe(1)
    expect(existsSync(script)).toBe(true)
  })
})
