// The official graphql-sse client against a server: a query, a subscription that is ended early, an error, a refused log-in.
import assert from 'node:assert/strict'
import { createClient } from 'graphql-sse'

const [url, key, tenant] = process.argv.slice(2)
const connect = (authorization) => createClient({ url, headers: { authorization, 'x-tenant': tenant }, retryAttempts: 0 })
const client = connect(`Bearer ${key}`)

const first = async (query) => {
  for await (const result of client.iterate({ query })) return result
}

assert.equal((await first('{ viewer { isAdmin } }')).data.viewer.isAdmin, true)

const { data } = await first('subscription { liveUpdated { at perSecond } }')
assert.equal(data.liveUpdated.perSecond.length, 60)

assert.equal((await first('{ nonsense }')).errors[0].extensions.code, 'FIELDS_ON_CORRECT_TYPE')
client.dispose()

await assert.rejects(async () => { for await (const _ of connect('Bearer wrong').iterate({ query: '{ viewer { name } }' })); })
console.log('ok')
