/**
 * The little of the peers' packages that the benchmark search calls. They are installed only when it is asked for, and the compiler would
 * not find them; each declaration follows the package's own documentation.
 */
declare module 'minisearch' {
  class MiniSearch {
    constructor(options: object)
    addAll(documents: readonly object[]): void
    search(query: string, options: object): readonly { readonly id: string }[]
    static loadJSON(json: string, options: object): MiniSearch
  }

  export = MiniSearch
}

declare module 'flexsearch' {
  export class Index {
    constructor(options: object)
    add(id: number, text: string): unknown
    search(query: string, options: object): readonly number[]
  }
}

declare module '@orama/orama' {
  interface Database {
    readonly schema: object
  }
  export const create: (options: object) => Promise<Database>
  export const insertMultiple: (database: Database, documents: readonly object[], batch: number) => Promise<unknown>
  export const save: (database: Database) => Promise<object>
  export const load: (database: Database, saved: unknown) => Promise<void>
  export const search: (database: Database, wanted: object) => Promise<{ readonly hits: readonly { readonly id: string }[] }>
}

declare module '@sqlite.org/sqlite-wasm' {
  interface Statement {
    bind(values: readonly unknown[]): Statement
    step(): boolean
    stepReset(): Statement
    get(column: number): unknown
    reset(): Statement
    finalize(): void
  }
  class DB {
    constructor(name: string)
    readonly pointer: number
    exec(sql: string): unknown
    prepare(sql: string): Statement
  }
  interface Sqlite {
    readonly oo1: { readonly DB: typeof DB }
    readonly capi: {
      readonly SQLITE_DESERIALIZE_FREEONCLOSE: number
      readonly SQLITE_DESERIALIZE_RESIZEABLE: number
      sqlite3_js_db_export(database: DB): Uint8Array<ArrayBuffer>
      sqlite3_deserialize(database: number, schema: string, place: number, bytes: number, room: number, flags: number): number
    }
    readonly wasm: { allocFromTypedArray(bytes: Uint8Array): number; heap8(): Int8Array }
  }
  const start: () => Promise<Sqlite>

  export = start
}
