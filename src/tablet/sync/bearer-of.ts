/**
 * How a tablet says who it is in each request. Runs in the page; apart from the exchanges, because the catalogue is fetched with it too.
 * The endpoint keeps the credential's hash alone.
 */
import type { Identity } from '../storage/tablet-storage.ts'

export const bearerOf = ({ deviceId, credential }: Pick<Identity, 'deviceId' | 'credential'>): string => `${deviceId}.${credential}`
