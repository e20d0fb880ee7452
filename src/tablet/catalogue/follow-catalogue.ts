/**
 * Keeps this tablet's catalogue the one that the base names: fetched after an exchange that went through. Runs in the page.
 * How far it came, or what keeps it away, is shown where it is missed; the next exchange tries again.
 */
import type { CatalogueArrival, DeskSnapshot } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import { bearerOf } from '../sync/bearer-of.ts'

export interface FollowCataloguePorts {
  readonly catalogue: Pick<DeskPorts['catalogue'], 'whereIs' | 'fetch'>
  readonly mirror: { readonly identity: Pick<Identity, 'deviceId' | 'credential'> | undefined }
  readonly shown: {
    readonly snapshot: Pick<DeskSnapshot, 'state' | 'catalogueArrival'>
    show(change: Pick<DeskSnapshot, 'catalogueArrival'>): void
  }
}

/** The screen shows whole percents: less than one is not told. */
const smallestStep = 0.01

/** Fetches the catalogue where it is not here yet; one fetch at a time. */
export const createFollowCatalogue = ({ catalogue, mirror, shown }: FollowCataloguePorts): (() => Promise<void>) => {
  let isFetching = false
  const tell = (catalogueArrival: CatalogueArrival | undefined): void => {
    if (catalogueArrival?.kind !== shown.snapshot.catalogueArrival?.kind || catalogueArrival?.kind === 'coming')
      shown.show({ catalogueArrival })
  }
  return async () => {
    const { identity } = mirror
    const file = shown.snapshot.state.get('catalogue', 'catalogue')
    if (isFetching || identity === undefined || file === undefined) return
    isFetching = true
    try {
      if ((await catalogue.whereIs(file)) === 'missing') {
        let told = -smallestStep
        await catalogue.fetch(file, bearerOf(identity), (share) => {
          if (share - told < smallestStep) return
          told = share
          tell({ kind: 'coming', share })
        })
      }
      tell((await catalogue.whereIs(file)) === 'no-room' ? { kind: 'no-room' } : undefined)
    } catch {
      tell({ kind: 'cut' })
    } finally {
      isFetching = false
    }
  }
}
