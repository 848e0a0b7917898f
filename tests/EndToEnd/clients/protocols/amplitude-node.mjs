// Amplitude's client, unmodified: the HTTP V2 API, and the batch API with the same events once more.
import * as amplitude from '@amplitude/analytics-node'

const [url, key] = process.argv.slice(2)
const time = Date.parse('2026-01-02T03:04:05.000Z')
for (const path of ['/2/httpapi', '/batch']) {
  const client = amplitude.createInstance()
  await client.init(key, { serverUrl: url + path, useBatch: path === '/batch', flushIntervalMillis: 50, logLevel: amplitude.Types.LogLevel.None }).promise
  client.track('Item Bought', { price: 9.5 }, { user_id: 'am-user', device_id: 'am-device', time, insert_id: 'am-1', session_id: time, language: 'de-AT', platform: 'Web', os_name: 'Linux', country: 'AT' })
  client.identify(new amplitude.Identify().set('plan', 'pro').setOnce('first', 'a').add('visits', 2).unset('old'), { user_id: 'am-user', device_id: 'am-device', time, insert_id: 'am-2' })
  client.setGroup('company', 'am-account', { user_id: 'am-user', time, insert_id: 'am-3' })
  client.groupIdentify('company', 'am-account', new amplitude.Identify().set('seats', 3), { user_id: 'am-user', time, insert_id: 'am-4' })
  const sent = client.revenue(new amplitude.Revenue().setProductId('lamp').setPrice(19).setQuantity(2), { user_id: 'am-user', time, insert_id: 'am-5' })
  await client.flush().promise
  console.log((await sent.promise).code)
}
