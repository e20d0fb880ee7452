/**
 * Where a request comes from and leads to, and how much of it counts as one stranger. Runs on the endpoint.
 * Whoever has one IPv6 address has the 2^64 of its network: they are counted together, and under the wider prefixes around it (rate-limit.ts).
 * An IPv4 address is counted alone.
 */
import { isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import type { EndpointEnv } from './endpoint-ports.ts'

/** By what is written, as the next: nothing is looked up. What leads here alone may be shown more without a token. */
export const isOfThisMachine = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)

/** Private addresses (RFC 1918, 3927, 4193, 4291), names without a dot, and those that no public DNS gives; « every address » names none. */
export const isOfTheHouse = (host: string): boolean =>
  isOfThisMachine(host) ||
  /^(?:0\.0\.0\.0|\[?::\]?|10(?:\.\d{1,3}){3}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|(?:192\.168|169\.254)(?:\.\d{1,3}){2})$/.test(
    host,
  ) ||
  /^\[?f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):[0-9a-f:]+\]?$/i.test(host) ||
  /^[a-z0-9-]+$/i.test(host) ||
  /\.(?:localhost|local|lan|home|internal|test|home\.arpa)$/i.test(host)

/** The socket's address, or what our own proxy says (its own entry is the last one). */
export const addressOf = (context: Context<EndpointEnv>, trustsProxy: boolean): string => {
  const forwarded = trustsProxy ? context.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined
  if (forwarded !== undefined && forwarded !== '') return forwarded
  return context.env?.incoming === undefined ? '' : (getConnInfo(context).remote.address ?? '')
}

/** Groups of 16 bits in the network of an address (RFC 4291, section 2.5.4). */
const groupsOfNetwork = 4
const groupsOfAddress = 8

/** What an address is counted under: of IPv6 its first 64 bits. */
export const networkOf = (address: string): string => {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(bare)) return address
  const [before = '', after] = bare.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = Array.from({ length: Math.max(0, groupsOfAddress - head.length - tail.length) }, () => '0')
  const groups = after === undefined ? head : [...head, ...zeros, ...tail]
  return `${groups
    .slice(0, groupsOfNetwork)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
