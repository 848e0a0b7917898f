// The CloudEvents SDK, unmodified: binary, structured and batched.
import { CloudEvent, emitterFor, httpTransport, Mode } from 'cloudevents'

const [url, key] = process.argv.slice(2)
const target = `${url}/v1/cloudevents?key=${key}`
const event = (id, type, data) =>
  new CloudEvent({ id, type, source: '/shop', subject: 'ce-user', time: '2026-01-02T03:04:05.000Z', data, region: 'south' })

for (const mode of [Mode.BINARY, Mode.STRUCTURED])
  await emitterFor(httpTransport(target), { mode })(event(`ce-${mode}`, 'com.acme.item_bought', { price: 9.5, text: 'grüß dich' }))
await emitterFor(httpTransport(target), { mode: Mode.BINARY })(event('ce-binary', 'com.acme.item_bought', { price: 9.5, text: 'grüß dich' })) // the same once more
// The SDK has no transport for batches: its events, in the batch format.
const batch = [event('ce-3', 'page', { url: 'https://shop.example/a?utm_source=news', title: 'A' }), event('ce-4', 'identify', { userId: 'ce-user', anonymousId: 'ce-anon', traits: { plan: 'pro' } })]
const answer = await fetch(target, { method: 'POST', headers: { 'content-type': 'application/cloudevents-batch+json' }, body: JSON.stringify(batch) })
console.log(answer.status)
