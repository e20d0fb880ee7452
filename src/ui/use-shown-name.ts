/**
 * What the service is called on screen and on paper: the library's own word, or, on a rehearsal, the word that says it is one. Runs in the
 * browser. The rehearsal's rows are invented in one language; whoever looks may read the other.
 */
import { shellWords } from '../locale/en/shell.ts'
import { rehearsal } from './rehearsal/rehearsal.ts'
import { useSettings, useWords } from './use-desk.ts'

/** Before the settings have come, the app's own name. */
export const useShownName = (): string => {
  const words = useWords(shellWords)
  const settings = useSettings()
  return rehearsal.value !== undefined ? words.rehearsal : (settings?.serviceName ?? 'Prêt à emporter')
}
