// Every audit of graphql-http against a server; prints those that fail and exits 1 if there are any.
import { auditServer } from 'graphql-http'

const [url, key] = process.argv.slice(2)
const results = await auditServer({
  url,
  fetchFn: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${key}` } }),
})
const failed = results.filter((result) => result.status !== 'ok')
for (const { id, name, reason } of failed) console.log(`${id} ${name}: ${reason}`)
console.log(JSON.stringify({ audits: results.length, failed: failed.length }))
process.exit(results.length < 61 || failed.length ? 1 : 0)
