/**
 * `npm run bounce [-- FILE…]`: reports of mails that were not delivered, one in each file, or one from the standard input, as a mail server
 * hands them to a program (MSG-8). Runs beside the endpoint. What it says names nobody.
 * Exit codes: 0 read, whatever it says; 1 no message of ours is in it; 2 a file cannot be read; 75 the database stayed busy, is lost, or does
 * not answer: a mail server reads it as « try later » (EX_TEMPFAIL), and keeps the report.
 */
import { readFileSync } from 'node:fs'
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { describeDefect } from '../http/report-defect.ts'
import { longestReport, noteReport, type ReportEnd } from '../messages/note-report.ts'
import { understood } from '../storage/command-ports.ts'
import { requireStore } from '../storage/open-store.ts'

const words: Readonly<Record<ReportEnd, string>> = {
  refused: 'noté : le message est refusé · noted: the message is refused',
  'no-refusal': 'rien à noter : ce n’est pas un refus définitif · nothing to note: no refusal for good',
  'not-ours': 'aucun de nos messages n’y est cité · none of our messages is quoted in it',
}

/** EX_TEMPFAIL of sysexits.h, which mail servers read. */
const tryLaterCode = 75

const tryLater = (defect: unknown): never => {
  // A code where there is one: what a server says in words may quote what it was given.
  const { name, code = name } = describeDefect(defect)
  console.error(`La base ne répond pas : à refaire plus tard · The database does not answer, try later: ${code}`)
  process.exit(tryLaterCode)
}

const files = process.argv.slice(2)
const store = await requireStore(requireConfiguration(process.env, []), { endCode: tryLaterCode }).catch(tryLater)
// 0: the standard input.
for (const path of files.length === 0 ? [0] : files) {
  const report = understood(() => readFileSync(path, 'latin1').slice(0, longestReport))
  if (report === undefined) {
    console.error(`${path} : illisible · cannot be read`)
    process.exitCode = 2
    continue
  }
  const end = await noteReport(store, report, toInstant(Date.now())).catch(tryLater)
  console.log(words[end])
  if (end === 'not-ours') process.exitCode ??= 1
}
await store.close()
