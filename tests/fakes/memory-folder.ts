/**
 * The folder of the system whose files lie in memory, or the one for temporary files where there is none. For tests and the simulator.
 * A file here is written to no disk: forcing a commit costs nothing, and a power cut is a copy.
 */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'

export const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
