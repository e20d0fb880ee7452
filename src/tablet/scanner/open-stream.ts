/**
 * The camera's stream: which camera, what it can do, and why it does not open. Runs in the page; loaded when a camera opens.
 * The rear one is asked for, never demanded, and the one that was used is remembered: phones have several, and one of them focuses near.
 */
import { BrowserCodeReader } from '@zxing/browser/esm/readers/BrowserCodeReader.js'
import { get, set } from 'idb-keyval'
import type { CameraState } from '../desk.ts'

type Open = Extract<CameraState, { kind: 'open' }>
export type FailureReason = Extract<CameraState, { kind: 'failed' }>['reason']

/** A cosmetic preference of this tablet, in the browser's key-value database. */
const preferredCameraKey = 'camera'

/** The desk's word for a browser's refusal. */
export const toFailure = (error: unknown): FailureReason => {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no-camera'
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'unknown'
}

/** What cameras can do beyond the standard types (W3C Image Capture). */
interface CameraAbilities {
  readonly focusMode?: readonly string[]
  readonly zoom?: { readonly min: number; readonly max: number; readonly step: number }
}
interface CameraWish {
  readonly focusMode?: 'continuous'
  readonly zoom?: number
}

const apply = (track: MediaStreamTrack, wish: CameraWish): Promise<void> =>
  // The cast: these constraints are in no standard type.
  track.applyConstraints({ advanced: [wish as MediaTrackConstraintSet] })

/** Pixels that are asked for: enough for a label held near, on which scanning was measured (tests/benchmarks/RESULTS.md, camera). */
const size = { width: { ideal: 1280 }, height: { ideal: 720 } }

export const openStream = async (cameraId: string | undefined): Promise<MediaStream> => {
  const wanted = cameraId ?? (await get<string>(preferredCameraKey).catch(() => undefined))
  // The camera chosen last time may be gone: `ideal` then falls back by itself.
  const which = wanted === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { ideal: wanted } }
  const stream = await navigator.mediaDevices.getUserMedia({ video: { ...size, ...which } })
  const track = stream.getVideoTracks()[0]
  const used = track?.getSettings().deviceId
  if (used !== undefined) void set(preferredCameraKey, used).catch(() => undefined)
  const { focusMode } = (track?.getCapabilities?.() ?? {}) as CameraAbilities
  // A camera that refuses what it said it could still shows a picture.
  if (track !== undefined && focusMode?.includes('continuous') === true)
    await apply(track, { focusMode: 'continuous' }).catch(() => undefined)
  return stream
}

/** What can be chosen and set while this stream is open. */
export const describeStream = async (stream: MediaStream): Promise<Omit<Open, 'kind' | 'hint'>> => {
  const track = stream.getVideoTracks()[0]
  const devices = await BrowserCodeReader.listVideoInputDevices()
  const { zoom } = (track?.getCapabilities?.() ?? {}) as CameraAbilities
  return {
    torch: track !== undefined && BrowserCodeReader.mediaStreamIsTorchCompatibleTrack(track) ? 'off' : 'absent',
    cameras: devices.map(({ deviceId, label }) => ({ id: deviceId, label })),
    cameraId: track?.getSettings().deviceId,
    zoom: zoom === undefined || !(zoom.max > zoom.min) ? undefined : { ...zoom, value: readZoom(track) ?? zoom.min },
  }
}

const readZoom = (track: MediaStreamTrack | undefined): number | undefined =>
  (track?.getSettings() as { readonly zoom?: number } | undefined)?.zoom

export const setTorch = async (stream: MediaStream, isOn: boolean): Promise<void> => {
  const track = stream.getVideoTracks()[0]
  if (track !== undefined) await BrowserCodeReader.mediaStreamSetTorch(track, isOn)
}

export const setZoom = async (stream: MediaStream, value: number): Promise<void> => {
  const track = stream.getVideoTracks()[0]
  if (track !== undefined) await apply(track, { zoom: value })
}
