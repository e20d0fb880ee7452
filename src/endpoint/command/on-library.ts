/**
 * What commands upon one library do alike: its own words understood or its usage said, the store opened, the library that is meant chosen, the
 * store closed again. Runs in commands of the endpoint; nothing is opened before the words are understood.
 * Exit codes: that of `act`; 1 no such library, or several and none named (NET-1); 2 not understood.
 */
import { type Configuration, requireConfiguration } from '../configuration.ts'
import { understood } from '../storage/command-ports.ts'
import { requireStore } from '../storage/open-store.ts'
import { chooseLibrary, type Store, sayChoice } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'

export interface OnLibrary<Wish> {
  readonly usage: string
  /** What was asked for; throws, or answers undefined, where it is not understood. */
  readonly read: () => (Wish & { readonly library: string | undefined }) | undefined
  readonly act: (store: Store, library: Library, wish: Wish, configuration: Configuration) => Promise<number>
}

/** Answers the exit code. */
export const onLibrary = async <Wish>({ usage, read, act }: OnLibrary<Wish>): Promise<number> => {
  const wish = understood(read)
  const configuration = requireConfiguration(process.env, [])
  if (wish === undefined) {
    console.error(usage)
    return 2
  }
  const store = await requireStore(configuration)
  try {
    const choice = chooseLibrary(await store.libraries(), wish.library)
    if (choice.kind === 'one') return await act(store, choice.library, wish, configuration)
    console.error(sayChoice(choice))
    return 1
  } finally {
    await store.close()
  }
}
