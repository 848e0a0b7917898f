// Mixpanel's client, unmodified: by GET and by POST of forms; and an import as its documentation shows it.
import Mixpanel from 'mixpanel'

const [url, key] = process.argv.slice(2)
const { hostname, port } = new URL(url)
const client = Mixpanel.init(key, { host: hostname, port, protocol: 'http', keepAlive: false, key })
const call = (owner, name, ...args) => new Promise((done, fail) => owner[name](...args, (problem) => (problem?.length === 0 || !problem ? done() : fail(problem))))
const time = Date.parse('2026-01-02T03:04:05.000Z')
const distinct_id = 'mp-user'
await call(client, 'track', 'Item Bought', { distinct_id, $insert_id: 'mp-1', time: new Date(), price: 9.5, $current_url: 'https://shop.example/a' })
const batch = [{ event: 'One', properties: { distinct_id, $insert_id: 'mp-2' } }, { event: 'Two', properties: { distinct_id, $insert_id: 'mp-3' } }]
await call(client, 'track_batch', batch)
await call(client, 'track_batch', batch) // the same once more
await call(client, 'import', 'Old', new Date(time), { distinct_id, $insert_id: 'mp-4' })
await call(client, 'import_batch', [{ event: 'Older', properties: { distinct_id, $insert_id: 'mp-5', time: new Date(time) } }])
await call(client, 'alias', distinct_id, 'mp-old')
await call(client.people, 'set', distinct_id, { plan: 'pro' })
await call(client.people, 'set_once', distinct_id, { first: 'a' })
await call(client.people, 'unset', distinct_id, ['old'])
await call(client.people, 'increment', distinct_id, { visits: 2 })
await call(client.people, 'track_charge', distinct_id, 9.5)
await call(client.groups, 'set', 'company', 'mp-account', { seats: 3 })
// The client insists on TLS with credentials; what it would send then:
const authorized = async (secret, body) => {
  const answer = await fetch(`${url}/import?strict=1&project_id=${key}`, { method: 'POST', body, headers: { authorization: 'Basic ' + Buffer.from(`service:${secret}`).toString('base64') } })
  console.log(answer.status, JSON.stringify(await answer.json()))
}
const imported = (n) => ({ event: 'Imported', properties: { distinct_id, $insert_id: `mp-${n}`, time: time / 1000, n } })
await authorized(key, JSON.stringify([imported(6), imported(7)]))
await authorized(key, JSON.stringify(imported(8)) + '\n' + JSON.stringify(imported(9)) + '\n')
await authorized('wrong', JSON.stringify([imported(10)]))
