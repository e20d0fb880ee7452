/**
 * `pret-a-emporter install-service` and `uninstall-service`: the service starts with the machine, by what the system itself has: systemd, launchd,
 * or the Task Scheduler of Windows under its low account LOCAL SERVICE. Runs on Node, as root or administrator.
 * Texts are made apart from what is done with them, so that tests read them on any system. Decision 34 says why.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A path in a unit: `%` and `"` have a meaning there. */
const inUnit = (path) => `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`

/** The program's folder is read-only to it: it writes data, copies and its state. */
export const systemdUnit = ({ home, uid, writable }) => `[Unit]
Description=Prêt à emporter
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
User=${uid}
ExecStart=${inUnit(`${home}/pret-a-emporter`).replaceAll('$', '$$$$')} run
Restart=on-failure
RestartSec=2
RestartPreventExitStatus=2
TimeoutStopSec=45
UMask=0077
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=${writable.map(inUnit).join(' ')}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
`

export const launchdPlist = ({ home, user }) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>Label</key><string>fr.pret-a-emporter</string>
  <key>UserName</key><string>${escapeXml(user)}</string>
  <key>ProgramArguments</key><array><string>${escapeXml(home)}/pret-a-emporter</string><string>run</string></array>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>Umask</key><integer>63</integer>
</dict></plist>
`

/** S-1-5-19 is LOCAL SERVICE under whatever name the language of Windows gives it. */
export const scheduledTask = ({ home }) =>
  `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers><BootTrigger><Enabled>true</Enabled></BootTrigger></Triggers>
  <Principals><Principal id="Author"><UserId>S-1-5-19</UserId><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author"><Exec><Command>"${escapeXml(home)}\\pret-a-emporter.cmd"</Command><Arguments>run</Arguments></Exec></Actions>
</Task>
`.replaceAll('\n', '\r\n')

/** SYSTEM and administrators own the folder; the service reads the programs and writes its own three. */
export const windowsRights = (home) => [
  [home, '/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F', '*S-1-5-19:(OI)(CI)RX'],
  ...['data', 'copies', 'state'].map((name) => [`${home}\\${name}`, '/grant:r', '*S-1-5-19:(OI)(CI)M']),
]

const unitPath = '/etc/systemd/system/pret-a-emporter.service'
const plistPath = '/Library/LaunchDaemons/fr.pret-a-emporter.plist'
const task = 'Pret a emporter'
const run = (program, ...args) => execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })

/** Of each system: what is done, what undoes it, and whether it is there. */
const ways = {
  linux: {
    install: ({ home, variables }) => {
      if (!existsSync('/run/systemd/system'))
        throw new Error('Ce Linux ne démarre pas par systemd : faites-lui lancer « pret-a-emporter run ».')
      const { uid } = statSync(home)
      if (uid === 0)
        throw new Error('Ce dossier est à root : décompressez l’archive avec un compte ordinaire, puis « sudo » pour cette commande seule.')
      const own = ['data', 'copies', 'state'].map((name) => `${home}/${name}`)
      const others = [variables.DATA_DIR, variables.BACKUP_DIR, variables.WATCH_DIR].filter(Boolean)
      writeFileSync(unitPath, systemdUnit({ home, uid, writable: [...new Set([...own, ...others])] }))
      run('systemctl', 'daemon-reload')
      run('systemctl', 'enable', '--now', 'pret-a-emporter')
    },
    uninstall: () => {
      run('systemctl', 'disable', '--now', 'pret-a-emporter')
      rmSync(unitPath)
      run('systemctl', 'daemon-reload')
    },
    isThere: () => existsSync(unitPath),
  },
  darwin: {
    install: ({ home }) => {
      writeFileSync(plistPath, launchdPlist({ home, user: process.env.SUDO_USER ?? userInfo().username }))
      run('launchctl', 'bootstrap', 'system', plistPath)
    },
    uninstall: () => {
      run('launchctl', 'bootout', 'system', plistPath)
      rmSync(plistPath)
    },
    isThere: () => existsSync(plistPath),
  },
  win32: {
    install: ({ home, port, hasCertificate }) => {
      const xml = `${home}\\state\\task.xml`
      writeFileSync(xml, `\uFEFF${scheduledTask({ home })}`, 'utf16le')
      for (const words of windowsRights(home)) run('icacls', ...words)
      run('schtasks', '/create', '/tn', task, '/xml', xml, '/f')
      if (hasCertificate)
        run(
          'netsh',
          'advfirewall',
          'firewall',
          'add',
          'rule',
          `name=${task}`,
          'dir=in',
          'action=allow',
          'protocol=TCP',
          `localport=${port}`,
          'profile=private,domain',
        )
      run('schtasks', '/run', '/tn', task)
    },
    uninstall: () => {
      run('schtasks', '/end', '/tn', task)
      run('schtasks', '/delete', '/tn', task, '/f')
    },
    isThere: () => {
      try {
        return run('schtasks', '/query', '/tn', task) !== undefined
      } catch {
        return false
      }
    },
  },
}

export const service = ways[process.platform]
