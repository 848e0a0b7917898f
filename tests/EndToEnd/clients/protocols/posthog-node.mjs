// PostHog's client, unmodified.
import { PostHog } from 'posthog-node'

const [url, key] = process.argv.slice(2)
const client = new PostHog(key, { host: url, flushAt: 20, flushInterval: 0 })
const timestamp = new Date('2026-01-02T03:04:35.000Z')
const uuid = (n) => `0195f000-0000-7000-8000-00000000000${n}`
const distinctId = 'ph-user'
client.capture({ distinctId, event: 'Item Bought', properties: { price: 9.5, $current_url: 'https://shop.example/a?utm_source=news', $set: { plan: 'pro' }, $set_once: { first: 'a' } }, groups: { company: 'ph-account' }, timestamp, uuid: uuid(1) })
client.capture({ distinctId, event: '$pageview', properties: { $current_url: 'https://shop.example/b', $session_id: 'ph-session' }, timestamp, uuid: uuid(2) })
client.capture({ distinctId, event: '$pageleave', properties: { $current_url: 'https://shop.example/b' }, timestamp, uuid: uuid(3) })
client.capture({ distinctId, event: '$identify', properties: { $anon_distinct_id: 'ph-anon', $set: { plan: 'pro' } }, timestamp, uuid: uuid(4) })
client.identify({ distinctId, properties: { email: 'a@b.example', $set_once: { seen: 'x' } } })
client.alias({ distinctId, alias: 'ph-old' })
client.groupIdentify({ groupType: 'company', groupKey: 'ph-account', properties: { seats: 3 } })
await client.shutdown()
// What older clients send and ask.
const post = async (path, body, type) => { const answer = await fetch(url + path, { method: 'POST', body, headers: { 'content-type': type ?? 'application/json' } }); console.log(path, answer.status); return answer.json() }
const event = (n, name) => ({ event: name, uuid: uuid(n), timestamp, properties: { token: key, distinct_id: distinctId, n } })
await post('/capture/', JSON.stringify({ api_key: key, ...event(5, 'Single') }))
await post('/e/?ip=1', 'data=' + encodeURIComponent(Buffer.from(JSON.stringify(event(6, 'Form'))).toString('base64')), 'application/x-www-form-urlencoded')
await post('/i/v0/e/', JSON.stringify([event(7, 'Array'), event(8, 'Array')]), 'text/plain')
await post('/track/', JSON.stringify({ api_key: key, batch: [event(9, 'Old Path')] }))
console.log(JSON.stringify((await post('/decide/?v=3', JSON.stringify({ token: key, distinct_id: distinctId }))).featureFlags))
console.log(JSON.stringify((await post('/flags/?v=2', JSON.stringify({ api_key: key, distinct_id: distinctId }))).flags))
