/**
 * `pret-a-emporter`: what a librarian starts. Without a word: a window that asks for the library's name once, keeps the endpoint running, and says
 * the address, the code of the first tablet, and how to start with the machine. With a word: the service, its state, an update, or a command
 * of the papers. French; runs on the Node that the archive brings.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { setTimeout as wait } from 'node:timers/promises'
import * as place from './place.mjs'
import { service } from './service.mjs'
import { isKept, isReady, supervise } from './supervise.mjs'
import { update } from './update.mjs'

const { at, currentVersion, isWindows, variables, versionAt, withoutNpm } = place
const [word, ...words] = process.argv.slice(2)
const version = currentVersion()
const say = (...lines) => console.log(lines.join('\n'))
const own = isWindows ? 'pret-a-emporter' : './pret-a-emporter'
const asRoot = isWindows ? '' : 'sudo '
const hint = isWindows ? ' (dans une invite de commandes ouverte « en tant qu’administrateur »)' : ''

// A reader that left, or a window that was closed, ends nothing here.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const { scripts } = JSON.parse(readFileSync(versionAt(version, 'package.json'), 'utf8'))
const programOf = (name) => versionAt(version, ...scripts[name].replace(/^node /, '').split('/'))
const isCommand = (name) => name !== 'start' && Object.hasOwn(scripts, name)

/** A command of the papers, in the folder where it is typed; what it says of npm is said of this program. */
const command = (name, args) =>
  new Promise((resolve) => {
    const child = spawn(place.nodeOf(version), ['--enable-source-maps', programOf(name), ...args], {
      env: variables,
      stdio: ['inherit', 'pipe', 'pipe'],
    })
    child.stdout.on('data', (bytes) => process.stdout.write(withoutNpm(bytes)))
    child.stderr.on('data', (bytes) => process.stderr.write(withoutNpm(bytes)))
    child.once('close', (code) => resolve(code ?? 1))
  })

const askName = async () => {
  if (!process.stdin.isTTY) return undefined
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  say('Comment s’appelle votre bibliothèque ?', '(Entrée sans rien écrire : une bibliothèque d’essai, où tout est inventé.)')
  const name = (await lines.question('> ')).trim()
  lines.close()
  return name === '' ? undefined : name
}

const sayWhere = () => {
  say(`  Adresse : ${variables.PUBLIC_URL}${place.hasCertificate ? '' : '   (sur cet ordinateur)'}`)
  if (!place.hasCertificate)
    say(
      `  Pour des tablettes, un certificat d’abord : ${own} certificate NOM-DE-CET-ORDINATEUR`,
      '  puis fermez cette fenêtre, et démarrez de nouveau.',
    )
}

const openWindow = async () => {
  say('', `Prêt à emporter ${version}`, '')
  if (isKept()) {
    say('Le service tourne déjà.')
    sayWhere()
    return 0
  }
  const isFirst = place.isNew()
  if (isFirst && variables.LIBRARY_NAME === undefined) {
    const name = await askName()
    if (name !== undefined) variables.LIBRARY_NAME = name
  }
  say('Un instant…')
  const isOfALibrary = isFirst && variables.LIBRARY_NAME !== undefined
  // A new library is told to type `enrol` elsewhere: here that is done for it.
  let isTold = false
  const pass = (line) => {
    isTold = isOfALibrary && (isTold ? line !== '' : line.startsWith('Bibliothèque nouvelle'))
    if (!isTold) console.log(withoutNpm(Buffer.from(line)).toString())
  }
  const code = await supervise(pass, async () => {
    if (isOfALibrary) await command('enrol', [])
    say('')
    sayWhere()
    if (isOfALibrary) say(`  Ouvrez le lien ci-dessus dans un navigateur : cinq questions vous y attendent. Un autre code : ${own} enrol`)
    say(`  Démarrer avec l’ordinateur : fermez cette fenêtre, puis ${asRoot}${own} install-service${hint}`)
    say('  Arrêter : Ctrl + C, ou fermez cette fenêtre. Ce qui est enregistré reste.', '')
  })
  if (code !== 0) say('', `Le service s’est arrêté (code ${code}). Ce qu’il a dit est aussi dans ${at('state', 'log.txt')}`)
  return code
}

const untilKept = async (wish) => {
  for (const until = Date.now() + 60_000; Date.now() < until; await wait(300))
    if (isKept() === wish && (await isReady()) === wish) return true
  return false
}

const installService = async () => {
  if (place.isNew()) {
    say(`Démarrez une première fois par ${own}, pour que la bibliothèque ait son nom ; puis revenez ici.`)
    return 1
  }
  if (isKept()) {
    say('Fermez d’abord la fenêtre où le service tourne.')
    return 1
  }
  service.install(place)
  const came = await untilKept(true)
  say(
    came
      ? 'Le service tourne, et démarrera avec l’ordinateur.'
      : `Le service est installé, mais ne répond pas. Lisez ${at('state', 'log.txt')}`,
  )
  sayWhere()
  return came ? 0 : 1
}

const uninstallService = async () => {
  if (isWindows && isKept()) {
    place.writeState('asked', JSON.stringify({ stop: true }))
    await untilKept(false)
  }
  service.uninstall()
  say('Le service est retiré. Les données restent dans', `  ${at('data')}`)
  return 0
}

const sayStatus = async () => {
  const ready = await isReady()
  const state = isKept()
    ? ready
      ? 'tourne et répond'
      : 'tourne, et ne répond pas encore'
    : ready
      ? 'un autre programme répond à ce port'
      : 'arrêté'
  say(
    `Version : ${version}`,
    `État : ${state}`,
    `Avec l’ordinateur : ${service.isThere() ? 'oui' : 'non'}`,
    `Données : ${variables.DATA_DIR}`,
  )
  say(`Copies : ${variables.BACKUP_DIR}`, `Adresse : ${variables.PUBLIC_URL}`)
  return isKept() && ready ? 0 : 1
}

const usage = () => {
  const names = Object.keys(scripts).filter(isCommand)
  say(`${own}                      démarre, dans cette fenêtre`)
  say(`${own} install-service      démarre avec l’ordinateur ; uninstall-service le défait`)
  say(`${own} status               dit si le service tourne`)
  say(`${own} update ARCHIVE       passe à une nouvelle version`, '', `Les commandes de la documentation : ${names.join(', ')}`)
  return 2
}

const acts = {
  'install-service': installService,
  'uninstall-service': uninstallService,
  status: sayStatus,
  update: () => update(words[0]),
  run: () =>
    supervise(
      () => undefined,
      () => undefined,
    ),
  start: openWindow,
}

const act = word === undefined ? openWindow : isCommand(word) ? () => command(word, words) : Object.hasOwn(acts, word) ? acts[word] : usage
try {
  process.exit(await act())
} catch (error) {
  const isDenied = ['EACCES', 'EPERM'].includes(error.code) || /denied|refus|interactive auth/i.test(String(error.stderr))
  console.error(
    isDenied ? `Il faut les droits d’administration : ${asRoot}${own} ${word ?? ''}${hint}` : String(error.stderr || error.message),
  )
  process.exit(1)
}
