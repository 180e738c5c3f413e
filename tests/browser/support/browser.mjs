// Debian's Chromium, driven by Playwright. Nothing is downloaded, nothing phones home.

import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const ARGUMENTS = [
  '--no-sandbox', // as root, in CI, Chromium's own sandbox can't start
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Starts a browser with a new, empty profile, which goes when the browser is closed. */
export async function launch() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium'
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}; install Debian's package chromium, or set CHROMIUM to the file of one`)
  }
  return chromium.launch({ executablePath, args: ARGUMENTS, headless: true })
}
