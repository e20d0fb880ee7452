/**
 * A tablet that belongs to no library yet, or no longer: the code, the name, and what the endpoint answered. Runs in the browser.
 * On iOS the installed app and Safari do not share their storage, so that enrolling in Safari would be lost: there, install first.
 */
import { useState } from 'preact/hooks'
import { enrolmentWords } from '../../../locale/en/enrolment.ts'
import { announce } from '../../announcer.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'
import { sayProblem } from '../../use-refusal.ts'
import { useWords } from '../../use-words.ts'

export type EnrolmentState =
  | { readonly kind: 'install-first' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly what: string; readonly next: string }

/** iPadOS passes for a Mac, but a Mac has no touch screen. */
const isIos = (): boolean =>
  /iPad|iPhone|iPod/.test(navigator.userAgent) || (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1)
const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches

/** `codeOfLink` comes from an enrolment link or QR, `#/enrol/K7QF-2MXD`; empty without one. */
export const useEnrolment = (codeOfLink: string) => {
  const desk = useDesk()
  const words = useWords(enrolmentWords)
  const { phase, state: rows, pendingCount, elsewhere, persistence } = useSnapshot()
  const [code, setCode] = useState(codeOfLink)
  const [name, setName] = useState('')
  const [state, setState] = useState<EnrolmentState>(isIos() && !isInstalled() ? { kind: 'install-first' } : { kind: 'ready' })

  const refuse = (problem: string): void => setState({ kind: 'refused', ...sayProblem(words.problems, problem) })

  return {
    words,
    state,
    /** Why the endpoint serves this tablet no more; undefined when it was never enrolled. */
    lost: phase.kind === 'enrolment-lost' ? phase.reason : undefined,
    farewell: phase.kind === 'enrolment-lost' ? phase.farewell : undefined,
    pendingCount,
    /** Its name, where the tablet still has its base. */
    library: rows.get('settings', 'settings')?.libraryName ?? '',
    elsewhere,
    persistence,
    code,
    name,
    setCode,
    setName,
    skipInstalling: () => setState({ kind: 'ready' }),
    enrol: async (): Promise<void> => {
      if (state.kind === 'sent') return
      if (code.trim() === '') return refuse('code-empty')
      setState({ kind: 'sent' })
      announce(words.working)
      // It throws once the code was taken, where the disk did not keep what it gave.
      const result = await desk.enrol(code, name.trim()).catch(() => ({ kind: 'refused', problem: 'not-kept' }) as const)
      if (result.kind === 'refused') refuse(result.problem)
    },
  }
}
