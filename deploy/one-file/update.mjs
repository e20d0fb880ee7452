/**
 * `pret-a-emporter update ARCHIVE`: reads and checks it, unpacks it beside what runs, copies the database, turns over, and says which version
 * answers. Until it turns over nothing that runs was touched. Runs on Node, with the rights of whoever unpacked the folder.
 * Answers the exit code: 0 the new version runs; 1 the former one still does, or again.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { at, buildOf, currentVersion, home, isNew, nodeOf, readState, variables, versionAt, writeState } from './place.mjs'
import { readArchive, verifyVersion } from './read-archive.mjs'
import { isKept, turnOverAlone } from './supervise.mjs'

const refuse = (why) => {
  throw new Error(why)
}

const check = (archive, running) => {
  const keyPath = versionAt(running, 'release-key.pem')
  if (!existsSync(keyPath))
    refuse('La version en place ne porte pas de clé : elle ne peut juger aucune archive. Installez la nouvelle à la main.')
  const { version, files } = verifyVersion(readArchive(readFileSync(archive)), readFileSync(keyPath))
  const [own, build] = [buildOf(running), JSON.parse(files.get('build.json')?.bytes.toString() ?? '{}')]
  if (build.system !== own.system) refuse(`Cette archive est pour ${build.system} ; cet ordinateur demande ${own.system}.`)
  if (version === running) refuse(`La version ${version} est déjà celle qui tourne.`)
  if (!(build.madeAt >= own.madeAt)) refuse(`La version ${version} est plus ancienne que celle qui tourne (${running}).`)
  return { version, files }
}

const unpack = ({ version, files }) => {
  const beside = at('versions', `.${version}.part`)
  rmSync(beside, { recursive: true, force: true })
  for (const [name, { bytes, isProgram }] of files) {
    mkdirSync(dirname(join(beside, name)), { recursive: true })
    writeFileSync(join(beside, name), bytes, { mode: isProgram ? 0o755 : 0o644 })
  }
  rmSync(versionAt(version), { recursive: true, force: true })
  renameSync(beside, versionAt(version))
}

/** Of PostgreSQL the copy is one of BACKUP_DIR's, and is put back by hand. */
const copyDatabase = (running, version) => {
  if (isNew()) return undefined
  const isServer = variables.DATABASE_URL !== undefined || variables.DATABASE_URL_FILE !== undefined
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const copy = join(at('copies'), `avant-${version}-${stamp}.db`)
  const words = isServer ? [] : ['--out', copy]
  execFileSync(nodeOf(running), [versionAt(running, 'dist', 'endpoint', 'command', 'backup.js'), ...words], {
    env: variables,
    stdio: 'pipe',
  })
  return isServer ? undefined : copy
}

const askTheKeeper = async (asked) => {
  rmSync(at('state', 'answer'), { force: true })
  writeState('asked', JSON.stringify(asked))
  while (readState('answer') === undefined && isKept()) await wait(200)
  const answer = readState('answer')
  return answer === undefined ? { outcome: 'down', why: [] } : JSON.parse(answer)
}

const sentences = {
  back: (former) => `La nouvelle version n’a pas répondu. La version ${former} tourne de nouveau, avec les mêmes données.`,
  restored: (former) =>
    `La nouvelle version n’a pas répondu. La version ${former} tourne de nouveau, avec la copie faite juste avant ; les tablettes renvoient ce qui manque.`,
  down: (former) => `Rien ne répond, ni la nouvelle version ni ${former}. Lisez ${at('state', 'log.txt')} et docs/revenir-en-arriere.md.`,
}

export const update = async (archive) => {
  const running = currentVersion()
  try {
    if (archive === undefined || !existsSync(archive)) refuse('Nommez l’archive : pret-a-emporter update ARCHIVE')
    if (process.getuid !== undefined && process.getuid() !== statSync(at('state')).uid)
      refuse('Lancez cette commande avec le compte à qui appartient ce dossier.')
    console.log('Lecture de l’archive…')
    const next = check(archive, running)
    console.log(`Archive vérifiée : ${next.version}, signée.`)
    unpack(next)
    const copy = copyDatabase(running, next.version)
    if (copy !== undefined) console.log(`Copie de la base : ${copy}`)
    console.log('Changement de version…')
    const asked = { from: running, to: next.version, copy }
    const { outcome, why } = await (isKept() ? askTheKeeper(asked) : turnOverAlone(asked, () => undefined))
    if (outcome !== 'turned') {
      rmSync(versionAt(next.version), { recursive: true, force: true })
      refuse([...why.map((line) => `  ${line}`), sentences[outcome](running)].join('\n'))
    }
    // The former one stays, to go back by hand; on Windows a program that runs is not removed.
    for (const name of readdirSync(at('versions')))
      if (name !== running && name !== next.version) rmSync(join(home, 'versions', name), { recursive: true, force: true })
    console.log(`La version ${next.version} répond. L’ancienne reste dans ${versionAt(running)}.`)
    return 0
  } catch (error) {
    console.error(error.stderr?.toString() || error.message)
    return 1
  }
}
