/**
 * What another account of the endpoint's machine can read or turn to its ends: the data folder, exports, what was erased. And what a
 * spreadsheet or Koha would make of numbers and names that a stranger chose. Runs against the built endpoint and its commands.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { toCardNumber, toItemBarcode } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aHandOver, aPushed } from '../builders/an-endpoint.ts'
import { beside, besiege, command, enrol, foundLibrary, momentNow, pathHere, pressedNow, start } from './besieged-endpoint.ts'

besiege()

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test('a data folder that was there, open to all, is shut, and so is the base in it', async () => {
  mkdirSync(pathHere('data'))
  await foundLibrary()
  chmodSync(pathHere('data'), 0o755)
  for (const name of readdirSync(pathHere('data')).filter((file) => file.startsWith('desk.db'))) chmodSync(pathHere('data', name), 0o644)
  await start()
  expect(modeOf(pathHere('data'))).toBe('700')
  for (const name of readdirSync(pathHere('data')).filter((file) => file.startsWith('desk.db')))
    expect([name, modeOf(pathHere('data', name))]).toEqual([name, '600'])
})

test('a base of before the first release is named at the start, and left as it lies', async () => {
  await foundLibrary()
  writeFileSync(pathHere('data', 'endpoint.db'), 'of before')
  const endpoint = await start()
  expect(endpoint.output()).toMatch(/endpoint\.db : une base d’avant la version 0\.1\.0/)
  expect(readFileSync(pathHere('data', 'endpoint.db'), 'utf8')).toBe('of before')
})

test('a data folder that holds other things too is left as it is, its base is shut, and the start says that others read it', async () => {
  await foundLibrary()
  writeFileSync(pathHere('data', 'somebody-elses.txt'), '')
  chmodSync(pathHere('data'), 0o755)
  const endpoint = await start()
  expect(modeOf(pathHere('data'))).toBe('755')
  expect(modeOf(pathHere('data', 'desk.db'))).toBe('600')
  expect(endpoint.output()).toMatch(/DATA_DIR.*chmod 700/)
})

/** A loan of today, pushed, and the command that exports it. */
const lend = async (changes: Parameters<typeof aHandOver>[0] = {}): Promise<void> => {
  const tablet = await enrol(await start())
  const answer = await tablet.push([
    aPushed(pressedNow({ ...aHandOver({ orderId: undefined, ...changes }), happened: momentNow() } as Operation)),
  ])
  expect(answer.body.results).toMatchObject([{ outcome: 'accepted' }])
}
const exportTo = (out: string, format: string, ...more: readonly string[]) =>
  command('export', ['--format', format, '--day', momentNow().date, '--out', out, ...more])

test('an export is for its owner alone, and neither writes over a file nor follows a link unless told to', async () => {
  await foundLibrary([aPatron()])
  await lend()
  const out = pathHere('jour.csv')
  expect(await exportTo(out, 'csv')).toMatchObject({ code: 0 })
  expect(modeOf(out)).toBe('600')
  writeFileSync(pathHere('precious.txt'), 'precious')
  symlinkSync(pathHere('precious.txt'), pathHere('linked.csv'))
  for (const taken of [pathHere('precious.txt'), pathHere('linked.csv')]) {
    expect(await exportTo(taken, 'csv', '--number', '1')).toMatchObject({ code: 1, text: expect.stringContaining('--force') })
    expect(readFileSync(pathHere('precious.txt'), 'utf8')).toBe('precious')
  }
  expect(await exportTo(pathHere('linked.csv'), 'csv', '--number', '1', '--force')).toMatchObject({ code: 0 })
  expect(readFileSync(pathHere('precious.txt'), 'utf8')).toBe('precious')
  expect(readFileSync(pathHere('linked.csv'), 'utf8')).toContain('LEFÈVRE')
})

test('settings that are written out are for their owner alone, follow no link, and hold no PIN and nobody’s name', async () => {
  await foundLibrary([aPatron()])
  writeFileSync(pathHere('precious.txt'), 'precious')
  symlinkSync(pathHere('precious.txt'), pathHere('linked.json'))
  const settingsTo = (out: string) => command('export', ['--settings', '--out', out])
  for (const taken of [pathHere('precious.txt'), pathHere('linked.json')]) expect(await settingsTo(taken)).toMatchObject({ code: 1 })
  expect(readFileSync(pathHere('precious.txt'), 'utf8')).toBe('precious')
  expect(await settingsTo(pathHere('out.json'))).toMatchObject({ code: 0 })
  expect(modeOf(pathHere('out.json'))).toBe('600')
  const text = readFileSync(pathHere('out.json'), 'utf8')
  expect(text).toContain('openingRanges')
  expect(text).not.toMatch(/claire|denis|verifier|"pin"|a1a1a1|LEFÈVRE/i)
})

test('keys, certificates and figures follow no link that was laid under their names, and a key is its owner’s alone', async () => {
  await foundLibrary()
  mkdirSync(pathHere('keys'))
  for (const name of ['authority.key', 'endpoint.crt', 'endpoint.key', 'figures.csv']) {
    writeFileSync(pathHere(`precious-${name}`), 'precious')
    symlinkSync(pathHere(`precious-${name}`), pathHere('keys', name))
  }
  expect(await command('certificate', ['--out', pathHere('keys')], { AUTHORITY_PASSPHRASE: 'une phrase assez longue' })).toMatchObject({
    code: 0,
  })
  const days = ['--from', '2026-01-01', '--to', '2026-01-31', '--format', 'csv']
  for (const _ of [1, 2]) expect(await command('figures', [...days, '--out', pathHere('keys', 'figures.csv')])).toMatchObject({ code: 0 })
  for (const name of ['authority.key', 'endpoint.crt', 'endpoint.key', 'figures.csv'])
    expect([name, readFileSync(pathHere(`precious-${name}`), 'utf8')]).toEqual([name, 'precious'])
  // A file that somebody laid there, open to all, would stay open to all.
  chmodSync(pathHere('keys', 'endpoint.key'), 0o666)
  await command('certificate', ['--out', pathHere('keys')], { AUTHORITY_PASSPHRASE: 'une phrase assez longue' })
  for (const name of ['authority.key', 'endpoint.key']) expect([name, modeOf(pathHere('keys', name))]).toEqual([name, '600'])
})

test('a data folder that holds the mails of a demo and dropped files is shut too', async () => {
  mkdirSync(pathHere('data'))
  await foundLibrary()
  for (const name of ['mails', 'watched', 'tried-backup.lock']) mkdirSync(pathHere('data', name))
  chmodSync(pathHere('data'), 0o755)
  await start()
  expect(modeOf(pathHere('data'))).toBe('700')
})

test('a list of rejected rows is its owner’s alone, wherever the data lie', async () => {
  await foundLibrary()
  writeFileSync(pathHere('data', 'somebody-elses.txt'), '')
  chmodSync(pathHere('data'), 0o755)
  writeFileSync(
    pathHere('usagers.csv'),
    'carte;nom;prénom;catégorie;expiration\n;LEFÈVRE;Anne;adulte;31/12/2027\n23333000000172;B;C;adulte;31/12/2027\n',
  )
  const { text } = await command('import', ['--patrons', pathHere('usagers.csv')])
  expect(text).toContain('usagers.csv.rejected.csv')
  expect(modeOf(pathHere('data', 'rejected', 'usagers.csv.rejected.csv'))).toBe('600')
})

test('a copy that is tried leaves nothing behind, and what stands in it does nothing to the base in use', async () => {
  await foundLibrary([aPatron()])
  await start()
  expect(await command('backup', ['--out', pathHere('copy.db')])).toMatchObject({ code: 0 })
  const hostile = new Database(pathHere('copy.db'))
  hostile.exec(`CREATE TRIGGER undone AFTER UPDATE ON library BEGIN DELETE FROM row; DELETE FROM device; END;
    CREATE TRIGGER noted AFTER INSERT ON memo BEGIN DELETE FROM row; END`)
  hostile.close()
  writeFileSync(pathHere('nonsense.db'), 'SQLite format 3\0 and nothing more')
  symlinkSync(pathHere('data', 'desk.db'), pathHere('linked.db'))
  const standing = () => beside(async (store) => (await store.libraries()).map(({ head, digest, epoch }) => [head, digest, epoch]))
  const before = await standing()
  for (const name of ['copy.db', 'nonsense.db', 'linked.db']) {
    const { code, text } = await command('restore', ['--try', pathHere(name)])
    expect([name, code]).toEqual([name, name === 'copy.db' ? code : 1])
    expect(text).not.toContain('LEFÈVRE')
    expect(existsSync(pathHere('data', 'tried-backup'))).toBe(false)
    expect(await standing()).toEqual(before)
  }
})

test('the list of what is set apart follows no link either', async () => {
  await foundLibrary([aPatron()])
  await lend({ items: [{ ...itemOf(), barcode: toItemBarcode('3333é') }] })
  writeFileSync(pathHere('precious.txt'), 'precious')
  symlinkSync(pathHere('precious.txt'), pathHere('jour.cases.csv'))
  await exportTo(pathHere('jour.koc'), 'koc')
  expect(readFileSync(pathHere('precious.txt'), 'utf8')).toBe('precious')
})

test('a name that a spreadsheet would run is written so that it does not', async () => {
  const starts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1+1', '\r=1+1', ' =1+1', '＝1+1', '\n=1+1']
  await foundLibrary(starts.map((surname, i) => aPatron({ id: toCardNumber(`2333000${i}`), surname })))
  const tablet = await enrol(await start())
  await tablet.push(
    starts.map((_, i) => {
      const items = [{ ...itemOf(), barcode: toItemBarcode(`3333100${i}`) }]
      const payload = { ...aHandOver({ orderId: undefined, card: toCardNumber(`2333000${i}`), items }), happened: momentNow() }
      return aPushed(pressedNow(payload as Operation))
    }),
  )
  await exportTo(pathHere('jour.csv'), 'csv')
  const table = readFileSync(pathHere('jour.csv'), 'utf8')
  for (const start of starts) {
    const cell = `'${start}`
    expect(table).toContain(/[\r\n]/.test(start) ? `;"${cell}";` : `;${cell};`)
  }
})

test('numbers that Koha would read otherwise are set apart from a .koc: blanks, separators, direction marks', async () => {
  await foundLibrary([aPatron()])
  const tablet = await enrol(await start())
  const odd = ['3333\u202812', '3333\u200f12', '\u202e3333', '3333\u00a012', '3333\ufeff', ' 3333', '3333 ']
  const answer = await tablet.push(
    odd.map((text) => {
      const payload = {
        ...aHandOver({ orderId: undefined, items: [{ ...itemOf(), barcode: toItemBarcode(text) }] }),
        happened: momentNow(),
      }
      return aPushed(pressedNow(payload as Operation))
    }),
  )
  expect(answer.body.results).toMatchObject(odd.map(() => ({ outcome: 'accepted' })))
  const control = ['3333\u0000', '3333\u000b12', '3333\t12'].map((text) => {
    const payload = { ...aHandOver({ orderId: undefined, items: [{ ...itemOf(), barcode: toItemBarcode(text) }] }), happened: momentNow() }
    return aPushed(pressedNow(payload as Operation))
  })
  expect((await tablet.push(control)).body.results).toMatchObject(control.map(() => ({ outcome: 'quarantined' })))
  await exportTo(pathHere('jour.koc'), 'koc')
  expect(existsSync(pathHere('jour.koc')) ? readFileSync(pathHere('jour.koc'), 'latin1').split('\n') : []).not.toContainEqual(
    expect.stringContaining('issue'),
  )
  expect(readFileSync(pathHere('jour.cases.csv'), 'utf8').split('\r\n')).toHaveLength(odd.length + 2)
})

test('the printed start of a real library, which journals keep, lets no tablet in', async () => {
  await foundLibrary()
  const endpoint = await start()
  await expect.poll(endpoint.output).toContain('npm run enrol')
  expect(endpoint.output()).not.toMatch(/#\/enrol\/|Code \S/)
})

test('erased rows are in no file of the data folder once the endpoint has erased them', async () => {
  await foundLibrary()
  const secret = 'LE-SECRET-DU-LECTEUR'
  const old = toInstant(Date.now() - 200 * 24 * 3_600_000)
  const envelope = pressedNow({ ...aHandOver({ orderId: undefined }), happened: momentNow() } as Operation)
  await beside((store) =>
    store.transact(mainLibraryId, (transaction) =>
      transaction.keepReceipt({
        operationId: envelope.operationId,
        hash: 'a'.repeat(64),
        envelope: `{"note":"${secret}"}`,
        deviceId: envelope.deviceId,
        receivedAt: old,
        type: 'hand-over-order',
        happenedOn: undefined,
        outcome: 'accepted',
        version: 0,
        caseId: undefined,
        reason: undefined,
      }),
    ),
  )
  const holding = (): readonly string[] =>
    readdirSync(pathHere('data')).filter((name) => name.startsWith('desk.db') && readFileSync(pathHere('data', name)).includes(secret))
  expect(holding()).not.toEqual([])
  await start()
  // Another process has the base open, as an import would: it must not keep the log from being folded in.
  const reader = new Database(pathHere('data', 'desk.db'), { readonly: true })
  await expect.poll(holding).toEqual([])
  reader.close()
  expect(holding()).toEqual([])
})

function itemOf() {
  const operation = aHandOver()
  const [item] = operation.kind === 'hand-over-order' ? operation.items : []
  if (item === undefined) throw new Error('a handover has a document')
  return item
}
