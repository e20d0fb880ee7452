/**
 * What every sentence of the handover is made of: the rows, the words and forms of the language, the clock. Runs in the browser.
 * One object, so that what describes a visit is plain functions.
 */
import { handoverWords } from '../../../locale/en/handover.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useNaming } from '../../use-naming.ts'
import { useFormats, useLanguage, useWords } from '../../use-words.ts'
import type { Describing } from './describe-found.ts'

export const useDescribing = (): Describing => ({
  state: useSnapshot().state,
  words: useWords(handoverWords),
  format: useFormats(),
  language: useLanguage(),
  naming: useNaming(),
  now: useNow(),
  toLocal: useDesk().toLocal,
})
