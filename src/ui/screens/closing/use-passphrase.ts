/**
 * The manager's passphrase at this tablet: asked before an act, and then not for ten minutes; chosen by a code or by the one before
 * (PRIV-5). Runs in the browser. An act that asks for it waits until it is right, or until the window is closed.
 */
import { useState } from 'preact/hooks'
import type { LibrarianId } from '../../../domain/ids.ts'
import { passphraseWords } from '../../../locale/en/passphrase.ts'
import type { PassphraseProof } from '../../../tablet/desk.ts'
import { announce, useDesk, useFormats, useSnapshot, useWords } from '../../use-desk.ts'
import { useRefusal } from '../../use-refusal.ts'

/** What an act is for, in a sentence, and the words of its button. */
export interface Purpose {
  readonly why: string
  readonly button: string
}

/** What the window asks. */
export type PassphraseWish =
  | { readonly kind: 'act'; readonly purpose: Purpose }
  | { readonly kind: 'code' }
  | { readonly kind: 'change' }
  | { readonly kind: 'give'; readonly to: { readonly id: LibrarianId; readonly name: string } }

export const usePassphrase = (onDone: (said: string) => void) => {
  const desk = useDesk()
  const words = useWords(passphraseWords)
  const format = useFormats()
  const { state, phase } = useSnapshot()
  const [wish, setWish] = useState<PassphraseWish | undefined>(undefined)
  const [settle, setSettle] = useState<((isOpen: boolean) => void) | undefined>(undefined)
  const { problem, isWorking: isChecking, refuse, forget, ask } = useRefusal(words.problems)
  const [given, setGiven] = useState<{ readonly code: string; readonly said: string } | undefined>(undefined)

  const me = phase.kind === 'signed-in' ? phase.librarian : undefined
  const others = [...state.all('librarian')].filter(({ id, isManager }) => isManager && id !== me?.id)

  const open = (asked: PassphraseWish): void => {
    forget()
    setGiven(undefined)
    setWish(asked)
  }
  const close = (isOpen = false): void => {
    setWish(undefined)
    settle?.(isOpen)
    setSettle(undefined)
  }

  return {
    words,
    wish,
    problem,
    isChecking,
    given,
    name: me?.name ?? '',
    others,
    until: desk.management.passUntil(),
    open,
    close,
    /** True once acts may follow; false when whoever was asked went back. */
    require: (purpose: Purpose): Promise<boolean> =>
      desk.management.passUntil() === undefined
        ? new Promise((resolve) => {
            // Given as a function, which the state would call.
            setSettle(() => resolve)
            open({ kind: 'act', purpose })
          })
        : Promise.resolve(true),
    enter: async (passphrase: string): Promise<void> => {
      if (passphrase === '') return refuse('passphrase-missing')
      const isRight = await ask(() => desk.management.enterPassphrase(passphrase))
      if (isRight !== undefined) close(true)
    },
    choose: async (proof: PassphraseProof, passphrase: string): Promise<void> => {
      if ('code' in proof && proof.code.trim() === '') return refuse('code-missing')
      if (passphrase === '' || ('former' in proof && proof.former === '')) return refuse('passphrase-missing')
      const isChosen = await ask(() => desk.management.choosePassphrase(proof, passphrase))
      if (isChosen === undefined) return
      // The act that asked for a passphrase goes on with the one just chosen.
      close(true)
      onDone(words.chosen)
    },
    give: async (to: { readonly id: LibrarianId; readonly name: string }, passphrase: string): Promise<void> => {
      if (passphrase === '') return refuse('passphrase-missing')
      const offered = await ask(() => desk.management.offerPassphraseCode(passphrase, to.id))
      if (offered === undefined) return
      const said = words.given(to.name, format.time(desk.toLocal(offered.expiresAt).time))
      setGiven({ code: offered.code, said })
      announce(`${offered.code}. ${said}`)
    },
  }
}

export type AskedPassphrase = ReturnType<typeof usePassphrase>
