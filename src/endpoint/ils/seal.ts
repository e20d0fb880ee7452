/**
 * Seals what opens the ILS to us: AES-256-GCM, under a key that lies in the data folder in a file of its own (ILS-10). Runs on the endpoint.
 * The sealed text is in the base and its backups; the key is in neither, so that a copied base opens no ILS.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
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

/** The key, made where there is none; forced to the disk before anything is sealed with it. */
export const makeSealKey = (dataDir: string): Buffer => {
  const there = readSealKey(dataDir)
  if (there !== undefined) return there
  const key = randomBytes(keyBytes)
  try {
    const file = openSync(join(dataDir, keyFile), 'wx', 0o600)
    writeSync(file, key)
    fsyncSync(file)
    closeSync(file)
  } catch (error) {
    // Another process has made it meanwhile.
    const made = readSealKey(dataDir)
    if (made === undefined) throw error
    return made
  }
  return key
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
