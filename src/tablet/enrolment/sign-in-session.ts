/**
 * Who is signed in on this tab, and since when nobody touched it. Runs in the page.
 * It lives as long as the tab, so that a reload in the middle of a handover does not ask for the PIN again, and ends by itself after the
 * library's idle time.
 */
import { type LibrarianId, toLibrarianId } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import type { Librarian } from '../../domain/librarian/librarian.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import type { DeskPorts } from '../desk-ports.ts'

/** Between two notes of the last touch, so that a scan is not a write. Milliseconds. */
const noteEveryMs = 10_000
/** Until the settings are here (settings.idleLockMinutes). */
const defaultIdleMinutes = 10

export interface SignInSession {
  readonly librarianId: LibrarianId | undefined
  /** The librarian's row as it is now; undefined when nobody is signed in, or the row has left the base. */
  librarian(reader: DeskReader): Librarian | undefined
  begin(librarianId: LibrarianId): void
  end(): void
  touch(): void
  /** True when nobody touched the tablet for the library's idle time. */
  isIdle(reader: DeskReader): boolean
}

const parse = (text: string | undefined): { readonly librarianId: LibrarianId; readonly lastTouchAt: Instant } | undefined => {
  const parts = /^(\d+) (.+)$/.exec(text ?? '')
  return parts?.[2] === undefined ? undefined : { librarianId: toLibrarianId(parts[2]), lastTouchAt: toInstant(Number(parts[1])) }
}

export const createSignInSession = ({ tabMemory, clock }: Pick<DeskPorts, 'tabMemory' | 'clock'>): SignInSession => {
  const kept = parse(tabMemory.read())
  let librarianId = kept?.librarianId
  let lastTouchAt: number = kept?.lastTouchAt ?? 0
  let notedAt = lastTouchAt

  const note = (): void => {
    notedAt = lastTouchAt
    tabMemory.write(librarianId === undefined ? undefined : `${lastTouchAt} ${librarianId}`)
  }

  return {
    get librarianId() {
      return librarianId
    },
    librarian: (reader) => (librarianId === undefined ? undefined : reader.get('librarian', librarianId)),
    begin: (id) => {
      librarianId = id
      lastTouchAt = clock()
      note()
    },
    end: () => {
      librarianId = undefined
      note()
    },
    touch: () => {
      lastTouchAt = clock()
      if (lastTouchAt - notedAt >= noteEveryMs) note()
    },
    isIdle: (reader) => {
      const minutes = reader.get('settings', 'settings')?.idleLockMinutes ?? defaultIdleMinutes
      return librarianId !== undefined && Math.abs(clock() - lastTouchAt) >= minutes * msPerMinute
    },
  }
}
