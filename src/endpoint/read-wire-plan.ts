/**
 * Which ILS is told over a wire, from the environment: SIP2 or Koha, never both. Runs at the start of the endpoint and of its commands.
 * Faults are readable lines, and none repeats a password.
 */
import { createKohaWire } from './connectors/koha/koha-wire.ts'
import { readKohaSettings } from './connectors/koha/read-settings.ts'
import { readSip2Settings } from './connectors/sip2/read-settings.ts'
import { createSip2Wire } from './connectors/sip2/sip2-wire.ts'
import type { WirePlan } from './ils/wire.ts'

/** Seconds between two passes: default, least, most. */
const [usualPass, shortestPass, longestPass] = [60, 10, 3600]

/** undefined without an ILS to reach; `zone` is the library's, for an ILS whose clock shows the same. */
export const readWirePlan = (
  text: (name: string) => string | undefined,
  zone: string,
  now: () => number,
  faults: string[],
): WirePlan | undefined => {
  const sip2 = readSip2Settings(text, zone, faults)
  const koha = readKohaSettings(text, zone, faults)
  if (sip2 !== undefined && koha !== undefined) faults.push('SIP2_URL and KOHA_URL are both given: one of the two tells the ILS, not both.')
  const seconds = Number(text('ILS_EVERY') ?? usualPass)
  if (!Number.isInteger(seconds) || seconds < shortestPass || seconds > longestPass)
    faults.push(`ILS_EVERY is "${text('ILS_EVERY')}": seconds between two passes, ${shortestPass} to ${longestPass}.`)
  const plan = { everyMs: seconds * 1000, library: text('ILS_LIBRARY') }
  if (sip2 !== undefined) return { ...plan, name: 'SIP2', wire: createSip2Wire(sip2, now) }
  return koha === undefined ? undefined : { ...plan, name: 'Koha', wire: createKohaWire(koha, now), isDirect: koha.isDirect }
}
