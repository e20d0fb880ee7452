/**
 * What a tablet hears on its stream of hints, byte for byte, until it ends it. Over the routes of an endpoint, without a port. Runs in tests.
 */
import { expect } from 'vitest'
import type { TestTablet } from './an-endpoint.ts'

export const listenToHints = async (
  ask: (path: string, init: RequestInit) => Promise<Response>,
  { headers }: Pick<TestTablet, 'headers'>,
) => {
  const reader = (await ask('/sync/v1/hints', { headers })).body?.getReader()
  let said = ''
  const reading = (async () => {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) return
      said += Buffer.from(value ?? []).toString()
    }
  })()
  await expect.poll(() => said).toContain(': open')
  return {
    said: () => said,
    hints: () => said.split('event: hint').length - 1,
    end: async () => {
      await reader?.cancel()
      await reading
    },
  }
}
