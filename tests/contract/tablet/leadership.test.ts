/**
 * Which tab leads, where the browser refuses the lock. Runs in Node, with a lock manager that refuses as WebKit's does to a page that is left.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { seekLeadership } from '../../../src/tablet/sync/leadership.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('seeking the lead', () => {
  it('a tab that is refused the lock asks again after a pause, never in a loop that the page cannot leave', async () => {
    vi.useFakeTimers()
    let requests = 0
    const request = (): Promise<never> => (++requests > 50 ? new Promise(() => {}) : Promise.reject(new Error('refused')))
    vi.stubGlobal('navigator', { locks: { request } })
    const leads = vi.fn()
    const loses = vi.fn()
    seekLeadership(leads, loses)
    await vi.advanceTimersByTimeAsync(0)
    expect(requests).toBe(1)
    expect(loses).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(requests).toBeGreaterThan(1)
    expect(requests).toBeLessThan(20)
    expect(leads).not.toHaveBeenCalled()
  })
})
