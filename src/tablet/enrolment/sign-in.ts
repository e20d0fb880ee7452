/**
 * People at this tab: who signs in by PIN, who is signed out, by hand or by the idle time. Runs in the page; needs no network.
 */
import { toInstant } from '../../domain/instant.ts'
import type { Desk } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import type { SignInSession } from './sign-in-session.ts'

export interface SignInPorts extends Pick<DeskPorts, 'storage' | 'clock' | 'load'> {
  readonly session: SignInSession
  readonly shown: ShownDesk
  /** Before whoever was signed in is forgotten, by hand or by the idle time. */
  readonly onSignOut: () => void
  /** A passphrase was given a moment ago by whoever is signed in. */
  readonly isProven: () => boolean
}

export interface SignIn extends Pick<Desk, 'signIn' | 'signOut'> {
  /** Signs out whoever has not touched the tablet for the library's idle time, or has no PIN any more (SET-12). */
  lockWhenIdle(): void
}

export const createSignIn = ({ storage, clock, load, session, shown, onSignOut, isProven }: SignInPorts): SignIn => {
  const { state } = shown.snapshot
  const signOut = (): void => {
    onSignOut()
    session.end()
    shown.show({})
  }
  return {
    signIn: async (librarianId, pin) => {
      // Whoever was signed in needs none of it, and is who most starts are of.
      const { countError, opens, waitLeft } = await load.checkPin()
      const errors = await storage.pinErrors(librarianId)
      const waitMs = waitLeft(errors, toInstant(clock()))
      if (waitMs > 0) return { kind: 'wrong-pin', retryAfterMs: waitMs }
      const librarian = state.get('librarian', librarianId)
      if (librarian !== undefined && (await opens(librarian, pin, shown.toLocal(shown.now()).date))) {
        await storage.keepPinErrors(librarianId, undefined)
        session.begin(librarianId)
        shown.show({})
        return { kind: 'signed-in' }
      }
      const counted = countError(errors, toInstant(clock()))
      await storage.keepPinErrors(librarianId, counted)
      return { kind: 'wrong-pin', retryAfterMs: waitLeft(counted, toInstant(clock())) }
    },
    signOut,
    lockWhenIdle: () => {
      // A PIN that a manager ended lets nobody in, nor stay; a manager who ends their own has yet to read the code.
      const isVoid = session.librarian(state)?.ownPin === 'awaited' && !isProven()
      if (isVoid || session.isIdle(state)) signOut()
    },
  }
}
