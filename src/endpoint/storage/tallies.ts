/**
 * What was tried lately, and how often: codes, passphrases, mails of one card (PAGE-7, PRIV-5). On the endpoint's disk, so that two processes
 * count together and a restart forgives nothing. Runs on the endpoint. Outside the rows and of no library: whoever tries a tablet's code is
 * counted before anybody knows whose it is. Each is forgotten when its time is over, and a stranger cannot fill the disk with them.
 */
import type { Instant } from '../../domain/instant.ts'

export interface Tallies {
  /** What was kept under a name and a key; it may be over. */
  of(name: string, key: string): Promise<string | undefined>
  /** Keeps it until `until`, and forgets what is over. */
  keep(name: string, key: string, held: string, until: Instant, now: Instant): Promise<void>
  drop(name: string, key: string): Promise<void>
  forget(now: Instant): Promise<void>
}
