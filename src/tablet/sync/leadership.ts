/**
 * Which tab of this browser speaks to the endpoint: the one that holds a Web Lock. Runs in the page.
 * The lock only saves work: two leaders at once do no harm, because a term is compared in each transaction that acknowledges.
 */
const lockName = 'pret-a-emporter-sync'
/** Before a tab that was robbed queues again. Milliseconds. */
const againMs = 1000

export interface Leadership {
  /** Takes the lead from a tab that holds it without doing its work (frozen in the background). */
  steal(): void
}

/** Calls `onLead` when this tab leads, and `onLost` when another took over. Where locks do not exist, every tab leads. */
export const seekLeadership = (onLead: () => void, onLost: () => void): Leadership => {
  const hold = (): Promise<void> => {
    onLead()
    return new Promise(() => {}) // Held until the tab dies or is robbed.
  }
  const request = (options: LockOptions): void => {
    navigator.locks.request(lockName, options, hold).catch(() => {
      onLost()
      // Not at once: WebKit refuses a page that is being left, again and again, and would never leave it. Its timers no longer ring.
      setTimeout(request, againMs, {})
    })
  }
  if (!('locks' in navigator)) {
    onLead()
    return { steal: () => {} }
  }
  request({})
  return { steal: () => request({ steal: true }) }
}
