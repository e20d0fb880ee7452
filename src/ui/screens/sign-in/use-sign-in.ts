/**
 * Who takes the tablet: a name, then a PIN, by touch or keyboard, off line too. Runs in the browser.
 * After five errors the desk makes each try wait; the screen says for how long and lets nothing be typed for nothing.
 */
import { useEffect, useState } from 'preact/hooks'
import { isInTeam, type Librarian } from '../../../domain/librarian/librarian.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { signInWords } from '../../../locale/en/sign-in.ts'
import { announce } from '../../announcer.ts'
import { useDesk, useFromState, useNow, useSnapshot } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'

export type SignInState =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'typing'; readonly librarian: Librarian; readonly problem: 'wrong' | 'unread' | undefined }
  | { readonly kind: 'checking'; readonly librarian: Librarian }
  | { readonly kind: 'waiting'; readonly librarian: Librarian; readonly secondsLeft: number }

export const useSignIn = () => {
  const desk = useDesk()
  const words = useWords(signInWords)
  const { persistence } = useSnapshot()
  const { date } = useNow()
  const librarians = useFromState(
    (state) => [...state.all('librarian')].filter((one) => isInTeam(one, date)).sort((a, b) => (a.name < b.name ? -1 : 1)),
    date,
  )
  const [state, setState] = useState<SignInState>({ kind: 'choosing' })
  const [pin, setPin] = useState('')

  const secondsLeft = state.kind === 'waiting' ? state.secondsLeft : 0
  useEffect(() => {
    if (state.kind !== 'waiting') return
    const timer = setTimeout(() => {
      if (secondsLeft > 1) return setState({ ...state, secondsLeft: secondsLeft - 1 })
      setState({ kind: 'typing', librarian: state.librarian, problem: undefined })
      announce(words.waited)
    }, 1000)
    return () => clearTimeout(timer)
  }, [state, secondsLeft, words])

  const enter = async (): Promise<void> => {
    if (state.kind !== 'typing' || pin === '') return
    const { librarian } = state
    setState({ kind: 'checking', librarian })
    // A disk that does not answer lets nobody in, and is no wrong PIN.
    const result = await desk.signIn(librarian.id, pin).catch(() => undefined)
    setPin('')
    if (result?.kind === 'signed-in') return
    if (result !== undefined && result.retryAfterMs > 0) {
      const seconds = Math.ceil(result.retryAfterMs / 1000)
      setState({ kind: 'waiting', librarian, secondsLeft: seconds })
      announce(words.wait(seconds))
    } else {
      const problem = result === undefined ? 'unread' : 'wrong'
      setState({ kind: 'typing', librarian, problem })
      announce(words[problem])
    }
  }

  return {
    words,
    librarians,
    state,
    digits: pin.length,
    persistence,
    choose: (librarian: Librarian) => {
      setPin('')
      setState({ kind: 'typing', librarian, problem: undefined })
    },
    changeLibrarian: () => {
      setPin('')
      setState({ kind: 'choosing' })
    },
    type: (digit: string) => {
      if (state.kind === 'typing') setPin((typed) => (typed.length < textLengths.pin ? typed + digit : typed))
    },
    erase: () => setPin((typed) => typed.slice(0, -1)),
    enter,
  }
}
