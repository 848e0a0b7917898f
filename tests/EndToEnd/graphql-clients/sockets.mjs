// The official graphql-ws client against a server: a query, a subscription that is ended early, a refused log-in, an error.
import assert from 'node:assert/strict'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

const [url, key, tenant, writeKey] = process.argv.slice(2)
const connect = (connectionParams) => createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 })
const client = connect({ authorization: `Bearer ${key}`, tenant })

const first = async (query, variables) => {
  for await (const result of client.iterate({ query, variables })) return result
}

assert.equal((await first('{ viewer { isAdmin } }')).data.viewer.isAdmin, true)
assert.equal((await first('{ tenants { id } }')).data.tenants.some(({ id }) => id === tenant), true)

const track = () => fetch(new URL('/v1/track', url), {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ writeKey, event: 'Client Tried', anonymousId: 'client', properties: { by: 'sockets' } }),
})

let snapshots = 0
for await (const { data } of client.iterate({ query: 'subscription { liveUpdated { at perSecond } }' })) {
  assert.equal(data.liveUpdated.perSecond.length, 60)
  if (++snapshots === 2) break
  assert.equal((await track()).status, 200)
}

const appended = client.iterate({
  query: 'subscription { eventAppended(match: [{ name: "Client Tried", filters: [{ property: "by", operator: EQUALS, values: ["sockets"] }] }]) { name visitorId properties } }',
})
const tracking = setInterval(track, 200) // the subscription may not stand yet when an event is stored
const { value } = await appended.next()
clearInterval(tracking)
await appended.return()
assert.equal(value.data.eventAppended.visitorId, 'client')
assert.equal(value.data.eventAppended.properties.by, 'sockets')

const trend = `subscription ($input: TrendInput!) { trendUpdated(input: $input) { series { key total } asOf } }`
const input = { range: { from: '2026-11-01', to: '2026-11-02' }, granularity: 'DAY', series: [{ match: { name: '*' } }] }
assert.equal((await first(trend, { input })).data.trendUpdated.series[0].key, 'A')

await assert.rejects(first('{ nonsense }'), (errors) => errors[0].extensions.code === 'FIELDS_ON_CORRECT_TYPE')
await client.dispose()

const stranger = connect({ authorization: 'Bearer wrong' })
await assert.rejects(
  async () => { for await (const _ of stranger.iterate({ query: '{ viewer { name } }' })); },
  (close) => close.code === 4403)
console.log('ok')
