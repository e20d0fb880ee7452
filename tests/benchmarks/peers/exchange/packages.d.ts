/**
 * The little of the peers' packages that the benchmark calls. They are installed only when it is asked for, and the compiler would not
 * find them; each declaration follows the package's own documentation.
 */
declare module 'pouchdb/dist/pouchdb.min.js' {
  class PouchDB {
    constructor(name: string)
    put(document: object): Promise<unknown>
    bulkDocs(documents: readonly object[]): Promise<readonly { readonly ok?: boolean }[]>
    allDocs(): Promise<{ readonly rows: readonly { readonly id: string }[] }>
    changes(options: object): { on(event: 'change', listener: (change: { readonly id: string }) => void): void }
    readonly replicate: { to(target: string): Promise<{ readonly ok: boolean }> }
  }
  export = PouchDB
}

declare module 'rxdb/plugins/core' {
  export interface RxCollection {
    insert(document: object): Promise<unknown>
    bulkInsert(documents: readonly object[]): Promise<{ readonly error: readonly unknown[] }>
    readonly insert$: { subscribe(listener: (event: { readonly documentId: string }) => void): void }
    find(): { exec(): Promise<readonly { readonly operationId: string }[]> }
  }
  export const createRxDatabase: (options: object) => Promise<{
    addCollections(collections: object): Promise<{ readonly operations: RxCollection }>
  }>
}

declare module 'rxdb/plugins/storage-dexie' {
  export const getRxStorageDexie: () => object
}

declare module 'rxdb/plugins/replication' {
  export const replicateRxCollection: (options: object) => {
    awaitInitialReplication(): Promise<void>
    readonly error$: { subscribe(listener: (error: unknown) => void): void }
  }
}

declare module 'yjs' {
  export class Doc {
    getArray<T>(name: string): { push(values: readonly T[]): void; toArray(): readonly T[] }
  }
  export const applyUpdate: (document: Doc, update: Uint8Array) => void
  export const encodeStateAsUpdate: (document: Doc) => Uint8Array
}

declare module 'y-indexeddb' {
  import type { Doc } from 'yjs'
  export class IndexeddbPersistence {
    constructor(name: string, document: Doc)
    readonly whenSynced: Promise<unknown>
  }
}

declare module '@hocuspocus/provider' {
  import type { Doc } from 'yjs'
  export class HocuspocusProvider {
    constructor(options: { url: string; name: string; document: Doc })
    readonly hasUnsyncedChanges: boolean
    readonly synced: boolean
    on(event: 'synced' | 'unsyncedChanges', listener: () => void): void
    destroy(): void
  }
}
