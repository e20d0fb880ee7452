/**
 * Keeps one link to the ILS open between what is asked of it, so that a patron at the desk is read in one exchange instead of four. Runs on
 * the endpoint. Before it is used again, and every minute meanwhile, the ILS is asked whether it is there (99): the line may have been cut
 * in silence, and nothing is ever written to a link of which that is not known. One that nobody used for some minutes is closed, for it is a
 * place of the ILS's account.
 */
import { accept, type Result } from '../../../domain/result.ts'
import { type LinkFault, openLink, type Sip2Address, type Sip2Link } from './link.ts'
import type { Sip2Account } from './request.ts'

/** Between two questions to a link that rests: milliseconds. Servers were seen to close after five minutes of silence, others after ten. */
const beatMs = 60_000
/** Questions to a link that nobody used, after which it is closed. */
const mostBeats = 9
/** An answer to that question later than this is none: milliseconds. */
const answersWithinMs = 2000

export type KeptLink = ReturnType<typeof createKeptLink>

export const createKeptLink = (
  address: Sip2Address,
  account: Sip2Account,
  times = { beatMs, answersWithinMs: Math.min(answersWithinMs, address.patienceMs) },
) => {
  let resting: { readonly link: Sip2Link; readonly timer: NodeJS.Timeout } | undefined
  let isEnded = false

  const wake = (): Sip2Link | undefined => {
    const woken = resting
    resting = undefined
    clearTimeout(woken?.timer)
    return woken?.link
  }
  /** `beats`: how often it was asked since somebody used it. */
  const rest = (link: Sip2Link, beats: number): void => {
    if (link.isOver()) return
    if (isEnded || resting !== undefined) {
      link.close()
      return
    }
    const timer = setTimeout(async () => {
      wake()
      if (beats === mostBeats) link.close()
      else if (await link.answers(times.answersWithinMs)) rest(link, beats + 1)
    }, times.beatMs)
    timer.unref()
    resting = { link, timer }
  }
  return {
    /** A link that answers: the one that rests, or one opened anew. */
    take: async (): Promise<Result<Sip2Link, LinkFault>> => {
      const link = wake()
      return link !== undefined && (await link.answers(times.answersWithinMs)) ? accept(link) : openLink(address, account)
    },
    /** Whoever took it asks nothing more. */
    giveBack: (link: Sip2Link): void => rest(link, 0),
    /** Closes the one that rests, and lets no other rest. */
    end: (): void => {
      isEnded = true
      wake()?.close()
    },
  }
}
