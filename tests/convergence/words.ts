/**
 * That a screen finds words for whatever a tablet holds in the evening, in both languages: every case, every operation of its own, those of
 * a build to come among them (I-28). Runs in the simulator, on what the screens are made of; no page is drawn.
 */
import { cases as enCases } from '../../src/locale/en/cases.ts'
import { operations as enOperations } from '../../src/locale/en/operations.ts'
import { formatsByLanguage, type Language } from '../../src/locale/formats.ts'
import { type CasesWords, cases as frCases } from '../../src/locale/fr/cases.ts'
import { operations as frOperations, type OperationsWords } from '../../src/locale/fr/operations.ts'
import { describeCase } from '../../src/ui/screens/cases/describe-case.ts'
import { describeOperation, describeWinner } from '../../src/ui/screens/operations/describe-operation.ts'
import type { World } from './simulated-world.ts'

const languages: readonly (readonly [Language, CasesWords, OperationsWords])[] = [
  ['fr', frCases, frOperations],
  ['en', enCases, enOperations],
]
const naming = { order: String, librarian: String, author: () => 'Jeanne (B)', patron: String, item: String }

/** 28: nothing that a newer build wrote leaves an older screen without a word. */
export const checkWords = async ({ oracle, tablets }: World): Promise<void> => {
  for (const { name, tabs } of tablets) {
    const [tab] = tabs
    if (tab?.desk.snapshot.phase.kind !== 'signed-in') continue
    const { state } = tab.desk.snapshot
    const own = await tab.desk.ownOperations()
    for (const [language, caseWords, words] of languages) {
      const format = formatsByLanguage[language]
      const say = (what: string, tell: () => readonly string[]): void => {
        try {
          if (tell().includes('')) oracle.violate(28, `${name} has no word for ${what}`)
        } catch (error) {
          oracle.violate(28, `${name} cannot say ${what}: ${error instanceof Error ? error.message : error}`)
        }
      }
      const { now, toLocal } = tab.desk
      const describing = { state, words: caseWords, format, naming, now: now(), toLocal, documentOf: () => undefined }
      for (const row of state.all('case')) {
        say(row.id, () => {
          const { short, heading, prose, question, facts } = describeCase(describing, row)
          return [short, heading, prose, question, ...facts.map(({ does }) => does)]
        })
      }
      for (const { operationId, payload, journey } of own) {
        say(operationId, () => {
          const telling = { state, words, format, naming, titleOf: () => '' }
          const refused = journey.kind === 'refused' ? [describeWinner(telling, payload, journey.reason)] : []
          return [describeOperation(telling, payload).does, ...refused]
        })
      }
    }
  }
}
