/**
 * `npm run bounce [-- FILE…]`: reports of mails that were not delivered, one in each file, or one from the standard input, as a mail server
 * hands them to a program (MSG-8). Runs beside the endpoint. What it says names nobody.
 * Exit codes: 0 read, whatever it says; 1 no message of ours is in it, or the database stayed busy; 2 a file cannot be read.
 */
import { readFileSync } from 'node:fs'
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { longestReport, noteReport, type ReportEnd } from '../messages/note-report.ts'
import { openPatiently } from '../storage/open-store.ts'

const words: Readonly<Record<ReportEnd, string>> = {
  refused: 'noté : le message est refusé · noted: the message is refused',
  'no-refusal': 'rien à noter : ce n’est pas un refus définitif · nothing to note: no refusal for good',
  'not-ours': 'aucun de nos messages n’y est cité · none of our messages is quoted in it',
}

const read = (path: string | number): string | undefined => {
  try {
    return readFileSync(path, 'latin1').slice(0, longestReport)
  } catch {
    return undefined
  }
}

const files = process.argv.slice(2)
const store = await openPatiently(requireConfiguration(process.env, []))
// 0: the standard input.
for (const path of files.length === 0 ? [0] : files) {
  const report = read(path)
  if (report === undefined) {
    console.error(`${path} : illisible · cannot be read`)
    process.exitCode = 2
    continue
  }
  const end = await noteReport(store, report, toInstant(Date.now()))
  console.log(words[end])
  if (end === 'not-ours') process.exitCode ??= 1
}
await store.close()
