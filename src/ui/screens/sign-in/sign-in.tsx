/**
 * Who takes the tablet: big names, then a pad of digits, off line too. Runs in the browser. The pad is buttons for the thumb; the
 * keyboard's digits, Backspace, Enter and Escape do the same wherever the focus is on this screen. After five errors the desk makes each
 * try wait; the screen says for how long and lets nothing be typed for nothing.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isInTeam, type Librarian } from '../../../domain/librarian/librarian.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { signInWords } from '../../../locale/en/sign-in.ts'
import { Button, Say, Verdict } from '../../components/parts.tsx'
import { later } from '../../later.tsx'
import { Foot } from '../../shell/foot.tsx'
import { announce, useDesk, useFromState, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import styles from './sign-in.module.css'

const FirstManager = later(() => import('./first-manager.tsx').then((module) => module.FirstManager))
const ChoosePin = later(() => import('./first-manager.tsx').then((module) => module.ChoosePin))

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

export const SignIn = () => {
  const signIn = useSignIn()
  const { words, state } = signIn
  const pad = useRef<HTMLFieldSetElement>(null)
  const chosen = state.kind === 'choosing' ? undefined : state.librarian.id
  // As the row is now: it comes with the PIN that was just chosen.
  const isFirst = signIn.librarians.some(({ id, ownPin }) => id === chosen && ownPin === 'awaited')
  const isTyping = state.kind !== 'choosing' && !isFirst

  useLayoutEffect(() => {
    if (isTyping) pad.current?.querySelector('button')?.focus()
  }, [isTyping])

  // Before the paint: a digit typed at once after the name is not lost.
  const latest = useRef(signIn)
  latest.current = signIn
  useLayoutEffect(() => {
    if (!isTyping) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      if (/^\d$/.test(event.key)) latest.current.type(event.key)
      else if (event.key === 'Backspace') latest.current.erase()
      else if (event.key === 'Escape') latest.current.changeLibrarian()
      // Before any digit, Enter presses the button that has the focus.
      else if (event.key === 'Enter' && latest.current.digits > 0) void latest.current.enter()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [isTyping])

  if (state.kind === 'choosing') {
    const end = (
      <>
        <p class="small soft">{words.persistence[signIn.persistence]}</p>
        <Foot />
      </>
    )
    if (signIn.librarians.length === 0) return <FirstManager>{end}</FirstManager>
    return (
      <>
        <Verdict head={words.title}>{words.say}</Verdict>
        <ul class={styles.names} aria-label={words.librarians}>
          {signIn.librarians.map((librarian) => (
            <li key={librarian.id}>
              <button type="button" class={`btn walking block ${styles.name}`} onClick={() => signIn.choose(librarian)}>
                <span>{librarian.name}</span>
                {librarian.isManager ? <small class="soft">{words.manager}</small> : null}
              </button>
            </li>
          ))}
        </ul>
        {end}
      </>
    )
  }
  if (isFirst)
    return (
      <>
        <Verdict head={state.librarian.name} />
        <ChoosePin librarian={state.librarian} />
        <Button look="quiet" icon="undo" onPress={signIn.changeLibrarian}>
          {words.change}
        </Button>
      </>
    )
  return (
    <>
      <Verdict head={state.librarian.name}>{words.pinOf(state.librarian.name)}</Verdict>
      <div class={styles.pin}>
        <p class={styles.dots} role="img" aria-label={words.digits(signIn.digits)}>
          {Array.from({ length: Math.max(textLengths.shortestPin, signIn.digits) }, (_, n) => n).map((n) => (
            <span key={n} class={n < signIn.digits ? styles.on : ''} />
          ))}
        </p>
        {state.kind === 'typing' && state.problem !== undefined ? <Say sign="stop" sentence={words[state.problem]} /> : null}
        {state.kind === 'waiting' ? <Say sign="warn" sentence={words.wait(state.secondsLeft)} /> : null}
        {state.kind === 'checking' ? <p>{words.checking}</p> : null}
        <fieldset class={styles.pad} ref={pad} data-digits>
          <legend class="sr">{words.pinOf(state.librarian.name)}</legend>
          {digits.map((digit) => (
            <Button key={digit} walking onPress={() => signIn.type(digit)}>
              {digit}
            </Button>
          ))}
          <Button walking icon="left" label={words.erase} onPress={signIn.erase} />
          <Button walking onPress={() => signIn.type('0')}>
            0
          </Button>
          <Button walking look="primary" onPress={() => void signIn.enter()}>
            {words.enter}
          </Button>
        </fieldset>
        <Button look="quiet" icon="undo" onPress={signIn.changeLibrarian}>
          {words.change}
        </Button>
      </div>
    </>
  )
}

type SignInState =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'typing'; readonly librarian: Librarian; readonly problem: 'wrong' | 'unread' | undefined }
  | { readonly kind: 'checking'; readonly librarian: Librarian }
  | { readonly kind: 'waiting'; readonly librarian: Librarian; readonly secondsLeft: number }

const useSignIn = () => {
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
