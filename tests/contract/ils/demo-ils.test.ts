/**
 * `npm run demo:ils`, as somebody who tries the demo starts it: it knows the demo's cards and documents, and the lines that it prints lead to
 * it, by SIP2 and as a small Koha. The command itself runs here, on real ports of this machine.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { isOpenDue } from '../../../src/domain/case/due-case.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { parseLocalDate } from '../../../src/domain/local-date.ts'
import { readConfiguration } from '../../../src/endpoint/configuration.ts'
import { makeDemoLibrary } from '../../../src/endpoint/demo/make-demo-library.ts'
import { lookAtWire } from '../../../src/endpoint/ils/look-at-wire.ts'
import { tellOverWire } from '../../../src/endpoint/ils/tell-over-wire.ts'
import { openStore } from '../../../src/endpoint/storage/open-store.ts'
import { freePort } from '../../fakes/free-port.ts'

const folder = mkdtempSync(join(tmpdir(), 'demo-ils-'))
afterEach(() => rmSync(folder, { recursive: true }))

/** What a printed line gives the endpoint that is started with it. */
const planOf = (printed: string, name: string) => {
  const line =
    printed
      .replaceAll('\\\n', ' ')
      .split('\n')
      .find((one) => one.startsWith(`${name}_URL=`)) ?? ''
  const given = Object.fromEntries([...line.matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key, value]))
  const read = readConfiguration({ ...given, DATA_DIR: folder }, [])
  if (!read.ok || read.value.wire === undefined) throw new Error(`no way to an ILS in: ${line}`)
  return read.value.wire
}

it('whoever starts the demo with a line that demo:ils prints sees its loans settle, by SIP2; the other line leads to the same as a Koha', async () => {
  const store = openStore({ dataDir: folder, databaseUrl: undefined })
  // A Tuesday evening: the demo's desk has lent since two o'clock.
  const [today, now] = [parseLocalDate('2026-11-24'), toInstant(Date.parse('2026-11-24T17:30:00Z'))]
  if (today === undefined) throw new Error('no day')
  const { id } = await makeDemoLibrary(store, today, now, { documents: 600, patrons: 120 })
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)))
  vi.stubEnv('DATA_DIR', folder)
  process.argv = ['node', 'demo-ils', '--port', `${await freePort(2)}`]
  await import('../../../src/endpoint/command/demo-ils.ts')
  await expect.poll(() => printed.join('\n')).toContain('KOHA_URL=')
  const pass = (name: string) =>
    tellOverWire({ store, libraryId: id, wire: planOf(printed.join('\n'), name).wire, now: () => now, isStopping: () => false })
  const [card] = await store.read(id, async (reader) => reader.rowsOf('patron'))
  expect(await planOf(printed.join('\n'), 'KOHA').wire.tryOut(card?.id)).toEqual({ ok: true, value: { knows: true } })
  const { answers } = await pass('SIP2')
  expect(answers.accepted).toBeGreaterThan(0)
  // Of what was lent before today the small ILS knows nothing: it has that back already.
  expect(Object.keys(answers).sort()).toEqual(['accepted', 'already'])
  expect((await lookAtWire(store, id, now)).waiting).toBe(0)
  // Whoever tries the demo is asked to call nobody.
  expect((await store.read(id, async (reader) => reader.rowsOf('case'))).filter(isOpenDue)).toEqual([])
  expect(printed.filter((text) => text.startsWith('prêt · loan')).length).toBeGreaterThan(0)
  await store.close()
})
