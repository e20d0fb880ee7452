/**
 * Seals what opens the ILS to us: AES-256-GCM, under a key that lies in the data folder in a file of its own (ILS-10). Runs on the endpoint.
 * The sealed text is in the base and its backups; the key is in neither, so that a copied base opens no ILS.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** In the data folder. */
export const keyFile = 'ils.key'
const cipherName = 'aes-256-gcm'
/** Lengths of the key, of what makes each sealing another one, and of what proves it whole: bytes (NIST SP 800-38D). */
const [keyBytes, nonceBytes, proofBytes] = [32, 12, 16]

/** undefined: there is none, or none that is whole. */
export const readSealKey = (dataDir: string): Buffer | undefined => {
  try {
    const key = readFileSync(join(dataDir, keyFile))
    return key.length === keyBytes ? key : undefined
  } catch {
    return undefined
  }
}

/** Whether a file lies there that is no whole key: it is never written over, for somebody may put the right one back. */
export const isSealKeyBroken = (dataDir: string): boolean => existsSync(join(dataDir, keyFile)) && readSealKey(dataDir) === undefined

const force = (path: string, flags: string, bytes?: Buffer): void => {
  const file = openSync(path, flags, 0o600)
  try {
    if (bytes !== undefined) writeFileSync(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * The key, made where there is none: written whole under another name, forced to the disk, then linked into its place, so that a kill
 * leaves none. Throws where it is broken, or the folder takes no file.
 */
export const makeSealKey = (dataDir: string): Buffer => {
  const there = readSealKey(dataDir)
  if (there !== undefined) return there
  const [path, made] = [join(dataDir, keyFile), randomBytes(keyBytes)]
  const beside = `${path}.${randomBytes(8).toString('hex')}`
  try {
    force(beside, 'wx', made)
    // Fails where another process has made it meanwhile: that one stands.
    linkSync(beside, path)
  } catch (error) {
    if (readSealKey(dataDir) === undefined) throw error
  } finally {
    rmSync(beside, { force: true })
  }
  // Windows opens no folder.
  if (process.platform !== 'win32') force(dataDir, 'r')
  return readSealKey(dataDir) ?? made
}

/** `of`: what it is sealed for; it opens as that alone. */
export const seal = (key: Buffer, text: string, of: string): string => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(of))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** undefined: another key's, another library's, or changed. */
export const openSealed = (key: Buffer, sealed: string, of: string): string | undefined => {
  const bytes = Buffer.from(sealed, 'base64')
  const [nonce, proof] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + proofBytes)]
  try {
    const cipher = createDecipheriv(cipherName, key, nonce, { authTagLength: proofBytes }).setAAD(Buffer.from(of)).setAuthTag(proof)
    return Buffer.concat([cipher.update(bytes.subarray(nonceBytes + proofBytes)), cipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
