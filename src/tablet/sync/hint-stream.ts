/**
 * The endpoint's hints that something changed: server-sent events without content. Runs in the page of the tab that leads.
 * Read by `fetch`, because an EventSource cannot carry the credential. A hint only wakes the exchange: a stream that silently died costs
 * no more than the 15 s timer.
 */
import { limitSilence } from '../clock/limit-silence.ts'

/** Longest silence of a live stream; the endpoint sends a comment more often than that. Milliseconds. */
const silenceMs = 60_000

/** Follows the hints until `signal` aborts or the stream ends; calls back at each event. Rejects when it cannot be opened. */
export const followHints = async (bearer: string, signal: AbortSignal, onHint: () => void): Promise<void> => {
  const silence = limitSilence(silenceMs)
  try {
    const response = await fetch('/sync/v1/hints', {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      headers: { accept: 'text/event-stream', authorization: `Bearer ${bearer}` },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (!response.ok || response.body === null || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      await response.body?.cancel()
      throw new Error('no hints')
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      silence.heard()
      if (/^(data|event):/m.test(chunk.value)) onHint()
    }
  } finally {
    silence.end()
  }
}
