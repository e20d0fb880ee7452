/**
 * The third net: lint says a bent arrow in the editor, before any test runs. Runs in Node, asks the linter itself.
 * The table of arrows.ts is the whole of it; lint holds the part that its rules can say. The samples are laid out in a folder of
 * their own under the repository's configuration, and each must be refused by the rule named.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './source-file.ts'

/** What lint says of one file, the rules' names included. */
const lint = (path: string, text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  try {
    const configuration = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...configuration, vcs: { enabled: false } }))
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint'], { cwd: folder, encoding: 'utf8' })
    return stdout + stderr
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('lint', () => {
  test.each([
    ['src/domain/slot/slot.ts', "import * as v from 'valibot'\nexport const a = v", 'noRestrictedImports'],
    ['src/domain/slot/slot.ts', "import { a } from '../../protocol/push.ts'\nexport const b = a", 'noRestrictedImports'],
    ['src/domain/slot/slot.ts', 'export const a = Date.now()', 'noRestrictedGlobals'],
    ['src/domain/slot/slot.ts', "export const a = new Intl.Collator('fr')", 'noRestrictedGlobals'],
    ['src/protocol/push.ts', "import { a } from '../tablet/desk.ts'\nexport const b = a", 'noRestrictedImports'],
    ['src/tablet/open-desk.ts', "import { a } from '../endpoint/main.ts'\nexport const b = a", 'noRestrictedImports'],
    ['src/ui/app.tsx', "import { a } from '../tablet/storage/open.ts'\nexport const b = a", 'noRestrictedImports'],
    ['src/endpoint/main.ts', "import { a } from '../ui/app.tsx'\nexport const b = a", 'noRestrictedImports'],
    ['src/locale/fr/today.ts', 'export default 1', 'noDefaultExport'],
    ['src/locale/fr/today.ts', 'export const a: any = 1', 'noExplicitAny'],
  ])('refuses in %s: %s', (path, text, rule) => {
    expect(lint(path, text)).toContain(rule)
  })

  test.each([
    ['src/domain/slot/slot.ts', "import { a } from '../order/order.ts'\nexport const b = a"],
    ['src/ui/screens/today/today.tsx', "import { a } from '../../../tablet/desk.ts'\nexport const b = a"],
  ])('lets pass in %s: %s', (path, text) => {
    const said = lint(path, text)
    expect(said).toContain('Checked')
    expect(said).not.toContain('lint/')
  })
})
