// Segment's client for Node.js, unmodified: every call, in batches, through a line that fails, with a clock that is wrong.
// Prints every message that it sent.
import { flaky } from './flaky.mjs'
import { skewClock } from './skew.mjs'

const [host, writeKey, aheadMs] = process.argv.slice(2)
skewClock(Number(aheadMs))
const { Analytics } = await import('@segment/analytics-node')

const line = await flaky(host)
const analytics = new Analytics({ writeKey, host: line.address, flushAt: 20, flushInterval: 200, maxRetries: 5 })
const sent = new Map()
analytics.on('http_request', ({ body }) => JSON.parse(body).batch.forEach((message) => sent.set(message.messageId, message)))
const problems = []
analytics.on('error', (problem) => problems.push(problem))

const context = { locale: 'de-AT', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', page: { url: 'https://shop.example/start?utm_source=news&utm_medium=email', path: '/start' } }
analytics.page({ anonymousId: 'ada', name: 'Start', properties: { section: 'front' }, context })
analytics.screen({ anonymousId: 'ada', name: 'Settings', properties: { tab: 2 } })
analytics.identify({ anonymousId: 'ada', userId: 'u-1', traits: { email: 'ada@example.org', plan: 'pro' } })
analytics.group({ userId: 'u-1', groupId: 'g-1', traits: { name: 'Engines', seats: 3 } })
analytics.alias({ userId: 'u-1', previousId: 'old-ada' })
analytics.track({ userId: 'u-1', event: 'Late', timestamp: new Date(Date.now() - 3_600_000), properties: {} })
for (let n = 0; n < 60; n++) analytics.track({ anonymousId: `visitor-${n % 7}`, event: 'Counted', properties: { n, text: 'grüß dich 🙂', nested: { list: [1, 2.5, null, true] } } })
await analytics.flush({ close: true, timeout: 30_000 })
line.close()
if (problems.length) throw new Error(JSON.stringify(problems))
console.log(JSON.stringify({ attempts: line.attempts, messages: [...sent.values()] }))
