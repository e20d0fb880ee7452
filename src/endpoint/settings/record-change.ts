/**
 * The one way in which the settings are written: what changed goes to the journal, section by section, and each section's version becomes
 * the number of its change (SET-3, SET-5). Runs on the endpoint, inside a transaction, for a screen as for a file.
 */
import type { LibrarianId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { changedSections, type Settings, sectionOf } from '../../domain/settings/settings.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { StoreTransaction } from '../storage/store.ts'

export interface ChangeMark {
  /** undefined: a file, on this machine. */
  readonly by: LibrarianId | undefined
  readonly at: Instant
  /** Open orders that it concerns. */
  readonly orders: number
}

/** Answers whether anything changed. A library's first settings are no change. */
export const recordSettings = async (
  transaction: StoreTransaction,
  settings: Settings,
  { by, at, orders }: ChangeMark,
): Promise<boolean> => {
  const before = await transaction.row('settings', 'settings')
  const versions: Record<string, number> = { ...before?.versions }
  for (const section of before === undefined ? [] : changedSections(before, settings)) {
    if (before === undefined) continue
    const [was, became] = [canonicalJson(sectionOf(before, section)), canonicalJson(sectionOf(settings, section))]
    versions[section] = await transaction.addSettingChange({ section, at, by, was, became, orders })
  }
  // None of these is a manager's to say.
  const { versions: _, sendsMail: __, pageAddress: ___, closedAt: ____, ...decided } = settings
  const given: Settings = {
    ...decided,
    ...(before?.sendsMail === undefined ? {} : { sendsMail: before.sendsMail }),
    ...(before?.pageAddress === undefined ? {} : { pageAddress: before.pageAddress }),
    ...(before?.closedAt === undefined ? {} : { closedAt: before.closedAt }),
  }
  if (settings.libraryName !== (await transaction.library()).name) await transaction.changeLibrary({ name: settings.libraryName })
  return transaction.writeRow(Object.keys(versions).length === 0 ? given : { ...given, versions }, at)
}
