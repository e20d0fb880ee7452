/**
 * `npm run export` as people and scripts use it: what lands in the folder, what is said, and with which exit code.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toLibraryId } from '../../src/domain/ids.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { runExport } from '../../src/endpoint/connectors/file/run-export.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { withMembers } from '../../src/endpoint/storage/with-members.ts'
import { aStore } from '../builders/a-store.ts'
import { aDeskDay, cameLast, type DeskDay, decideCase, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const run = async (store: Store, ...args: readonly string[]) => {
  const said: string[] = []
  const complained: string[] = []
  const code = await runExport(args, {
    // The command closes its store; the test's own stays open.
    openStore: () => withMembers(store, { close: async () => {} }),
    now: () => inParis('2026-11-25 09:00:00'),
    output: { write: (line) => said.push(line) },
    errors: { write: (line) => complained.push(line) },
  })
  return { code, said: said.join(''), complained: complained.join('') }
}

describe('exporting from the command line', () => {
  it('a day is written where it was asked for, and again to the byte', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    const [out, again] = [join(folder, 'new', 'a.koc'), join(folder, 'b.koc')]
    const first = await run(desk.store, '--format', 'koc', '--day', '2026-11-24', '--out', out)
    expect([first.code, first.said]).toEqual([0, expect.stringContaining('Lot 1\u00A0: 1 prêt, 0 retour')])
    const second = await run(desk.store, '--format', 'koc', '--day', '2026-11-24', '--number', '1', '--out', again, '--lang', 'en')
    expect([second.code, second.said]).toEqual([0, expect.stringContaining('Batch 1 (made before, same bytes): 1 loan, 0 returns')])
    expect(readFileSync(again)).toEqual(readFileSync(out))
    expect(existsSync(join(folder, 'new', 'a.cases.csv'))).toBe(false)
  })

  it('a loan and a return that came days late are listed under their days, and all that is new goes out at once, the earliest first', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    const late = [a.press(handOver('21', '41'), '2026-11-20 10:00:00'), a.press(takeBack('41'), '2026-11-21 10:00:00')]
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await desk.export()
    expect((await run(desk.store, '--list', '--lang', 'en')).said).toBe('Nothing new, of any day.\n')
    await desk.receive(...late)
    const { said } = await run(desk.store, '--list', '--lang', 'en')
    expect(said).toBe('2026-11-20: 1 loan, 0 returns\n2026-11-21: 0 loans, 1 return\n')
    const at = process.cwd()
    process.chdir(folder)
    const all = await run(desk.store, '--new', '--format', 'koc').finally(() => process.chdir(at))
    expect(all.code).toBe(0)
    expect(readdirSync(folder).filter((name) => name.endsWith('.koc'))).toHaveLength(2)
    expect((await run(desk.store, '--list')).said).toBe('Rien de nouveau, d’aucun jour.\n')
    expect((await run(desk.store, '--new', '--format', 'koc', '--day', '2026-11-24')).code).toBe(2)
  })

  it('a day of which all that is left is set apart gives no earlier file again, only the list, until it is decided', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const again = async () => {
      // Loaded, and moved away.
      for (const name of readdirSync(folder).filter((one) => one.endsWith('.koc'))) rmSync(join(folder, name))
      const at = process.cwd()
      process.chdir(folder)
      const { code, said } = await run(desk.store, '--new', '--format', 'koc').finally(() => process.chdir(at))
      return { code, said, files: readdirSync(folder).sort() }
    }
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    expect(await again()).toMatchObject({ code: 0, files: ['circulation-2026-11-24-1.koc'] })
    await desk.receive(a.press(handOver('21', '32'), '2026-11-24 11:00:00'), b.press(handOver('22', '32'), '2026-11-24 11:05:00'))
    const apart = 'À part, à relire par quelqu’un\u00A0: 2 → circulation-2026-11-24.cases.csv\n'
    expect(await again()).toEqual({ code: 0, said: apart, files: ['circulation-2026-11-24.cases.csv'] })
    expect(await again()).toMatchObject({ said: apart })
    await desk.receive(b.press(handOver('22', '33'), '2026-11-24 12:00:00'))
    expect((await again()).files).toEqual(['circulation-2026-11-24-2.cases.csv', 'circulation-2026-11-24-2.koc'])
  })

  describe('a list of a day that waits no more', () => {
    const listOf = (day: string) => `circulation-${day}.cases.csv`
    const newFilesOf = async (store: Store, format: string, ...args: readonly string[]) => {
      const at = process.cwd()
      process.chdir(folder)
      return await run(store, '--new', '--format', format, ...args).finally(() => process.chdir(at))
    }
    const newFiles = (desk: DeskDay, ...args: readonly string[]) => newFilesOf(desk.store, 'koc', ...args)
    /** A document handed over on two tablets that did not know of each other; then both handovers undone, and the case decided. */
    const decidedToNothing = async () => {
      const desk = await aDeskDay()
      const [a, b] = [desk.tablet('A'), desk.tablet('B')]
      const [one, other] = [a.press(handOver('21', '32'), '2026-11-24 11:00:00'), b.press(handOver('22', '32'), '2026-11-24 11:05:00')]
      await desk.receive(one, other)
      const listed = await newFiles(desk)
      const decide = async () => {
        await desk.receive(a.press(undo(one), '2026-11-24 12:00:00'), b.press(undo(other), '2026-11-24 12:01:00'))
        const [about] = await desk.store.read(library, async (reader) => reader.rowsOf('case'))
        if (about === undefined) throw new Error('no case')
        await decideCase(desk.store, about, { kind: 'both-true' }, { id: 'D1', at: inParis('2026-11-24 15:00:00') })
      }
      return { desk, listed, decide }
    }

    it('[PRIV-3] is taken away, and the terminal says so: it holds names', async () => {
      const { desk, listed, decide } = await decidedToNothing()
      const path = listOf('2026-11-24')
      expect(listed.said).toContain(path)
      expect(readdirSync(folder)).toEqual([path])
      expect((await newFiles(desk)).said).not.toContain('périmée')
      await decide()
      writeFileSync(join(folder, 'circulation-2026-11-24-1.cases.csv'), readFileSync(join(folder, path)))
      expect((await run(desk.store, '--list', '--lang', 'en')).said).toBe('Nothing new, of any day.\n')
      expect(await newFiles(desk)).toEqual({
        code: 0,
        said: `Rien de nouveau, d’aucun jour.\nListe périmée, supprimée\u00A0: circulation-2026-11-24-1.cases.csv\nListe périmée, supprimée\u00A0: ${path}\n`,
        complained: '',
      })
      expect(readdirSync(folder)).toEqual([])
      expect((await newFiles(desk, '--force')).said).toBe('Rien de nouveau, d’aucun jour.\n')
    })

    it('stays where somebody else put it, and so does what only looks like one', async () => {
      const { desk, decide } = await decidedToNothing()
      const table = readFileSync(join(folder, listOf('2026-11-24')))
      await decide()
      const [theirs, linked] = [listOf('2026-11-20'), listOf('2026-11-21')]
      writeFileSync(join(folder, theirs), 'Date;Heure;mine')
      symlinkSync(join(folder, 'kept.csv'), join(folder, linked))
      mkdirSync(join(folder, listOf('2026-11-22')))
      const named = ['kept.csv', 'a.cases.csv', listOf('2026-02-30'), `copie-${listOf('2026-11-23')}`, `${listOf('2026-11-23')}.bak`]
      for (const name of named) writeFileSync(join(folder, name), table)
      expect((await newFiles(desk)).said).toContain(listOf('2026-11-24'))
      expect(readdirSync(folder).sort()).toEqual([...named, theirs, linked, listOf('2026-11-22')].sort())
    })

    it('stays while the day waits in another library of this endpoint, which gives its own the same name', async () => {
      const { desk, decide } = await decidedToNothing()
      const undecided = (await decidedToNothing()).desk.store
      const shared = withMembers(desk.store, {
        libraries: async () => {
          const [own] = await desk.store.libraries()
          return own === undefined ? [] : [own, { ...own, id: toLibraryId('ailleurs'), slug: 'ailleurs' }]
        },
        read: (id, work) => (id === library ? desk.store.read(id, work) : undecided.read(library, work)),
      })
      await decide()
      expect((await newFiles({ ...desk, store: shared }, '--library', 'valmont')).said).not.toContain('périmée')
      expect(readdirSync(folder)).toEqual([listOf('2026-11-24')])
    })

    it('[CASE-2] stays while any other form that lists under the same name has something apart: the table for people takes none away', async () => {
      const desk = await aDeskDay()
      const a = desk.tablet('A')
      // No line of Koha's file can hold that number.
      const unwritable = '3\t3'
      await desk.receive(a.press(handOver('21', unwritable), '2026-11-23 10:00:00'))
      await desk.receive(a.press(handOver('21', '31', `${unwritable}4`), '2026-11-24 10:00:00'))
      await newFiles(desk)
      const lists = [listOf('2026-11-23'), 'circulation-2026-11-24-1.cases.csv']
      const listed = () => readdirSync(folder).filter((name) => name.endsWith('.cases.csv'))
      expect(listed().sort()).toEqual([...lists].sort())
      // The first run has files of those days to write, the second has not.
      for (const _ of ['first', 'second']) {
        expect((await newFilesOf(desk.store, 'csv')).said).not.toContain('périmée')
        expect(listed().sort()).toEqual([...lists].sort())
      }
      expect(readdirSync(folder)).toContain('circulation-2026-11-23-1.csv')
    })

    it('stays where this database knows nothing of that day: it is another one’s', async () => {
      await decidedToNothing()
      const { store } = await aDeskDay()
      expect((await newFilesOf(store, 'koc')).said).toBe('Rien de nouveau, d’aucun jour.\n')
      expect(readdirSync(folder)).toEqual([listOf('2026-11-24')])
    })

    it('goes too where all that is known of that day is a batch that went out', async () => {
      const desk = await aDeskDay()
      await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
      await desk.export()
      writeFileSync(join(folder, listOf('2026-11-24')), '\ufeffDate;Heure;Mouvement;of an earlier export')
      const { store } = desk
      const emptied = withMembers(store, {
        read: (id, work) => store.read(id, (reader) => work(withMembers(reader, { receiptsOfDay: async () => [] }))),
      })
      expect((await newFilesOf(emptied, 'koc')).said).toContain('périmée')
      expect(readdirSync(folder)).toEqual([])
    })

    it('costs one read of each other library, however many lists lie there, and none where none does', async () => {
      const { store } = await aDeskDay()
      let reads = 0
      const shared = withMembers(store, {
        libraries: async () => {
          const [own] = await store.libraries()
          return own === undefined ? [] : [own, { ...own, id: toLibraryId('ailleurs'), slug: 'ailleurs' }]
        },
        read: (id, work) => {
          if (id !== library) reads++
          return store.read(library, work)
        },
      })
      await newFilesOf(shared, 'koc', '--library', 'valmont')
      expect(reads).toBe(0)
      for (const day of ['2026-11-20', '2026-11-21', '2026-11-22']) writeFileSync(join(folder, listOf(day)), '\ufeffDate;Heure;Mouvement')
      await newFilesOf(shared, 'koc', '--library', 'valmont')
      expect(reads).toBe(1)
    })
  })

  it('a loan that waits for a later day goes out in the same run, after that day', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const first = a.press(handOver('21', '31'), '2026-11-23 14:03:00')
    b.learn(first)
    const [again, back] = [a.press(handOver('21', '31'), '2026-11-23 14:16:00'), b.press(takeBack('31'), '2026-11-24 10:03:00')]
    await desk.receive(first, again, back, a.request(cameLast(again, back), '2026-11-24 12:00:00'))
    const at = process.cwd()
    process.chdir(folder)
    const all = await run(desk.store, '--new', '--format', 'koc').finally(() => process.chdir(at))
    expect(all.code).toBe(0)
    expect(readdirSync(folder).filter((name) => name.endsWith('.koc'))).toHaveLength(2)
    expect((await run(desk.store, '--list')).said).toBe('Rien de nouveau, d’aucun jour.\n')
  })

  it('whoever gets a .koc reads where to load it, that once is enough, and which numbers stand at its end', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('99', '31'), '2026-11-24 10:00:00'))
    const ask = (...args: readonly string[]) => run(desk.store, '--day', '2026-11-24', '--out', join(folder, 'a'), ...args)
    const { said } = await ask('--format', 'koc')
    expect(said).toContain('«\u00a0Ajouter à la file d’attente hors ligne\u00a0»')
    expect(said).toContain('absents du catalogue ou des usagers\u00a0: 99\n')
    expect(said).not.toContain('déjà dans le SIGB')
    expect((await ask('--format', 'koc')).said).toContain('S’il est déjà dans le SIGB, ne le chargez pas de nouveau')
    expect((await ask('--format', 'koc', '--lang', 'en')).said).toContain('"Add to offline circulation queue"')
    expect((await ask('--format', 'csv')).said).not.toContain('Koha')
  })

  it('[CASE-2] a loan in a case is listed beside, and the list goes when nothing is', async () => {
    const desk = await aDeskDay()
    const out = join(folder, 'a.koc')
    const list = join(folder, 'a.cases.csv')
    writeFileSync(list, '\ufeffDate;Heure;Mouvement;of an earlier export')
    await desk.receive(desk.tablet('A').press(handOver('21', '31', '32'), '2026-11-24 10:00:00'))
    await run(desk.store, '--format', 'koc', '--day', '2026-11-24', '--out', out)
    expect(existsSync(list)).toBe(false)
    await desk.receive(
      desk.tablet('B').press(handOver('22', '41'), '2026-11-24 10:30:00'),
      desk.tablet('C').press(handOver('21', '41'), '2026-11-24 10:40:00'),
    )
    const { code, said } = await run(desk.store, '--format', 'koc', '--day', '2026-11-24', '--out', out)
    expect([code, said]).toEqual([0, expect.stringContaining(`À part, à relire par quelqu’un\u00A0: 2 → ${list}`)])
    expect(readFileSync(list, 'utf8').split('\r\n')).toHaveLength(4)
  })

  it('[PRIV-3] after four months what was exported is erased, and asking for it says so instead of giving less', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'), b.press(handOver('22', '32'), '2026-11-23 10:00:00'))
    await desk.export()
    await closeDays(desk.store, inParis('2027-04-01 03:00:00'), (defect) => {
      throw defect
    })
    const erased = 'Les opérations du 2026-11-24 et le contenu de ses lots sont effacés\u00A0: ils se gardent quatre mois.\n'
    const ask = (day: string, ...args: readonly string[]) =>
      run(desk.store, '--format', 'koc', '--day', day, '--out', join(folder, 'a.koc'), ...args)
    for (const args of [[], ['--number', '1']]) expect(await ask('2026-11-24', ...args)).toEqual({ code: 1, said: '', complained: erased })
    expect(await ask('2026-11-23', '--lang', 'en')).toEqual({
      code: 1,
      said: '',
      complained: 'The operations of 2026-11-23 and the contents of its batches have been erased: they are kept for four months.\n',
    })
    expect(existsSync(join(folder, 'a.koc'))).toBe(false)
    expect((await ask('2026-11-22')).said).toBe('Rien à exporter pour le 2026-11-22.\n')
  })

  it('a batch is confirmed by its number', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await desk.export()
    expect((await run(desk.store, '--settle', '1')).code).toBe(0)
    expect((await run(desk.store, '--settle', '2')).code).toBe(1)
    const [batch] = await desk.store.read(library, async (reading) => reading.batches(undefined))
    expect(batch?.settledAt).toBe(inParis('2026-11-25 09:00:00'))
  })

  it('[ILS-43] lines that the ILS refused are named by their numbers, and the rest of the batch is settled', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00'), a.press(handOver('22', '33'), '2026-11-24 10:05:00'))
    await desk.export()
    const settledAt = async () => (await desk.store.read(library, async (reading) => reading.batches(undefined)))[0]?.settledAt
    const refused = () =>
      desk.store.read(library, async (reading) => (await reading.rowsOf('case')).map(({ subject, ils }) => [subject, ils?.said]))
    expect(await run(desk.store, '--settle', '1', '--refused', '31', '--refused', '99')).toMatchObject({
      code: 1,
      said: '',
      complained: 'Pas dans le lot 1, ou déjà réglé\u00A0: 99. Rien n’a été changé.\n',
    })
    expect([await settledAt(), await refused()]).toEqual([undefined, []])
    const { code, said } = await run(desk.store, '--settle', '1', '--refused', '32', '--refused', '33', '--lang', 'en')
    expect([code, said]).toEqual([0, 'Batch 1: settled, but for 2 lines, to decide in Cases.\n'])
    expect((await refused()).sort()).toEqual([
      ['item/32', ''],
      ['item/33', ''],
    ])
    expect((await run(desk.store, '--settle', '1', '--refused', '31')).complained).toContain('ou déjà réglé\u00A0: 31.')
    expect(await refused()).toHaveLength(2)
  })

  it('a day without circulation is no failure; a wrong option changes nothing and shows how it is used', async () => {
    const desk = await aDeskDay()
    expect((await run(desk.store, '--format', 'koc', '--day', '2026-11-23')).said).toBe('Rien à exporter pour le 2026-11-23.\n')
    expect((await run(desk.store, '--format', 'koc', '--day', '2026-11-24', '--number', '3')).code).toBe(1)
    for (const args of [
      ['--format', 'marc', '--day', '2026-11-24'],
      ['--format', 'koc', '--day', '24/11/2026'],
      ['--format', 'koc', '--day', '2026-02-30'],
      ['--settle', 'x'],
      ['--list', '--refused', '31'],
      ['--format', 'koc', '--day', '2026-11-24', '--refused', '31'],
      ['--settings', '--day', '2026-11-24'],
      ['--settings', '--settle', '1'],
      ['--settle', '1', '--out', join(folder, 'a.koc')],
      ['--list', '--format', 'csv'],
      ['--new', '--format', 'koc', '--day', '2026-11-24'],
      ['--nonsense'],
    ]) {
      const { code, complained } = await run(desk.store, ...args)
      expect([code, complained]).toEqual([2, expect.stringContaining('npm run export')])
    }
    expect((await run(aStore(), '--format', 'koc', '--day', '2026-11-24')).code).toBe(2)
    expect((await run(desk.store, '--format', 'koc', '--day', '2026-11-24', '--library', 'ailleurs')).complained).toContain('valmont')
  })
})
