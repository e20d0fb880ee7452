/**
 * The table of OPERATING.md that says what each command replaces, beside the commands that exist: one that is added says it there first. Runs in
 * tests, over the folder of commands and what package.json starts.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const commandFolder = fileURLToPath(new URL('../../src/endpoint/command', import.meta.url))

/** Of a table in a section: what its rows begin with, and their cells. */
const rowsOf = (markdown: string, section: string): ReadonlyMap<string, readonly string[]> => {
  const [, after = ''] = markdown.split(`## ${section}\n`)
  const lines = (after.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
  return new Map(
    lines.map((line) => line.split('|').map((cell) => cell.trim())).map(([, name = '', ...cells]) => [name.replaceAll('`', ''), cells]),
  )
}

test('[KEEP-8] OPERATING.md says of each command, and of no other, what it replaces, what is kept and what is typed', () => {
  const acts = /const acts = \[(.*)\] as const/.exec(read('src/endpoint/network/run-library.ts'))?.[1] ?? ''
  // What several commands have in common is none.
  const files = readdirSync(commandFolder)
    .map((name) => name.replace('.ts', ''))
    .filter((name) => name !== 'on-library')
  const commands = files.flatMap((name) =>
    name === 'library' ? [...acts.matchAll(/'(\w+)'/g)].map(([, act]) => `library ${act}`) : [name],
  )
  const rows = rowsOf(read('src/endpoint/OPERATING.md'), 'What a command replaces')
  expect([...rows.keys()].toSorted()).toEqual(commands.toSorted())
  for (const [name, [replaces = '', kept = '']] of rows) expect([name, replaces === '', kept === '']).toEqual([name, false, false])
  const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts
  const started = Object.values(scripts).flatMap((script) => [...script.matchAll(/command\/([\w-]+)\.js/g)].map(([, name]) => name ?? ''))
  expect(started.toSorted()).toEqual(files.toSorted())
})

test('[KEEP-8] each option that the table asks to be typed is one that the command reads', () => {
  const sources: Readonly<Record<string, string>> = {
    import: 'src/endpoint/connectors/file/run-import.ts',
    export: 'src/endpoint/connectors/file/run-export.ts',
    person: 'src/endpoint/retention/run-person.ts',
    library: 'src/endpoint/network/run-library.ts',
  }
  for (const [name, cells] of rowsOf(read('src/endpoint/OPERATING.md'), 'What a command replaces')) {
    const [command = ''] = name.split(' ')
    const source = read(sources[command] ?? `src/endpoint/command/${command}.ts`)
    for (const [, option = ''] of cells.join(' ').matchAll(/--([a-z-]+)/g))
      expect([name, option, new RegExp(`\\b'?${option}'?[:,]`).test(source)]).toEqual([name, option, true])
  }
})
