/**
 * What a tablet in one process has not: no camera, no gun, no catalogue, no newer build. Runs in tests, benchmarks and the simulator, which
 * spread it into the desk's ports and put their own in its place where they play one.
 */
import type { DeskPorts } from '../../src/tablet/desk-ports.ts'
import * as askEnrolment from '../../src/tablet/enrolment/ask-enrolment.ts'
import * as checkPin from '../../src/tablet/enrolment/check-pin.ts'
import * as directPush from '../../src/tablet/outbox/push-directly.ts'
import * as housekeeping from '../../src/tablet/sync/housekeeping.ts'
import * as syncSession from '../../src/tablet/sync/sync-session.ts'

export const absentHardware = {
  load: {
    syncSession: async () => syncSession,
    housekeeping: async () => housekeeping,
    askEnrolment: async () => askEnrolment,
    checkPin: async () => checkPin,
    directPush: async () => directPush,
  },
  startOver: () => {},
  askToBeWoken: () => {},
  catalogue: {
    whereIs: async () => 'here',
    fetch: async () => {},
    forget: async () => {},
    itemByBarcode: async () => undefined,
    records: async () => undefined,
    search: async () => undefined,
    lists: async () => undefined,
  },
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
