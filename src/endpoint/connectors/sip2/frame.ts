/**
 * SIP2's frames: bytes from the line cut into messages, a message sealed with its checksum. Pure; runs on the endpoint.
 * A message ends with CR alone or CR LF, whatever the last one had; a line feed inside a value ends nothing. The checksum is over bytes as
 * they travel, never over characters.
 */

/** A message longer than this is no message: bytes. The longest seen, a patron with a hundred loans, has 3,000. */
export const longestFrame = 65_536

const [carriageReturn, lineFeed, space] = [0x0d, 0x0a, 0x20]

/** Takes what the line brings, however it was cut, and answers the messages that are whole. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)

  /** Throws a `RangeError` once more than `longestFrame` bytes came without an end. */
  push(chunk: Buffer): readonly Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk])
    const frames: Buffer[] = []
    for (let end = this.#rest.indexOf(carriageReturn); end !== -1; end = this.#rest.indexOf(carriageReturn)) {
      const frame = this.#rest.subarray(firstByte(this.#rest), end)
      if (frame.length > 0) frames.push(frame)
      this.#rest = this.#rest.subarray(end + 1)
    }
    if (this.#rest.length > longestFrame) throw new RangeError('no end of message')
    return frames
  }
}

/** Where a message begins: after the line feed of the last one, and blanks that some send before it. */
const firstByte = (bytes: Buffer): number => {
  const first = bytes.findIndex((byte) => byte !== lineFeed && byte !== space && byte !== 0)
  return first === -1 ? bytes.length : first
}

/** Four hexadecimal digits which make the sum of all bytes, `AZ` included, a multiple of 65,536. */
export const checksumOf = (bytes: Buffer): string => {
  const sum = bytes.reduce((total, byte) => (total + byte) & 0xffff, 0)
  return ((0x10000 - sum) & 0xffff).toString(16).toUpperCase().padStart(4, '0')
}

/** A message with its number (0 to 9) and checksum; without them where the ILS wants none. */
export const sealFrame = (message: Buffer, sequence: number | undefined): Buffer => {
  if (sequence === undefined) return message
  const numbered = Buffer.concat([message, Buffer.from(`AY${sequence}AZ`, 'latin1')])
  return Buffer.concat([numbered, Buffer.from(checksumOf(numbered), 'latin1')])
}

/** Looked for from the end: some put a delimiter before it, some send the checksum alone. */
const sealed = /(?:AY(\d))?AZ([0-9A-Fa-f]{4})$/

/** `sequence`: the number of the request that it answers; undefined where none is sent. */
export const openFrame = (frame: Buffer) => {
  const found = sealed.exec(frame.subarray(-9).toString('latin1'))
  if (found === null) return { message: frame, sequence: undefined, checksum: 'none' as const }
  const [seal, sequence, digits = ''] = found
  const summed = frame.subarray(0, frame.length - digits.length)
  return {
    message: frame.subarray(0, frame.length - seal.length),
    sequence: sequence === undefined ? undefined : Number(sequence),
    checksum: checksumOf(summed) === digits.toUpperCase() ? ('good' as const) : ('bad' as const),
  }
}
