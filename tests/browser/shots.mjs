// Not a test: pictures of every main page, narrow and wide, light and dark, for people to look at.
//
//   node tests/browser/shots.mjs <folder> [words that a picture's name must hold]

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { launch } from './support/browser.mjs'
import { startGradus } from './support/gradus.mjs'
import { atBrowser, signedIn } from './support/person.mjs'
import { newVisitor } from './support/visitor.mjs'

const [, , folder, ...wanted] = process.argv
if (!folder) {
  console.error('Say where the pictures go: node tests/browser/shots.mjs <folder>')
  process.exit(2)
}

const LOOKS = [
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
]

/** Who sees which page. A page is an address, or the way to it. */
const PAGES = {
  visitor: {
    start: '/',
    'sign-in': '/sign-in',
    'sign-in-error': async (person) => {
      await person.go('/sign-in')
      await person.press('Sign in')
    },
    check: '/check',
    certificate: certificate,
    invitation: invitation,
    frameworks: '/frameworks',
    framework: '/frameworks/cpq/2021-06',
    'framework-sqe': '/frameworks/sqe/2021-09',
    'framework-node': '/frameworks/cpq/2021-06/advanced',
    'not-found': '/nowhere',
    accessibility: '/accessibility',
  },
  'Amara Osei': {
    home: '/home',
    specialism: async (person) => {
      await person.go('/home')
      await person.follow(/^Your specialism/)
    },
    map: (person) => person.turnTo('Map'),
    node: async (person) => {
      await person.turnTo('Map')
      await person.follow(/^Foundation: both keys/)
    },
    plan: async (person) => {
      await person.go('/home')
      await person.follow(/^Plan the way/)
    },
    claims: '/claims',
    claim: async (person) => {
      await person.go('/claims')
      await person.follow(/^Trust/)
    },
    'claim-begin': (person) => beginClaim(person),
    draft: async (person) => {
      await beginClaim(person)
      await person.press('Begin')
    },
    evidence: (person) => evidence(person),
    'evidence-removal': async (person) => {
      await evidence(person)
      await person.follow(/^Remove/)
    },
    'evidence-text': async (person) => {
      await evidence(person)
      await person.follow('Add a text')
    },
    sending: async (person) => {
      await evidence(person)
      await person.follow('Go on to check and send')
    },
    record: (person) => person.turnTo('Record'),
    verification: async (person) => {
      await person.turnTo('Map')
      await person.go(person.path().replace(/map$/, 'verification/foundation-verification'))
    },
    application: async (person) => {
      await person.turnTo('Map')
      await person.go(person.path().replace(/map$/, 'application/step-off-paralegal'))
    },
  },
  'Mina Sato': { home: '/home', map: (person) => person.turnTo('Map') },
  'Tomas Lind': { home: '/home', claims: '/claims' },
  'Ruth Hale': { queue: '/queue', request: (person) => first(person, '/queue'), trainees: '/trainees', trainee: (person) => first(person, '/trainees') },
  'Priya Nair': {
    queue: '/queue',
    people: (person) => first(person, '/organisations'),
    supervision: async (person) => {
      await person.go('/trainees')
      await person.follow(/^Supervision of Amara/)
    },
    'supervision-end': async (person) => {
      await person.go('/trainees')
      await person.follow(/^Supervision of Amara/)
      await person.follow('End the supervision by Ruth Hale')
    },
    'link-once': linkOnce,
    'invitation-end': async (person) => {
      await first(person, '/organisations')
      await person.follow(/^Withdraw the invitation/)
    },
  },
  'Dana Whitlock': { sittings: '/sittings', 'new-sitting': '/sittings/new', candidates: '/candidates', sitting: (person) => first(person, '/sittings') },
  'Owen Marsh': { sittings: '/sittings', sitting: (person) => first(person, '/sittings') },
  'Ines Calder': {
    applications: '/applications',
    application: (person) => first(person, '/applications'),
    statuses: '/awards',
    status: (person) => first(person, '/awards'),
    withdrawal: async (person) => {
      await first(person, '/awards')
      await person.follow('Withdraw this status')
    },
    enrolments: '/enrolments',
    'new-enrolment-error': async (person) => {
      await person.go('/enrolments/new')
      await person.press('Enrol')
    },
    'new-enrolment-name': async (person) => {
      await person.go('/enrolments/new')
      await enrol(person, 'Ruth Hall', 'ruth@hale.example', /^CILEX Professional/)
    },
    organisations: '/organisations',
    waiting: async (person) => {
      await person.go('/enrolments')
      await person.tick('Only people for whom something is waiting')
      await person.press('Search and filter')
    },
    account: account,
    proposal: async (person) => {
      await account(person)
      // Asked for by the look before this one.
      if (await person.page.getByRole('link', { name: 'See the request' }).count()) return person.follow('See the request')
      await person.page.getByLabel(/^Why/).fill('She has lost her telephone and her papers, and came to see us.')
      await person.press('Ask a second registrar')
    },
    proposals: '/proposals',
    'name-correction': async (person) => {
      await first(person, '/enrolments')
      await person.go(`${person.path()}/name`)
    },
    then: async (person) => {
      await first(person, '/enrolments')
      await person.go(`${person.path()}?on=2026-03-01`)
    },
    'then-error': async (person) => {
      await first(person, '/enrolments')
      await person.go(`${person.path()}?on=soon`)
    },
  },
  'Sol Adeyemi': {
    'sra-enrolments': '/enrolments',
    'sra-organisations': '/organisations',
    'sra-home': '/',
    'sra-trainee': (person) => first(person, '/enrolments'),
  },
  // Last: from then on he is at two bodies.
  'Leo Fenn': { home: '/home', map: (person) => person.turnTo('Map'), 'two-bodies': twoBodies },
}

async function enrol(person, name, email, framework) {
  await person.page.getByLabel('Name', { exact: true }).fill(name)
  await person.page.getByLabel('Email address').fill(email)
  await person.tick(framework)
  await person.page.getByLabel('First day').fill(new Date().toISOString().slice(0, 10))
  await person.press('Enrol')
}

/** Home of somebody whom a second body has enrolled, by this look or one before it. */
async function twoBodies(person, server, browser) {
  const sol = await signedIn(await newVisitor(browser), server, 'Sol Adeyemi')
  await sol.go('/enrolments/new')
  await enrol(sol, 'Leo Fenn', 'leo@trainee.example', /SQE|Solicitors/)
  await sol.close()
  await person.go('/home')
}

/** The page of a link to a role, with its two forms. */
async function invitation(person, server, browser) {
  const priya = await signedIn(await newVisitor(browser), server, 'Priya Nair')
  await linkOnce(priya)
  const address = await priya.main.locator('.once').inputValue()
  await priya.close()
  await person.go(new URL(address).pathname)
}

async function linkOnce(person) {
  await first(person, '/organisations')
  await person.page.getByLabel('Name', { exact: true }).fill('Noor Aziz')
  await person.page.getByLabel('Email address').fill(`noor${Math.random()}@hale.example`)
  await person.tick(/Supervisor/)
  await person.press('Make an invitation link')
}

async function account(person) {
  await first(person, '/enrolments')
  await person.follow('Account')
}

async function first(person, list) {
  await person.go(list)
  await person.follow(/./, person.main.locator('tbody'))
}

async function beginClaim(person) {
  // From the outcome's own page: the first page offers a draft once there is one.
  await person.turnTo('Map')
  await person.go(`${person.path().replace(/map$/, '')}nodes/segment-4-foundation`)
  await person.follow('Claim this outcome')
}

async function evidence(person) {
  await beginClaim(person)
  await person.press('Begin')
  await person.page.getByLabel(/^What you did/).fill('I told a client by telephone why an offer had to be answered within the week.')
  for (const day of ['First', 'Last']) await person.page.getByLabel(`${day} day of the work`).fill('2026-11-02')
  await person.press('Save and go on to evidence')
  await person.follow('Add a text')
  await person.page.getByLabel('Title').fill('Attendance note, redacted')
  await person.page.getByLabel('Text', { exact: true }).fill('Call of twelve minutes.')
  await person.press('Add text')
}

async function certificate(person, server, browser) {
  const ines = await signedIn(await newVisitor(browser), server, 'Ines Calder')
  await ines.go('/awards')
  const code = await ines.main.locator('tbody a').last().innerText()
  await ines.close()
  await person.go(`/check/${code}`)
}

const fileName = (...words) => `${words.join('-').toLowerCase().replaceAll(' ', '-')}.png`

const server = await startGradus()
const browser = await launch()
try {
  await mkdir(folder, { recursive: true })
  for (const look of LOOKS) {
    for (const [who, pages] of Object.entries(PAGES)) {
      const names = Object.keys(pages).map((page) => [page, fileName(who, page, look.width, look.colorScheme)])
      const asked = names.filter(([, file]) => wanted.every((word) => file.includes(word)))
      if (asked.length === 0) continue
      const visitor = await newVisitor(browser, { ...look, javaScript: false })
      const person = who === 'visitor' ? atBrowser(visitor, server.origin) : await signedIn(visitor, server, who)
      for (const [page, file] of asked) {
        const way = pages[page]
        if (typeof way === 'string') await person.go(way)
        else await way(person, server, browser)
        await person.page.screenshot({ path: join(folder, file), fullPage: true })
        console.log(file)
      }
      await visitor.close()
    }
  }
} finally {
  await browser.close()
  await server.stop()
}
