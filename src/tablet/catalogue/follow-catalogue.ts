/**
 * Keeps this tablet's catalogue the one that the base names: fetched after an exchange that went through, its progress shown. Runs in the
 * page. A fetch that fails says nothing: the next exchange tries again.
 */

import type { DeskPorts } from '../desk-ports.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import { bearerOf } from '../sync/bearer-of.ts'

export interface FollowCataloguePorts extends Pick<DeskPorts, 'catalogue'> {
  readonly mirror: TabletMirror
  readonly shown: ShownDesk
}

/** The screen shows whole percents: less than one is not told. */
const smallestStep = 0.01

/** Fetches the catalogue where it is not here yet; one fetch at a time. */
export const createFollowCatalogue = ({ catalogue, mirror, shown }: FollowCataloguePorts): (() => Promise<void>) => {
  let isFetching = false
  return async () => {
    const { identity } = mirror
    const file = shown.snapshot.state.get('catalogue', 'catalogue')
    if (isFetching || identity === undefined || file === undefined) return
    isFetching = true
    try {
      if (await catalogue.has(file)) return
      shown.show({ catalogueProgress: 0 })
      let told = 0
      await catalogue.fetch(file, bearerOf(identity), (share) => {
        if (share - told < smallestStep) return
        told = share
        shown.show({ catalogueProgress: share })
      })
    } catch {
      // The next exchange tries again.
    } finally {
      isFetching = false
      if (shown.snapshot.catalogueProgress !== undefined) shown.show({ catalogueProgress: undefined })
    }
  }
}
