/**
 * Which camera this tablet used last: a convenience, kept apart from everything that matters. Runs in the page.
 * It lives in a database of its own, without a common transaction (PROTOCOL.md, The tablet): losing it costs one tap.
 */
import { get, set } from 'idb-keyval'

const key = 'camera'

/** The browser's id of the camera; undefined when none was used, or the browser does not say. */
export const preferredCamera = (): Promise<string | undefined> => get<string>(key).catch(() => undefined)

export const keepPreferredCamera = (id: string): Promise<void> => set(key, id).catch(() => undefined)
