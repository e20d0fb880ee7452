/**
 * The way to the ILS of this endpoint, put together: the environment's, or what a manager typed, read by the same reader of settings.
 * Runs at the start of the endpoint and of its commands.
 */
import type { Instant } from '../domain/instant.ts'
import type { Configuration } from './configuration.ts'
import { createIlsLink, type IlsLink } from './ils/ils-link.ts'
import { readWirePlan } from './read-wire-plan.ts'
import type { Store } from './storage/store.ts'

export const createEndpointLink = (
  { dataDir, wire, ilsAuthority }: Pick<Configuration, 'dataDir' | 'wire'> & Partial<Pick<Configuration, 'ilsAuthority'>>,
  store: Pick<Store, 'read' | 'transact' | 'libraries' | 'memosNamed'>,
  now: () => Instant,
): IlsLink =>
  createIlsLink({
    store,
    dataDir,
    environment: wire,
    // Which authority is trusted on this machine is its installer's word alone.
    readPlan: (text, zone, faults) => readWirePlan((name) => (name === 'SIP2_CA' ? ilsAuthority : text(name)), zone, now, faults),
    now,
  })
