/**
 * What a fresh data directory becomes: the library that LIBRARY_NAME names, or a demo dated today. Runs at the start of the endpoint.
 * A demo never mixes with real data: the name of a real library over a demo's database is a fault, not a wish. Everybody knows a
 * demo's PINs: it answers under names of this machine and its house alone. A service that runs for good never makes one, for its
 * environment file may be missing.
 */
import type { Instant } from '../domain/instant.ts'
import { buildDefaultSettings } from '../domain/settings/settings.ts'
import { publishCatalogue } from './catalogue/publish-catalogue.ts'
import { wallClockOf } from './clock/wall-clock-of.ts'
import type { Configuration } from './configuration.ts'
import { demoZone } from './demo/demo-settings.ts'
import { keepDemoPassphrases, makeDemoLibrary } from './demo/make-demo-library.ts'
import { isOfTheHouse } from './http/address-of.ts'
import { mainLibraryId, type Store } from './storage/store.ts'
import type { Library } from './storage/stored.ts'

export type Start = { readonly ok: true; readonly library: Library } | { readonly ok: false; readonly fault: string }

type Asked = Pick<Configuration, 'libraryName' | 'zone' | 'dataDir' | 'isForGood' | 'publicUrl' | 'host'>

/** Why no demo may be here; undefined: it may. */
const faultOfDemo = ({ isForGood, publicUrl, host }: Asked): string | undefined => {
  const name = 'write LIBRARY_NAME=… for a library of your own'
  if (isForGood)
    return `NODE_ENV is production, and LIBRARY_NAME is not set (is the environment file there?): no demo is made or opened; ${name}, or start without NODE_ENV to try one.`
  const away = [`PUBLIC_URL is ${publicUrl}`, `HOST is ${host}`].find((_, n) => !isOfTheHouse(n === 0 ? new URL(publicUrl).hostname : host))
  return away && `${away}, and everybody knows a demo's PINs: it is made or opened on this machine and its own network alone; ${name}.`
}

/** Opens the library that is there, or makes the one that is named, or a demo; refuses a name given to a demo's database. */
export const startLibrary = async (store: Store, asked: Asked, now: Instant): Promise<Start> => {
  const { libraryName, zone, dataDir } = asked
  const [library] = (await store.libraries()).filter(({ head }) => head > 0)
  if (library !== undefined) {
    if (library.isDemo && libraryName !== undefined) {
      const fault = `LIBRARY_NAME is "${libraryName}", but DATA_DIR holds a demo: name another DATA_DIR, or import with --replace-demo.`
      return { ok: false, fault }
    }
    const fault = library.isDemo ? faultOfDemo(asked) : undefined
    if (fault !== undefined) return { ok: false, fault }
    if (library.isDemo) await keepDemoPassphrases(store, library.id)
    return { ok: true, library }
  }
  if (libraryName === undefined) {
    const fault = faultOfDemo(asked)
    if (fault !== undefined) return { ok: false, fault }
    const demo = await makeDemoLibrary(store, wallClockOf(demoZone)(now).date, now)
    await keepDemoPassphrases(store, demo.id)
    await (await publishCatalogue(store, demo.id, dataDir, now)).compressed
    return { ok: true, library: demo }
  }
  // A start that was cut short left a library with nothing in it.
  const isHalfMade = (await store.libraries()).some(({ id }) => id === mainLibraryId)
  const made = isHalfMade ? undefined : await store.createLibrary({ id: mainLibraryId, name: libraryName, isDemo: false })
  await store.transact(mainLibraryId, (transaction) =>
    transaction.writeRow({ ...buildDefaultSettings(libraryName, zone), firstRunStep: 0 }, now),
  )
  return { ok: true, library: made ?? (await store.read(mainLibraryId, (reader) => reader.library())) }
}
