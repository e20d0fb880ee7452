/**
 * The arrows of src/README.md hold: who imports whom, who names which package, no circles. Runs in Node, reads the repository.
 * Beside each check stands a file that bends the arrow on purpose: a check that cannot fail is no check.
 */
import { describe, expect, test } from 'vitest'
import { bentArrows, circles } from './arrows.ts'
import { readSources } from './source-file.ts'

const sources = readSources()
const bent = (path: string, text: string) => bentArrows([{ path, text }])

describe('imports', () => {
  test('every import of the repository follows the table', () => {
    expect(sources.length).toBeGreaterThan(20)
    expect(bentArrows(sources)).toEqual([])
  })

  test.each([
    ['the rules import nothing outside themselves', 'src/domain/slot/slot.ts', "import { a } from '../../protocol/push.ts'"],
    ['nor by a type', 'src/domain/slot/slot.ts', "type A = import('../../protocol/push.ts').A"],
    ['nor a package', 'src/domain/slot/slot.ts', "import * as v from 'valibot'"],
    ['a screen reaches effects through the desk only', 'src/ui/app.tsx', "import { a } from '../tablet/storage/open.ts'"],
    ['a screen parses nothing from the wire', 'src/ui/app.tsx', "import type { A } from '../protocol/pull.ts'"],
    ['the endpoint knows no tablet', 'src/endpoint/main.ts', "import { a } from '../tablet/desk.ts'"],
    ['the tablet knows no endpoint, even later', 'src/tablet/open-desk.ts', "const a = await import('../endpoint/main.ts')"],
    ['nor in a worker', 'src/tablet/open-desk.ts', "new Worker(new URL('../endpoint/main.ts', import.meta.url))"],
    ['nothing re-exports across an arrow', 'src/protocol/pull.ts', "export { a } from '../catalogue/open-catalogue.ts'"],
    ['the database driver is the store’s', 'src/endpoint/http/app.ts', "import Database from 'better-sqlite3'"],
    ['the tablet’s database is its storage’s', 'src/tablet/sync/pull.ts', "import Dexie from 'dexie'"],
    ['the decoder is the scanner’s', 'src/tablet/open-desk.ts', "import { a } from '@zxing/browser'"],
    ['the words of the desk know no engine', 'src/domain/slot/slot.ts', "import { a } from '../desk/apply.ts'"],
    ['the store knows nobody who uses it', 'src/endpoint/storage/sqlite-store.ts', "import { a } from '../authority/pull.ts'"],
    ['who has the last word knows no ILS', 'src/endpoint/authority/push.ts', "import { a } from '../ils/take-orders.ts'"],
    ['nor how a file says it', 'src/endpoint/authority/push.ts', "import { a } from '../connectors/file/column.ts'"],
    ['what an ILS says knows no way of saying it', 'src/endpoint/ils/take-orders.ts', "import { a } from '../connectors/file/column.ts'"],
    ['routes are on top', 'src/endpoint/authority/push.ts', "import { a } from '../http/problem.ts'"],
    ['and the clock below', 'src/endpoint/clock/wall-clock-of.ts', "import { a } from '../storage/store.ts'"],
    ['no room knows who puts them together', 'src/endpoint/http/endpoint-app.ts', "import { a } from '../configuration.ts'"],
    ['main.tsx starts no endpoint', 'src/main.tsx', "import './endpoint/main.ts'"],
    ['the service worker knows no source of the app', 'service-worker/service-worker.ts', "import '../src/domain/ids.ts'"],
    ['nothing imports a test', 'src/tablet/open-desk.ts', "import { a } from '../builders/a-desk.ts'"],
    [
      'the second client knows the page alone',
      'tests/protocol/second-client/client.ts',
      "import { a } from '../../../src/protocol/push.ts'",
    ],
    ['nor what our own tests know', 'tests/protocol/second-client/client.ts', "import { a } from '../golden-exchange.ts'"],
    ['a folder of src has its place in the table', 'src/shared/thing.ts', 'export const a = 1'],
    ['Node’s modules are named as such', 'src/endpoint/main.ts', "import { a } from 'fs'"],
  ])('refused: %s', (_what, path, text) => {
    expect(bent(path, text)).toHaveLength(1)
  })

  test('what only looks like an import counts for nothing', () => {
    expect(bent('src/domain/slot/slot.ts', "// import 'valibot'\nexport const text = \"import 'valibot'\"")).toEqual([])
  })
})

describe('circles', () => {
  test('no two files of the repository import each other, however long the way', () => {
    expect(circles(sources)).toEqual([])
  })

  test('refused: a circle of three, found once wherever one enters it', () => {
    const circle = circles([
      { path: 'src/domain/c.ts', text: "import { a } from './a.ts'" },
      { path: 'src/domain/a.ts', text: "import { b } from './b.ts'" },
      { path: 'src/domain/b.ts', text: "import { c } from './c.ts'" },
    ])
    expect(circle).toEqual(['src/domain/a.ts → src/domain/b.ts → src/domain/c.ts'])
  })
})
