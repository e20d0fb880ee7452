/**
 * What an archive holds, read in memory: a tar.gz or a zip, as `npm run release` packs them. Then whether its keeper made it: one signed list of
 * sums, every file in it, none beside it. Nothing reaches the disk before. Runs on Node; throws a sentence in French.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { gunzipSync, inflateRawSync } from 'node:zlib'

const largest = 1_000_000_000
const refuse = (why) => {
  throw new Error(why)
}

const textOf = (bytes) => bytes.toString('utf8').replace(/\0.*$/s, '')

const readTar = (bytes) => {
  const files = new Map()
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const field = (from, length) => textOf(bytes.subarray(at + from, at + from + length))
    const [size, kind, prefix] = [Number.parseInt(field(124, 12), 8), field(156, 1), field(345, 155)]
    const name = prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`
    if (kind === '0')
      files.set(name, { bytes: bytes.subarray(at + 512, at + 512 + size), isProgram: (Number.parseInt(field(100, 8), 8) & 0o100) !== 0 })
    else if (kind !== '5') refuse('L’archive contient autre chose que des fichiers.')
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}

const readZip = (bytes) => {
  const files = new Map()
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)]
    const [named, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    const local = bytes.readUInt32LE(at + 42)
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const body = bytes.subarray(from, from + packed)
    const whole = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.max(size, 1) })
    files.set(bytes.toString('utf8', at + 46, at + 46 + named), { bytes: whole, isProgram: false })
    at += 46 + named + extra + comment
  }
  return files
}

export const readArchive = (bytes) => {
  try {
    return bytes.subarray(0, 2).toString('latin1') === 'PK' ? readZip(bytes) : readTar(gunzipSync(bytes, { maxOutputLength: largest }))
  } catch {
    return refuse('L’archive est abîmée, ou incomplète : téléchargez-la de nouveau.')
  }
}

const isSafe = (name) => name.split('/').every((part) => /^[^\\:\p{Cc}]+$/u.test(part) && !/^\.+$/.test(part))

/** The one version inside, its files by their names in it. `key`: PEM, that of the version which runs. */
export const verifyVersion = (entries, key) => {
  const inside = [...entries]
    .filter(([name]) => name.startsWith('pret-a-emporter/versions/'))
    .map(([name, file]) => [name.split('/').slice(2), file])
  const [version = '', ...others] = new Set(inside.map(([[first]]) => first))
  if (others.length > 0 || !/^\d[\w.-]*$/.test(version)) refuse('Ce n’est pas une archive de Prêt à emporter.')
  const files = new Map(inside.map(([parts, file]) => [parts.slice(1).join('/'), file]))
  const [list, signature] = ['SHA256SUMS', 'SHA256SUMS.sig'].map((name) => files.get(name)?.bytes)
  if (list === undefined || signature === undefined) refuse('L’archive ne porte pas de signature.')
  if (!verify(null, list, createPublicKey(key), Buffer.from(signature.toString(), 'base64')))
    refuse('La signature de l’archive n’est pas celle de qui tient ce service.')
  const sums = new Map(
    textOf(list)
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )
  const listed = [...files].filter(([name]) => name !== 'SHA256SUMS' && name !== 'SHA256SUMS.sig')
  const isWhole =
    listed.length === sums.size &&
    listed.every(([name, { bytes }]) => isSafe(name) && sums.get(name) === createHash('sha256').update(bytes).digest('hex'))
  if (!isWhole) refuse('L’archive est abîmée : la somme d’un fichier n’est pas la bonne. Téléchargez-la de nouveau.')
  return { version, files }
}
