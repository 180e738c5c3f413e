// A server of our own: a free port, a new database with the demo people in it, gone at the end.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const PATIENCE = 60_000

/**
 * Starts `gradus serve` and waits until it answers.
 *
 * @returns {Promise<{origin: string, output: () => string, people: () => {email: string, password: string, line: string}[],
 *   stop: () => Promise<number | null>}>} `stop` asks for an orderly end and answers the exit status.
 */
export async function startGradus({ binary, environment = {} } = {}) {
  const program = binary ?? process.env.GRADUS_BINARY ?? join(ROOT, 'target/debug/gradus')
  const site = process.env.GRADUS_SITE ?? join(ROOT, 'target/site')
  const folder = await mkdtemp(join(tmpdir(), 'gradus-browser-'))
  const port = await freePort()
  const words = ['serve', '--demo', '--address', `127.0.0.1:${port}`, '--var', folder, '--site', site, '--content', join(ROOT, 'content')]
  const child = spawn(program, words, { cwd: ROOT, env: { ...withoutDatabase(), ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (status, signal) => resolve(status ?? signal))
  })
  const kill = () => child.kill('SIGKILL')
  process.on('exit', kill)

  const stop = async () => {
    child.kill('SIGTERM')
    const status = await ended
    process.off('exit', kill)
    await rm(folder, { recursive: true, force: true })
    return status
  }
  const origin = `http://127.0.0.1:${port}`
  try {
    await answers(`${origin}/livez`, ended, () => output)
  } catch (error) {
    await stop()
    throw error
  }
  return { origin, output: () => output, people: () => people(output), stop }
}

/** The people whom the server says can sign in: a line each, with an address and, as its last word, the password. */
export function people(output) {
  return output.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/)
    const at = words.findIndex((word) => /^[^@\s]+@[^@\s]+$/.test(word))
    return at >= 0 && at < words.length - 1 ? [{ email: words[at], password: words.at(-1), line: line.trim() }] : []
  })
}

/** The tests bring a database of their own, whatever the developer's shell points at. */
function withoutDatabase() {
  const { DATABASE_URL, ...rest } = process.env
  return rest
}

async function answers(address, ended, output) {
  const deadline = Date.now() + PATIENCE
  let status
  void ended.then((how) => (status = how))
  while (Date.now() < deadline) {
    if (status !== undefined) throw new Error(`gradus serve ended at once (${status}); it said: ${output().trim() || 'nothing'}`)
    const answer = await fetch(address).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`gradus serve didn't answer for ${PATIENCE / 1000} s; it said: ${output().trim() || 'nothing'}`)
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
