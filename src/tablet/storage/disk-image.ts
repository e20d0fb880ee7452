/**
 * The tablet's tables as one image in memory, and a disk that holds one. Runs in the page, under a rehearsal, and in the simulator.
 * A transaction makes a new image from the old one, so that half of it can never be seen and any image can be kept and put back.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { Acknowledged, BaseRow, Fenced, PinErrors, StoredTablet } from './tablet-storage.ts'

/** All tables at one instant; never changed, only replaced. */
export interface DiskImage extends Omit<StoredTablet, 'base' | 'unreached'> {
  readonly lastSeq: number
  readonly base: ReadonlyMap<string, BaseRow>
  readonly outcomes: ReadonlyMap<OperationId, Acknowledged>
  readonly term: number
  readonly orderCounter: number
  readonly pinErrors: ReadonlyMap<string, PinErrors>
}

export const emptyImage: DiskImage = {
  outbox: [],
  elsewhere: [],
  lastSeq: 0,
  base: new Map(),
  outcomes: new Map(),
  identity: undefined,
  lost: undefined,
  farewell: undefined,
  mark: undefined,
  lostMark: undefined,
  clockOffset: 0,
  term: 0,
  visits: [],
  noteDrafts: [],
  calls: [],
  orderCounter: 0,
  pinErrors: new Map(),
}

export const baseKey = ({ kind, id }: Pick<BaseRow, 'kind' | 'id'>): string => `${kind}\n${id}`

/** One transaction that reads, and one that writes: `work` answers the change to make and the value to give back. */
export interface ImageDisk {
  read<T>(work: (image: DiskImage) => T): Promise<T>
  write<T>(work: (image: DiskImage) => { readonly change: Partial<DiskImage>; readonly value: T }): Promise<T>
}

/** A disk that never fails, and forgets with the page. */
export const createImageDisk = (first: DiskImage): ImageDisk => {
  let image = first
  return {
    read: async (work) => work(image),
    write: async (work) => {
      const { change, value } = work(image)
      image = { ...image, ...change }
      return value
    },
  }
}

/** Writes nothing where another tab leads now. */
export const writeInTerm = (disk: ImageDisk, term: number, work: (image: DiskImage) => Partial<DiskImage>): Promise<Fenced> =>
  disk.write((image) => (image.term === term ? { change: work(image), value: true } : { change: {}, value: false }))
