/**
 * How far the first run has come: a number of the settings, so that it goes on where it was, on any tablet (SET-16). Runs in the browser.
 * Each answer is a section that is saved; only the last act, which opens, takes the number away.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Settings, sectionVersion } from '../../../domain/settings/settings.ts'
import { firstRunWords } from '../../../locale/en/first-run.ts'
import { useDesk, useWords } from '../../use-desk.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'

/** The questions, in their order; after them comes the trial. */
export const questions = ['name', 'team', 'when', 'what', 'where'] as const

export const useFirstRun = (settings: Settings) => {
  const desk = useDesk()
  const words = useWords(firstRunWords)
  const { ask, ...manager } = useManagerAnswer()
  const step = settings.firstRunStep ?? 0
  const [at, setAt] = useState(step)
  // What was just saved is further than the rows that have come.
  const version = useRef(0)
  useEffect(() => setAt((shown) => Math.max(shown, step)), [step])

  /** `reached` undefined: the library opens. */
  const save = async (reached: number | undefined): Promise<boolean> => {
    const { libraryName, zone } = settings
    const purpose = reached === undefined ? { why: words.whyOpen, button: words.open } : { why: words.why, button: words.keep }
    const seen = Math.max(version.current, sectionVersion(settings, 'library'))
    const value = reached === undefined ? { libraryName, zone } : { libraryName, zone, firstRunStep: reached }
    const end = await ask(purpose, () => desk.management.changeSetting('library', seen, value))
    // What another tablet did meanwhile comes with the exchange.
    desk.tryNow()
    if (end?.kind === 'changed') version.current = end.version
    return end?.kind === 'changed'
  }

  return {
    ...manager,
    words,
    settings,
    at,
    /** Of questions that were answered. */
    step: Math.max(step, at),
    goTo: setAt,
    next: async (): Promise<void> => {
      if (at >= step && !(await save(at + 1))) return
      setAt(at + 1)
    },
    open: () => save(undefined),
  }
}

export type FirstRunState = ReturnType<typeof useFirstRun>
