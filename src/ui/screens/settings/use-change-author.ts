/**
 * Who made a change of the settings, as the journal and a conflict say it (SET-5). Runs in the browser.
 */
import { settingsWords } from '../../../locale/en/settings.ts'
import type { SettingChange } from '../../../tablet/desk.ts'
import { useSnapshot, useWords } from '../../use-desk.ts'

/** A name, while its owner has one here; a file has none. */
export const useChangeAuthor = (): ((change: Pick<SettingChange, 'by'>) => string) => {
  const words = useWords(settingsWords)
  const { state } = useSnapshot()
  return ({ by }) => (by === undefined ? words.journal.file : (state.get('librarian', by)?.name ?? words.journal.gone))
}
