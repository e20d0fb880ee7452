/**
 * What a tablet in one process has not: no camera, no gun, no catalogue, no newer build. Runs in tests, benchmarks and the simulator, which
 * spread it into the desk's ports and put their own in its place where they play one.
 */
import type { DeskPorts } from '../../src/tablet/desk-ports.ts'
import * as housekeeping from '../../src/tablet/sync/housekeeping.ts'

export const absentHardware = {
  loadHousekeeping: async () => housekeeping,
  askToBeWoken: () => {},
  catalogue: { has: async () => true, fetch: async () => {}, itemByBarcode: async () => undefined },
  gun: { source: 'gun', listen: () => () => {} },
  createCamera: () => ({
    source: 'camera',
    listen: () => () => {},
    state: { kind: 'closed' },
    open: async () => {},
    close: () => {},
    setTorch: async () => {},
    setZoom: async () => {},
  }),
  watchUpdates: () => ({ take: () => {} }),
  askForPersistence: async () => 'granted',
} satisfies Partial<DeskPorts>
