/**
 * Which processes of the endpoint share the database, and which of them fell silent: each says every half minute that it lives, in one line of
 * what is counted for all libraries, and takes its word back when it is stopped. Runs on the endpoint, for the keeper's page (NET-6). Nobody's
 * work depends on it.
 */
import { createHash } from 'node:crypto'
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'

/** Milliseconds between two words of one process. */
const wordEveryMs = msPerMinute / 2
/** Three words were missed: milliseconds. */
const silentMs = 3 * wordEveryMs
/** One that is silent for longer was taken away: milliseconds. */
const forgottenMs = msPerDay

const [name, key] = ['servers', 'all']

type Words = Readonly<Record<string, number>>

const readWords = (held: string | undefined, now: Instant): Words =>
  Object.fromEntries(Object.entries(JSON.parse(held ?? '{}') as Words).filter(([, at]) => now - at < forgottenMs))

const say = (store: Pick<Store, 'tally'>, id: string, now: Instant, isLeaving: boolean): Promise<void> =>
  store.tally(async (tallies) => {
    const { [id]: _, ...others } = readWords(await tallies.of(name, key), now)
    const words = isLeaving ? others : { ...others, [id]: now }
    await tallies.keep(name, key, JSON.stringify(words), toInstant(now + forgottenMs), now)
  })

export type Servers = NonNullable<Awaited<ReturnType<typeof lookAtServers>>>

/** `silentSince`: when one of them spoke last. undefined: nobody says a word, as where one process has the database for itself. */
export const lookAtServers = async (store: Pick<Store, 'tally'>, now: Instant) => {
  const words = Object.values(readWords(await store.tally((tallies) => tallies.of(name, key)), now))
  const silent = words.filter((at) => now - at >= silentMs)
  const since = silent.length === 0 ? undefined : toInstant(Math.min(...silent))
  return words.length === 0 ? undefined : { heard: words.length - silent.length, known: words.length, silentSince: since }
}

/** `place`: the machine and its port, the same after a restart; it is not written as it is. */
export const createServerWord = (
  store: Pick<Store, 'tally'>,
  place: string,
  now: () => Instant,
  reportDefect: (defect: unknown) => void,
) => {
  const id = createHash('sha256').update(place).digest('base64url')
  const word = (): void => void say(store, id, now(), false).catch(reportDefect)
  word()
  return {
    timers: [setInterval(word, wordEveryMs)],
    stop: () => say(store, id, now(), true).catch(reportDefect),
  }
}
