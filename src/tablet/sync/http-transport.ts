/**
 * The transport over the browser's `fetch`. Runs in the page.
 * Every request is cut off after 20 s, and nothing of it is cached anywhere (PROTOCOL.md, The tablet).
 */
import type { Transport } from './transport.ts'

/** Longest wait for an answer (PROTOCOL.md, The tablet). Milliseconds. */
export const timeoutMs = 20_000

/** `Retry-After` in milliseconds, from its seconds or its date (RFC 9110, section 10.2.3); undefined when absent or unreadable. */
export const parseRetryAfter = (header: string | null, now: number): number | undefined => {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : undefined
  const until = seconds === undefined ? Date.parse(header) - now : seconds * 1000
  return Number.isFinite(until) ? Math.max(0, until) : undefined
}

export const httpTransport: Transport = {
  send: async ({ method, path, body, bearer }) => {
    const response = await fetch(path, {
      method,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    return { status: response.status, text, retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), Date.now()) }
  },
}
