/**
 * Who this tablet is, and which of its tabs leads, over an image of its tables. Runs in the page, under a rehearsal, and in the simulator.
 * The same transactions as dexie-identity.ts, as one function of the image each.
 */
import { type DiskImage, emptyImage, type ImageDisk, writeInTerm } from './disk-image.ts'
import { farewellOf, type IdentityStorage, isAnother } from './tablet-storage.ts'

const withoutBase: Pick<DiskImage, 'base' | 'outcomes' | 'visits' | 'noteDrafts' | 'calls' | 'mark' | 'lostMark'> = {
  base: new Map(),
  outcomes: new Map(),
  visits: [],
  noteDrafts: [],
  calls: [],
  mark: undefined,
  lostMark: undefined,
}

export const createImageIdentity = (disk: ImageDisk): IdentityStorage => {
  const { read, write } = disk
  return {
    takeTerm: () =>
      write((image) => ({
        change: { term: image.term + 1 },
        value: { term: image.term + 1, cursor: image.mark?.cursor, ticket: image.identity?.ticket },
      })),
    isLeading: (term) => read((image) => image.term === term),
    keepIdentity: (identity, leaving) =>
      write((image) => {
        const left = leaving === undefined ? [] : image.outbox
        const former = image.identity?.library
        const apart = [
          ...image.elsewhere,
          ...left.map((entry) => ({ ...entry, library: entry.library ?? former, libraryName: leaving ?? '' })),
        ]
        const back = apart.filter((entry) => entry.library === identity.library).map(({ libraryName, ...entry }) => entry)
        const change = {
          ...(leaving === undefined ? {} : withoutBase),
          ...{ identity, lost: undefined, farewell: undefined, term: image.term + 1 },
          outbox: [...image.outbox.filter((entry) => !left.includes(entry)), ...back].sort((a, b) => a.seq - b.seq),
          elsewhere: apart.filter((entry) => entry.library !== identity.library),
        }
        return { change, value: undefined }
      }),
    keepCredential: (term, credential) =>
      writeInTerm(disk, term, ({ identity }) => ({ identity: identity && { ...identity, ...credential } })),
    keepLost: (lost, credential) =>
      write(({ identity }) => {
        const isKept = !isAnother(identity, credential)
        return { change: isKept ? { lost } : {}, value: isKept }
      }),
    eraseAll: () =>
      write(({ outbox, outcomes, elsewhere, lastSeq, term }) => {
        if (outbox.length > 0) return { change: {}, value: undefined }
        const farewell = farewellOf([...outcomes.values()])
        return { change: { ...emptyImage, elsewhere, lastSeq, term: term + 1, lost: 'revoked', farewell }, value: farewell }
      }),
    // An image has no other trace than its tables.
    removeDatabase: async () => {},
  }
}
